package io.github.jdatasks.testing;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualLoopSchedulerTest extends InVirtualTime {
    @Test
    void nothing_runs_inside_start_and_stop_but_in_runPending() {
        LoopTask loop = Loops.every(ofMinutes(1))
                .scheduler(time)
                .afterLoop(run -> note("after"))
                .build(run -> note("run"));
        loop.start();
        assertThat(events).isEmpty();
        time.runPending();
        assertThat(events).containsExactly("0 run");
        loop.stop();
        assertThat(events).hasSize(1);
        time.runPending();
        assertThat(events).containsExactly("0 run", "0 after");
    }

    @Test
    void nothing_runs_inside_connection_events() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate);
        Loops.every(ofMinutes(1)).scheduler(time).gate(gate).start(run -> note("run"));
        time.runPending();
        connection.ready();
        connection.disconnect();
        connection.resume();
        assertThat(events).isEmpty();
        time.runPending();
        assertThat(events).containsExactly("0 run");
    }

    @Test
    void advancing_includes_the_last_instant_and_nothing_later() {
        Loops.every(ofMinutes(1)).scheduler(time).start(run -> note("run"));
        time.advanceTo(MIDNIGHT.plusSeconds(120));
        assertThat(events).containsExactly("0 run", "60 run", "120 run");
        time.advance(ofMinutes(1).minusNanos(1));
        assertThat(events).hasSize(3);
        assertThat(time.now()).isEqualTo(MIDNIGHT.plusSeconds(180).minusNanos(1));
    }

    @Test
    void time_stands_still_between_the_calls_and_while_bodies_run() {
        Loops.every(ofDays(1)).scheduler(time).start(run -> {
            for (int i = 0; i < 100_000; i++) {
                assertThat(time.now()).isEqualTo(MIDNIGHT);
            }
            note("run");
        });
        time.runPending();
        assertThat(time.now()).isEqualTo(MIDNIGHT);
        assertThat(events).containsExactly("0 run");
    }

    @Test
    void a_day_of_loops_passes_the_same_way_each_time() {
        assertThat(dayWithSeed(7)).isEqualTo(dayWithSeed(7)).isNotEqualTo(dayWithSeed(8));
    }

    private static List<String> dayWithSeed(long seed) {
        VirtualLoopScheduler day = VirtualLoopScheduler.startingAt(MIDNIGHT, seed);
        List<String> lines = new ArrayList<>();
        for (String name : List.of("a", "b")) {
            Loops.every(ofMinutes(30))
                    .scheduler(day)
                    .retry(RetryPolicy.exponentialBackoff().retryOn(IllegalStateException.class))
                    .start(run -> {
                        lines.add(name + " " + run.startedAt());
                        if (run.attempt() < 4) {
                            throw new IllegalStateException("attempt " + run.attempt());
                        }
                    });
        }
        day.advance(ofHours(2));
        return lines;
    }

    @Test
    void what_is_due_at_the_same_instant_runs_in_the_order_it_was_scheduled() {
        Loops.every(ofMinutes(1)).scheduler(time).start(run -> {
            note("ticker");
            time.sleep(ofSeconds(1));
        });
        Loops.every(ofHours(1)).scheduler(time).start(run -> {
            time.sleep(ofMinutes(2));
            note("sleeper");
        });
        time.runPending();
        Loops.every(ofMinutes(2)).scheduler(time).start(run -> note("late ticker"));
        time.advance(ofMinutes(2));
        // At 120 s: the sleeper has slept since 0, the late ticker has waited since then, the first one since 60.
        assertThat(events)
                .containsExactly(
                        "0 ticker", "0 late ticker", "60 ticker", "120 sleeper", "120 late ticker", "120 ticker");
    }

    @Test
    void a_sleeper_wakes_after_those_that_were_scheduled_for_that_instant_before_it_fell_asleep() {
        Loops.every(ofMinutes(1)).scheduler(time).start(run -> note("ticker"));
        time.runPending();
        time.advance(ofSeconds(10));
        Loops.every(ofHours(1)).scheduler(time).start(run -> {
            time.sleep(ofSeconds(50));
            note("sleeper");
        });
        time.advance(ofSeconds(50));
        assertThat(events).containsExactly("0 ticker", "60 ticker", "60 sleeper");
    }

    @Test
    void sleeping_is_for_bodies() {
        assertThatIllegalStateException()
                .isThrownBy(() -> time.sleep(ofSeconds(1)))
                .withMessageContaining("advance()");
    }

    @ParameterizedTest
    @ValueSource(strings = {"advance", "advanceTo", "runPending", "close"})
    void moving_the_time_is_for_the_test_and_not_for_bodies(String call) {
        Consumer<LoopContext> mover = run -> {
            switch (call) {
                case "advance" -> time.advance(ofSeconds(1));
                case "advanceTo" -> time.advanceTo(MIDNIGHT.plusSeconds(1));
                case "runPending" -> time.runPending();
                default -> time.close();
            }
        };
        LoopTask loop = Loops.every(ofMinutes(1))
                .scheduler(time)
                .onError((error, run) -> events.add(String.valueOf(error.getMessage())))
                .start(mover::accept);
        time.runPending();
        assertThat(events).singleElement().asString().contains("cannot move the time");
        assertThat(loop.stats().lastError()).containsInstanceOf(IllegalStateException.class);
    }

    @Test
    void waiting_on_the_test_thread_says_that_nothing_would_happen() {
        LoopTask loop = Loops.every(ofMinutes(1)).scheduler(time).start(run -> {});
        assertThatIllegalStateException()
                .isThrownBy(() -> loop.stop().join())
                .withMessageContaining("advance()")
                .withMessageContaining("runPending()");
        assertThatIllegalStateException().isThrownBy(() -> loop.completion().get());
        assertThatIllegalStateException().isThrownBy(() -> loop.completion().get(1, TimeUnit.SECONDS));
        time.runPending();
        assertThat(loop.stop().join()).isEqualTo(LoopOutcome.STOPPED);
    }

    @Test
    void close_ends_loops_and_runs_after_hooks_and_refuses_more() {
        LoopTask loop = Loops.every(ofMinutes(1))
                .scheduler(time)
                .afterLoop(run -> note("after"))
                .start(run -> note("run"));
        time.runPending();
        time.close();
        time.close();
        assertThat(events).containsExactly("0 run", "0 after");
        assertThatIllegalStateException().isThrownBy(loop::start).withMessageContaining("scheduler has been closed");
    }

    @Test
    void wrong_times_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> time.advance(ofSeconds(-1)))
                .withMessageContaining("stepWallClock");
        assertThatIllegalArgumentException().isThrownBy(() -> time.advanceTo(MIDNIGHT.minusSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> time.suspend(ofSeconds(-1)));
    }

    @Test
    void the_wall_clock_steps_and_no_time_passes() {
        Loops.every(ofMinutes(1)).scheduler(time).start(run -> events.add("run"));
        time.runPending();
        time.stepWallClock(ofHours(-5));
        time.suspend(ofHours(1));
        time.runPending();
        assertThat(time.now()).isEqualTo(MIDNIGHT.minus(ofHours(4)));
        assertThat(events).hasSize(1);
    }

    @Test
    void time_that_has_come_to_its_end_goes_no_further() {
        for (int i = 0; i < 3; i++) {
            time.advance(ofDays(50_000));
        }
        assertThat(Duration.between(MIDNIGHT, time.now())).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
    }

    @Test
    void create_refuses_a_cog_on_another_scheduler() {
        class Own extends LoopCog {
            Own(LoopScheduler scheduler) {
                super(scheduler);
            }
        }
        LoopCog before = new LoopCog() {};
        try (VirtualLoopScheduler other = VirtualLoopScheduler.startingAt(MIDNIGHT)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> time.create(() -> new Own(other)))
                    .withMessageContaining("The cog Own runs on a scheduler of its own, not on this one");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> time.create(() -> before))
                .withMessageContaining("make it inside of create(…)");
        assertThat(time.create(() -> new Own(time)).loops()).isEmpty();
    }

    @Test
    void durable_loops_that_are_due_at_the_same_time_run_in_the_same_order_each_time() {
        for (String name : List.of("a", "b", "c", "d")) {
            Loops.every(ofHours(1)).name(name).durable(true).scheduler(time).start(run -> events.add(name));
        }
        time.advance(ofHours(9));
        assertThat(String.join("", events)).isEqualTo("abcd".repeat(10));
    }
}
