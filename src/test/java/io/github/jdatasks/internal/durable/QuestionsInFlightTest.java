package io.github.jdatasks.internal.durable;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.Loops;
import io.github.jdatasks.support.EngineByHand;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.testing.VirtualCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Questions to the table that are under way while something else happens; the test decides when each is answered. */
class QuestionsInFlightTest {
    private final EngineByHand engine = new EngineByHand(1);
    private final ClusterTable table = new ClusterTable();
    private final Deque<Runnable> questions = new ArrayDeque<>();
    private final List<String> runs = new ArrayList<>();
    private boolean threadsEnded;
    private int asksBeforeNoThread = Integer.MAX_VALUE;

    private final DurableTicker ticker = new DurableTicker(
            engine.timer(), table.of("me"), DurableSettings.DEFAULTS, this::ask, () -> threadsEnded = true);

    private final LoopScheduler process = new LoopScheduler(engine, Duration.ZERO, timer -> ticker) {};

    private void ask(Runnable question) {
        if (threadsEnded) {
            throw new RejectedExecutionException("the threads have ended");
        }
        if (--asksBeforeNoThread == 0) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        questions.add(question);
    }

    private void start(String name) {
        Loops.every(Duration.ofHours(1))
                .name(name)
                .durable(true)
                .scheduler(process)
                .start(run -> runs.add(name));
    }

    private void answerOne() {
        Objects.requireNonNull(questions.poll()).run();
    }

    /** Answers all, the newest first: several threads work on them, and any may be the quickest. */
    private void answerAll() {
        engine.settle();
        while (!questions.isEmpty()) {
            Objects.requireNonNull(questions.pollLast()).run();
            engine.settle();
        }
    }

