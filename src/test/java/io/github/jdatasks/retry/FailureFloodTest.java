package io.github.jdatasks.retry;

import static ch.qos.logback.classic.Level.ERROR;
import static ch.qos.logback.classic.Level.WARN;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Inside;
import io.github.jdatasks.LoopBody;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.support.Diary;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.testing.VirtualConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Failures of which there are many at once, and what the log says of them. */
class FailureFloodTest {
    private static final int ASKS = 1000;

    private final Diary diary = new Diary();
    private final AtomicInteger asks = new AtomicInteger();
    private LogLines log;

    @BeforeEach
    void open() {
        log = LogLines.ofLibrary();
    }

    @AfterEach
    void close() {
        log.close();
    }

    private void ask(LoopTask loop) {
        if (asks.incrementAndGet() <= ASKS) {
            loop.runNow();
        }
    }

    private LoopBody fail(LoopBody before) {
        return run -> {
            before.run(run);
            throw new IllegalStateException("boom");
        };
    }

    /** A body that fails in so many ways by turns. */
    private static LoopBody failInTurn(int kinds, LoopBody before) {
        AtomicInteger runs = new AtomicInteger();
        return run -> {
            before.run(run);
            switch (runs.getAndIncrement() % kinds) {
                case 0 -> throw new IllegalStateException("boom");
                case 1 -> throw new IllegalArgumentException("boom");
                case 2 -> throw new ArithmeticException("boom");
                case 3 -> throw new UnsupportedOperationException("boom");
                case 4 -> throw new IndexOutOfBoundsException("boom");
                case 5 -> throw new ClassCastException("boom");
                case 6 -> throw new NegativeArraySizeException("boom");
                case 7 -> throw new SecurityException("boom");
                default -> throw new ArrayStoreException("boom");
            }
        };
    }

    /** Each loop has a line about each of the kinds, and one about the runs without a pause. */
    private void assertFew(int loops, int kinds, LoopTask... failing) {
        int failures = 0;
        for (LoopTask loop : failing) {
            failures += (int) loop.stats().failures();
        }
        assertThat(failures).isGreaterThanOrEqualTo(ASKS / 2);
        assertThat(log.from(WARN)).hasSize((kinds + 1) * loops);
        assertThat(log.with("runNow() after another without a pause")).hasSize(loops);
    }

    @Test
    void two_loops_that_ask_for_each_other_and_fail_are_told_of_once_each() {
        LoopTask[] other = new LoopTask[1];
        LoopTask one = diary.every(3600).name("one").build(fail(run -> ask(other[0])));
        other[0] = diary.every(3600).name("other").build(fail(run -> ask(one)));
        one.start();
        diary.pass(1);
        assertFew(2, 1, one, other[0]);
    }

    @Test
    void three_loops_that_ask_in_a_ring_are_told_of_once_each() {
        LoopTask[] ring = new LoopTask[3];
        for (int i = 0; i < 3; i++) {
            int next = (i + 1) % 3;
            ring[i] = diary.every(3600).name("ring " + i).build(fail(run -> ask(ring[next])));
        }
        ring[0].runNow();
        diary.pass(1);
        assertFew(3, 1, ring);
    }

    @Test
    void a_loop_that_asks_for_itself_and_fails_in_two_ways_by_turns_shows_each_stack_once() {
        LoopTask loop = diary.every(3600).start(failInTurn(2, run -> ask(run.task())));
        diary.pass(1);
        assertFew(1, 2, loop);
        assertThat(log.from(ERROR)).hasSize(2).allMatch(line -> line.contains("[stack of "));
    }

    @Test
    void a_loop_that_asks_for_itself_and_fails_every_second_time_is_told_of_once() {
        LoopTask loop = diary.every(3600).start(run -> {
            ask(run.task());
            if (asks.get() % 2 == 0) {
                throw new IllegalStateException("boom");
            }
        });
        diary.pass(1);
        assertFew(1, 1, loop);
        assertThat(log.from(ERROR)).hasSize(1);
    }

    @Test
    void a_listener_that_asks_for_another_run_after_each_failure_is_told_of_once() {
        LoopTask loop = diary.every(3600)
                .listener(new LoopListener() {
                    @Override
                    public void onFailed(LoopContext run, Throwable error) {
                        ask(run.task());
                    }
                })
                .start(fail(Diary.NOTHING));
        diary.pass(1);
        assertFew(1, 1, loop);
    }

    @Test
    void code_that_completes_the_stage_of_a_run_and_asks_for_the_next_is_told_of_once() {
        LoopTask loop = diary.every(3600).startAsync(run -> {
            CompletableFuture<String> stage = new CompletableFuture<>();
            Inside.scheduler(diary.time).onWorker(() -> {
                ask(run.task());
                stage.completeExceptionally(new IllegalStateException("boom"));
            });
            return stage;
        });
        diary.pass(1);
        assertFew(1, 1, loop);
    }

    @Test
    void what_depends_on_a_run_and_asks_for_the_next_is_told_of_once() {
        LoopTask loop = diary.every(3600).build(fail(Diary.NOTHING));
        askAgainAfter(loop);
        diary.pass(1);
        assertFew(1, 1, loop);
    }

    private void askAgainAfter(LoopTask loop) {
        if (asks.incrementAndGet() <= ASKS) {
            loop.runNow().whenComplete((result, error) -> askAgainAfter(loop));
        }
    }

