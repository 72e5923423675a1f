package io.github.jdatasks.loop;

import static ch.qos.logback.classic.Level.ERROR;
import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Inside;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.OnFailure;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.support.EngineByHand;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.support.Unreadable;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What listeners are told. */
class LoopListenerTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final List<String> told = new ArrayList<>();

    private final LoopListener notes = new LoopListener() {
        @Override
        public void onStarted(LoopTask task) {
            told.add("started " + task.name());
        }

        @Override
        public void onPaused(LoopTask task) {
            told.add("paused");
        }

        @Override
        public void onResumed(LoopTask task) {
            told.add("resumed");
        }

        @Override
        public void onIterationFinished(LoopContext run, Duration took) {
            told.add("finished " + run.iteration() + " in " + took.toSeconds() + " s");
        }

        @Override
        public void onFailed(LoopContext run, Throwable error) {
            told.add("failed " + run.iteration() + ": " + error.getMessage());
        }

        @Override
        public void onRetried(LoopContext run, Throwable error, Duration delay) {
            told.add("retried " + run.iteration() + "/" + run.attempt() + " in " + delay.toSeconds() + " s");
        }

        @Override
        public void onMissed(LoopTask task, long ticks) {
            told.add("missed " + ticks);
        }

        @Override
        public void onSkipped(LoopTask task, long ticks) {
            told.add("skipped " + ticks);
        }

        @Override
        public void onEnded(LoopTask task, LoopOutcome outcome) {
            told.add("ended " + outcome);
        }
    };

    private LoopBuilder everyMinute() {
        return Loops.every(ofMinutes(1)).name("worker").scheduler(time).listener(notes);
    }

    @Test
    void the_life_of_a_loop_from_start_to_end() {
        everyMinute().count(2).start(run -> time.sleep(ofSeconds(3)));
        time.advance(ofMinutes(2));
        assertThat(told).containsExactly("started worker", "finished 0 in 3 s", "finished 1 in 3 s", "ended COMPLETED");
    }

    @Test
    void retries_and_failures() {
        everyMinute()
                .retry(RetryPolicy.fixedDelay(ofSeconds(2)).maxAttempts(2))
                .onFailure(OnFailure.STOP)
                .start(run -> {
                    throw new IOException("on purpose");
                });
        time.advance(ofMinutes(2));
        assertThat(told)
                .containsExactly("started worker", "retried 0/1 in 2 s", "failed 0: on purpose", "ended FAILED");
    }

    @Test
    void pauses_by_the_user_and_by_the_gate_which_are_one_if_they_overlap() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).ready();
        LoopTask loop = everyMinute().gate(gate).start(run -> {});
        time.runPending();
        told.clear();
        connection.disconnect();
        time.advance(ofSeconds(10));
        assertThat(told).containsExactly("paused");
        loop.pause();
        time.advance(ofSeconds(10));
        connection.resume();
        time.advance(ofSeconds(10));
        assertThat(told).containsExactly("paused");
        loop.resume();
        time.advance(ofSeconds(10));
        assertThat(told).containsExactly("paused", "resumed");
    }

    @Test
    void missed_and_skipped_ticks() {
        LoopTask loop = everyMinute().start(run -> {});
        time.runPending();
        loop.pause();
        time.advance(ofMinutes(5));
        told.clear();
        loop.resume();
        time.runPending();
        assertThat(told).containsExactly("resumed", "missed 4", "skipped 4", "finished 1 in 0 s");
    }

    @Test
    void ticks_skipped_because_too_many_runs_are_in_progress() {
        everyMinute().overlap(2).start(run -> time.sleep(ofMinutes(3)));
        time.advance(ofMinutes(2));
        assertThat(told).containsExactly("started worker", "skipped 1");
    }

    private LoopListener failingWith(Supplier<Error> failure) {
        return new LoopListener() {
            @Override
            public void onIterationFinished(LoopContext run, Duration took) {
                throw failure.get();
            }

            @Override
            public void onEnded(LoopTask task, LoopOutcome outcome) {
                told.add("ended " + outcome);
            }
        };
    }

    @Test
    void a_listener_that_throws_is_logged_and_harms_nothing() {
        LoopListener bad = failingWith(() -> new AssertionError("on purpose"));
        try (LogLines log = LogLines.ofLibrary()) {
            LoopTask loop = Loops.every(ofMinutes(1))
                    .scheduler(time)
                    .listener(bad)
                    .count(3)
                    .start(run -> {});
            time.advance(ofMinutes(5));
            assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
            assertThat(log.from(ERROR)).hasSize(1);
            assertThat(log.with("failed as before: ")).hasSize(2);
        }
        assertThat(told).containsExactly("ended COMPLETED");
    }

    @Test
    void a_listener_whose_failure_cannot_be_logged_is_told_the_rest() {
        LoopListener bad = failingWith(() -> {
            throw new Unreadable();
        });
        Loops.every(ofMinutes(1)).scheduler(time).listener(bad).count(1).start(run -> {});
        time.advance(ofMinutes(5));
        assertThat(told).containsExactly("ended COMPLETED");
    }

    @Test
    void a_slow_listener_of_a_scheduler_delays_no_loop_and_its_timer() throws Exception {
        CountDownLatch mayGoOn = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        LoopListener slow = new LoopListener() {
            @Override
            public void onStarted(LoopTask task) {
                try {
                    mayGoOn.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void onEnded(LoopTask task, LoopOutcome outcome) {
                ended.countDown();
            }
        };
        try (LoopScheduler scheduler = LoopScheduler.builder().listener(slow).build()) {
            LoopTask loop = Loops.every(Duration.ofMillis(1))
                    .scheduler(scheduler)
                    .count(50)
                    .start(run -> {});
            assertThat(loop.completion().get(20, TimeUnit.SECONDS)).isEqualTo(LoopOutcome.COMPLETED);
            assertThat(ended.getCount()).isEqualTo(1);
            mayGoOn.countDown();
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void they_hear_of_an_end_before_they_hear_of_the_start_after_it() {
        EngineByHand engine = new EngineByHand(1);
        LoopTask loop = everyMinute()
                .name("again")
                .scheduler(engine.scheduler())
                .count(1)
                .build(run -> {});
        // What another thread may do in the middle of an end, this one does where the end is logged.
        OnLine restarter = new OnLine("io.github.jdatasks.loop.again", "ended", () -> {
            loop.start();
        });
        loop.start();
        engine.settle();
        restarter.detach();
        engine.settle();
        assertThat(told.stream().filter(line -> !line.startsWith("finished")))
                .startsWith("started again", "ended COMPLETED", "started again")
                .hasSize(4);
    }

    @Test
    void they_hear_of_a_start_before_they_hear_of_the_end_after_it() {
        EngineByHand engine = new EngineByHand(1);
        LoopTask loop = everyMinute()
                .name("quick")
                .scheduler(engine.scheduler())
                .count(1)
                .build(run -> {});
        OnLine quick = new OnLine("io.github.jdatasks.loop.quick", "started", () -> {
            engine.timer().signal(Inside.control(loop).timerEntry()); // as a change of its gate does
            engine.settle();
        });
        loop.start();
        quick.detach();
        engine.settle();
        assertThat(told).startsWith("started quick").endsWith("ended COMPLETED");
    }

    /** Does something once, when a logger writes a line with some word. */
    private static final class OnLine extends AppenderBase<ILoggingEvent> {
        private final Logger logger;
        private final String word;
        private final Runnable action;
        private boolean done;

        OnLine(String name, String word, Runnable action) {
            this.logger = (Logger) LoggerFactory.getLogger(name);
            this.word = word;
            this.action = action;
            logger.setLevel(Level.DEBUG);
            logger.setAdditive(false);
            logger.addAppender(this);
            start();
        }

        @Override
        protected void append(ILoggingEvent event) {
            if (!done && event.getFormattedMessage().contains(word)) {
                done = true;
                action.run();
            }
        }

        void detach() {
            logger.detachAppender(this);
            logger.setLevel(null);
            logger.setAdditive(true);
        }
    }

    @Test
    void a_before_hook_and_a_schedule_that_fail() {
        everyMinute()
                .beforeLoop(run -> {
                    throw new IllegalStateException("before");
                })
                .start(run -> {});
        time.runPending();
        Loops.on(after -> {
                    throw new IllegalStateException("schedule");
                })
                .scheduler(time)
                .listener(notes)
                .start(run -> {});
        time.runPending();
        assertThat(told).contains("failed 0: before").anyMatch(line -> line.endsWith(": schedule"));
    }

    @Test
    void a_start_and_a_restart_are_told_at_once_and_a_loop_that_waits_for_its_first_ready_is_not_paused() {
        ConnectionGate gate = new ConnectionGate();
        LoopTask loop = everyMinute().gate(gate).start(run -> {});
        time.runPending();
        assertThat(told).containsExactly("started worker");
        VirtualConnection.of(gate).ready();
        time.runPending();
        loop.cancel();
        time.runPending();
        told.clear();
        loop.restart();
        time.runPending();
        assertThat(told).startsWith("started worker").doesNotContain("paused worker");
    }

    @Test
    void a_restart_of_a_loop_that_was_not_started_is_told_at_once() {
        LoopTask loop = everyMinute().gate(new ConnectionGate()).build(run -> {});
        loop.restart();
        time.runPending();
        assertThat(told).containsExactly("started worker");
    }

    @Test
    void a_shard_that_is_added_to_a_paused_group_is_told_to_be_paused() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate);
        LoopTask group = everyMinute().gate(gate).shards(ShardScope.EACH).start(run -> {});
        group.pause();
        connection.ready();
        time.runPending();
        assertThat(told).containsExactly("started worker#0", "paused");
    }

    @Test
    void a_loop_that_is_started_while_the_connection_is_lost_is_told_to_be_paused() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).ready();
        connection.disconnect();
        everyMinute().gate(gate).start(run -> {});
        time.advance(ofSeconds(10));
        assertThat(told).containsExactly("started worker", "paused");
        connection.resume();
        time.runPending();
        assertThat(told).contains("resumed");
    }
}