    @Test
    void an_answer_between_a_failure_and_the_news_of_it_leaves_nothing_behind_until_the_next_outage() {
        start("first");
        start("second");
        engine.settle();
        assertThat(questions).as("both join").hasSizeGreaterThanOrEqualTo(2);
        table.away = true;
        AppenderBase<ILoggingEvent> meanwhile = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                table.away = false;
                answerOne();
            }
        };
        Logger logger = (Logger) LoggerFactory.getLogger(Outage.LOGGER);
        meanwhile.start();
        logger.addAppender(meanwhile);
        try {
            answerOne();
        } finally {
            logger.detachAppender(meanwhile);
        }
        answerAll();
        assertThat(runs).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void a_tick_that_is_picked_while_the_scheduler_closes_is_put_back() {
        start("loop");
        engine.settle();
        answerOne(); // it joins
        engine.settle();
        answerOne(); // the poll, which finds the tick
        assertThat(questions).as("the pick").hasSize(1);
        process.close();
        answerAll();
        assertThat(runs).isEmpty();
        assertThat(table.dueAt("loop")).isNotNull();
        assertThat(table.isPicked("loop")).isFalse();
        assertThat(threadsEnded).isTrue();
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void after_the_end_of_the_durable_loops_the_timer_rests_although_a_tick_is_in_hand() {
        start("loop");
        for (int i = 0; i < 3; i++) { // the join, the poll, the pick
            engine.settle();
            answerOne();
        }
        engine.settle();
        assertThat(runs).containsExactly("loop");
        assertThat(questions).as("how the tick has ended").hasSize(1);
        var end = ticker.close();
        engine.pass(Duration.ofMinutes(1));
        engine.settle(); // does not end if the timer is always due
        assertThat(end).isNotDone();
        answerAll();
        assertThat(end).isDone();
        assertThat(table.isPicked("loop")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_question_for_which_no_thread_can_be_started_is_asked_again(int which) {
        asksBeforeNoThread = which;
        start("loop");
        for (int second = 0; second < 60; second++) {
            answerAll();
            engine.pass(Duration.ofSeconds(1));
        }
        assertThat(asksBeforeNoThread).isNegative();
        assertThat(runs).containsExactly("loop");
        assertThat(table.isPicked("loop")).isFalse();
        process.close();
        answerAll();
        assertThat(threadsEnded).isTrue();
    }

    @Test
    void an_answer_to_what_was_asked_before_an_outage_does_not_end_it() {
        start("first");
        engine.settle();
        engine.pass(Duration.ofMillis(10));
        start("second");
        engine.settle();
        try (LogLines log = LogLines.of(Outage.LOGGER)) {
            table.away = true;
            Objects.requireNonNull(questions.pollLast()).run();
            table.away = false;
            while (!questions.isEmpty()) {
                answerOne();
            }
            engine.settle();
            assertThat(log.with("answers again")).isEmpty();
            engine.pass(Duration.ofMillis(250));
            answerAll();
            assertThat(log.with("answers again")).hasSize(1);
        }
        assertThat(runs).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void a_question_without_an_answer_is_reported_once() {
        start("loop");
        engine.settle();
        assertThat(questions).hasSizeGreaterThanOrEqualTo(1);
        try (LogLines log = LogLines.of(Outage.LOGGER)) {
            for (int second = 0; second < 29; second++) {
                engine.pass(Duration.ofSeconds(1));
                engine.settle();
            }
            assertThat(log.from(Level.WARN)).isEmpty();
            int hanging = questions.size();
            for (int second = 0; second < 300; second++) {
                engine.pass(Duration.ofSeconds(1));
                engine.settle();
            }
            assertThat(questions).as("nothing more is asked meanwhile").hasSize(hanging);
            assertThat(log.from(Level.WARN))
                    .hasSize(hanging)
                    .allMatch(line -> line.startsWith("WARN The database of the durable loops has not answered for 3"));
            answerAll();
            assertThat(runs).containsExactly("loop");
            assertThat(log.from(Level.WARN)).hasSize(hanging);
        }
    }

    /** Starts a loop whose run goes on, and lets it have its first tick. */
    private void startAndRun(String name) {
        Loops.every(Duration.ofHours(1))
                .name(name)
                .durable(true)
                .scheduler(process)
                .startAsync(run -> new CompletableFuture<>());
        answerAll();
        assertThat(table.isPicked(name)).isTrue();
    }

    private void passTenSeconds(int times) {
        for (int i = 0; i < times; i++) {
            engine.pass(Duration.ofSeconds(10));
            answerAll();
        }
    }

    @Test
    void a_heartbeat_without_an_answer_does_not_hold_up_those_of_other_ticks() {
        startAndRun("first");
        startAndRun("second");
        List<String> beats = new ArrayList<>();
        List<String> meanwhile = new ArrayList<>();
        table.beforeHeartbeat = loop -> {
            beats.add(loop);
            if (loop.equals("first")) {
                table.beforeHeartbeat = meanwhile::add;
                passTenSeconds(3);
            }
        };
        passTenSeconds(1);
        assertThat(beats).contains("first");
        assertThat(meanwhile).hasSizeGreaterThanOrEqualTo(3).containsOnly("second");
    }

    @Test
    void a_poll_without_an_answer_after_an_outage_does_not_hold_up_heartbeats() {
        startAndRun("loop");
        passTenSeconds(1);
        engine.pass(Duration.ofSeconds(2));
        table.away = true;
        start("another");
        answerAll();
        table.away = false;
        List<String> meanwhile = new ArrayList<>();
        table.beforeDueIsRead = () -> {
            table.beforeDueIsRead = () -> {};
            table.beforeHeartbeat = meanwhile::add;
            passTenSeconds(3);
        };
        engine.pass(Duration.ofMillis(250));
        answerAll();
        assertThat(meanwhile).hasSizeGreaterThanOrEqualTo(2).containsOnly("loop");
    }

    @Test
    void in_an_outage_the_table_is_asked_as_often_as_heartbeats_are_due() {
        DurableSettings settings = DurableSettings.DEFAULTS
                .withPollingInterval(Duration.ofMinutes(1))
                .withHeartbeatInterval(Duration.ofSeconds(1));
        DurableTicker quick = new DurableTicker(engine.timer(), table.of("me"), settings, this::ask, () -> {});
        LoopScheduler other = new LoopScheduler(engine, Duration.ZERO, timer -> quick) {};
        Loops.every(Duration.ofHours(1))
                .name("loop")
                .durable(true)
                .scheduler(other)
                .startAsync(run -> new CompletableFuture<>());
        answerAll();
        table.away = true;
        int before = table.questions;
        for (int second = 0; second < 60; second++) {
            engine.pass(Duration.ofSeconds(1));
            answerAll();
        }
        assertThat(table.questions - before).isGreaterThanOrEqualTo(55);
    }

    @Test
    void a_pick_that_waits_for_so_long_that_another_process_repeats_its_tick_is_no_run_here() {
        start("loop");
        table.beforePickIsAnswered = () -> {
            table.beforePickIsAnswered = () -> {};
            engine.pass(Duration.ofSeconds(50));
            TickTable other = table.of("other");
            try {
                TickRow mine = Objects.requireNonNull(other.find("loop"));
                other.move(
                        mine,
                        mine.at(),
                        mine.step(),
                        TickTable.End.INTERRUPTED,
                        engine.timer().wallNow());
            } catch (TickTable.Lost lost) {
                throw new AssertionError(lost);
            }
            assertThat(other.pick(
                            Objects.requireNonNull(other.find("loop")),
                            engine.timer().wallNow()))
                    .isNotNull();
        };
        answerAll();
        assertThat(table.isPicked("loop")).isTrue();
        assertThat(runs).isEmpty();
    }

    @Test
    void a_process_does_not_take_itself_for_dead_while_a_pick_is_slow() {
        try (VirtualCluster cluster = new VirtualCluster(Instant.EPOCH);
                LogLines log = LogLines.of(Outage.LOGGER)) {
            cluster.table.beforePickIsAnswered = () -> sleep(Duration.ofMinutes(1));
            Loops.every(Duration.ofHours(1))
                    .name("slow")
                    .durable(true)
                    .scheduler(cluster.start())
                    .start(run -> runs.add("slow"));
            cluster.advance(Duration.ofMinutes(10));
            assertThat(runs).containsExactly("slow");
            assertThat(log.from(Level.WARN))
                    .allMatch(line -> line.startsWith("WARN The database of the durable loops has not answered for 3"));
        }
    }

    private static void sleep(Duration duration) {
        try {
            VirtualCluster.sleep(duration);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