    @Test
    void a_group_whose_loops_ask_another_loop_that_asks_them_is_told_of_once_each() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection.of(gate).shards(2).ready();
        LoopTask[] other = new LoopTask[1];
        LoopTask group = diary.every(3600)
                .name("group")
                .gate(gate)
                .shards(ShardScope.EACH)
                .build(fail(run -> ask(other[0])));
        other[0] = diary.every(3600).name("other").build(fail(run -> ask(group)));
        other[0].runNow();
        diary.pass(1);
        assertFew(3, 1, group, other[0]);
    }

    @Test
    void runs_that_may_overlap_are_told_of_once() {
        LoopTask loop = diary.every(3600).overlap(3).start(fail(run -> ask(run.task())));
        diary.pass(1);
        assertFew(1, 1, loop);
    }

    @Test
    void an_error_handler_that_fails_each_time_too_adds_its_stack_once() {
        LoopTask loop = diary.every(3600)
                .onError((error, run) -> {
                    throw new IllegalArgumentException("handler");
                })
                .start(fail(run -> ask(run.task())));
        diary.pass(1);
        assertFew(1, 2, loop);
        assertThat(log.with("[stack of handler]")).hasSize(1);
    }

    @Test
    void a_retryIf_test_that_fails_each_time_adds_its_stack_once() {
        LoopTask loop = diary.every(3600)
                .retry(RetryPolicy.fixedDelay(ofSeconds(1)).retryIf(error -> {
                    throw new IllegalArgumentException("test");
                }))
                .start(fail(run -> ask(run.task())));
        diary.pass(1);
        assertFew(1, 2, loop);
        assertThat(log.with("[stack of test]")).hasSize(1);
    }

    @Test
    void failures_that_go_on_are_logged_once_an_hour_with_how_many_there_were() {
        AtomicInteger runs = new AtomicInteger();
        LoopTask loop = Loops.every(ofHours(1))
                .name("loop")
                .scheduler(diary.time)
                .build(run -> {
                    diary.time.sleep(ofSeconds(6));
                    if (runs.incrementAndGet() < 1250) {
                        run.task().runNow();
                    }
                    throw new IllegalStateException("no " + runs);
                });
        loop.runNow();
        diary.pass(6 * 1250);
        assertThat(log.from(ERROR)).hasSize(3);
        assertThat(log.from(ERROR).get(1))
                .endsWith(" failed as before, 599 more times since the last such line 1 hour ago [stack of no 601]");
        assertThat(log.from(ERROR).get(2)).contains(" 599 more times ");
        assertThat(log.from(WARN)).hasSize(4);
    }

    @Test
    void a_loop_that_fails_in_five_ways_by_turns_shows_each_stack_once_an_hour() {
        LoopTask loop = diary.every(60).start(failInTurn(5, Diary.NOTHING));
        diary.pass(60 * 60 - 1);
        assertThat(loop.stats().failures()).isEqualTo(60);
        assertThat(log.from(ERROR)).hasSize(5);
        assertThat(log.with("[stack of ")).hasSize(5);
        assertThat(log.with("failed as before: ")).hasSize(55);
        diary.pass(60 * 60);
        assertThat(log.from(ERROR)).hasSize(10);
        assertThat(log.with("[stack of ")).hasSize(10);
        assertThat(log.with(" 11 more times since the last such line 1 hour ago [stack of "))
                .hasSize(5);
    }

    @Test
    void a_loop_that_fails_every_second_time_shows_its_stack_once_an_hour() {
        diary.every(60).start(run -> {
            if (run.iteration() % 2 == 0) {
                throw new IllegalStateException("boom");
            }
        });
        diary.pass(60 * 60 - 1);
        assertThat(log.from(ERROR)).hasSize(1);
        assertThat(log.with("[stack of ")).hasSize(1);
        assertThat(log.with("failed as before: ")).hasSize(29);
    }

    @Test
    void a_loop_that_always_fails_at_a_quick_pace_shows_its_stack_once_even_with_calls_in_between() {
        LoopTask loop = Loops.every(ofMillis(100)).scheduler(diary.time).start(fail(Diary.NOTHING));
        for (int second = 0; second < 30; second++) {
            diary.pass(1);
            loop.runNow();
        }
        diary.pass(1);
        assertThat(log.from(WARN)).hasSize(1);
        assertThat(log.with("failed as before: ")).hasSize((int) loop.stats().failures() - 1);
    }

    @Test
    void calls_from_outside_at_a_human_pace_show_the_stack_once() {
        LoopTask loop = diary.every(3600).build(fail(Diary.NOTHING));
        for (int call = 0; call < 30; call++) {
            loop.runNow();
            diary.pass(2);
        }
        assertThat(log.from(WARN)).singleElement().asString().startsWith("ERROR");
        assertThat(log.with("failed as before: ")).hasSize(29);
    }

    @Test
    void failures_of_more_than_eight_kinds_are_logged_eight_times_a_minute_at_most() {
        Loops.every(ofSeconds(1)).scheduler(diary.time).start(failInTurn(9, Diary.NOTHING));
        diary.pass(61);
        assertThat(log.from(ERROR)).hasSize(8);
        assertThat(log.with("ArrayStoreException: boom")).hasSize(6).allMatch(line -> line.startsWith("DEBUG"));
        diary.pass(1);
        assertThat(log.from(ERROR)).hasSize(9);
        diary.pass(60 * 60);
        assertThat(log.from(ERROR)).hasSizeBetween(9, 8 * 62);
        assertThat(log.with("boom")).hasSize(60 * 60 + 63);
    }
}
