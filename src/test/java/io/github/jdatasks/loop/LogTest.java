package io.github.jdatasks.loop;

import static ch.qos.logback.classic.Level.DEBUG;
import static ch.qos.logback.classic.Level.WARN;
import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.github.jdatasks.AfterLoop;
import io.github.jdatasks.BeforeLoop;
import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopError;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.Marker;

class LogTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);

    static class Greeter extends LoopCog {
        final List<String> contexts = new ArrayList<>();

        private void note(String where) {
            contexts.add(where + " " + MDC.get("cog") + "." + MDC.get("loop"));
        }

        @Loop(minutes = 1)
        void greet() {
            note("body");
            LoggerFactory.getLogger("users.own").warn("hello");
            throw new IllegalStateException("no channel");
        }

        @Loop(minutes = 1, count = 1)
        CompletableFuture<?> later() {
            return CompletableFuture.completedFuture(null).thenRunAsync(() -> {}, Runnable::run);
        }

        @BeforeLoop("greet")
        void before() {
            note("before");
        }

        @AfterLoop("greet")
        void after() {
            note("after");
        }

        @LoopError("greet")
        void failed() {
            note("handler");
        }
    }

    @Test
    void the_logger_is_named_after_the_cog_and_the_loop() {
        try (LogLines log = LogLines.of("io.github.jdatasks.loop.Greeter.greet")) {
            VirtualConnection.of(time.create(Greeter::new)).ready();
            time.runPending();
            assertThat(log.from(WARN)).singleElement().asString().contains("Greeter.greet", "Run 0", "attempt 1");
        }
        try (LogLines log = LogLines.of("io.github.jdatasks.loop.alone")) {
            Loops.every(ofMinutes(1)).name("alone").scheduler(time).start(run -> {
                throw new IllegalStateException("failed");
            });
            time.runPending();
            assertThat(log.from(WARN)).hasSize(1);
        }
    }

    @Test
    void the_context_of_every_line_of_a_body_or_hook_names_cog_and_loop() {
        Greeter cog = time.create(Greeter::new);
        try (LogLines own = LogLines.of("users.own")) {
            VirtualConnection.of(cog).ready();
            time.runPending();
            cog.unload();
            time.runPending();
            assertThat(cog.contexts)
                    .containsExactly(
                            "before Greeter.greet",
                            "body Greeter.greet",
                            "handler Greeter.greet",
                            "after Greeter.greet");
            assertThat(own.events())
                    .extracting(ILoggingEvent::getMDCPropertyMap)
                    .allMatch(context -> context.equals(Map.of("cog", "Greeter", "loop", "greet")));
        }
    }

    @Test
    void lines_about_a_loop_that_other_threads_write_name_it_too_and_nothing_but_it() {
        MDC.clear(); // of what JDA has left in this thread
        MDC.put("users", "own");
        try (LogLines log = LogLines.of("io.github.jdatasks.loop")) {
            Loops.every(ofMinutes(1))
                    .name("stubborn")
                    .timeout(ofSeconds(1))
                    .reconnect(false)
                    .scheduler(time)
                    .start(run -> {
                        try {
                            time.sleep(ofMinutes(5));
                        } catch (InterruptedException timeout) {
                            time.sleep(ofMinutes(2));
                        }
                    });
            time.advance(ofSeconds(90));
            assertThat(log.events())
                    .hasSize(2)
                    .extracting(event -> event.getMDCPropertyMap().get("loop"))
                    .containsOnly("stubborn");
            assertThat(log.events())
                    .allMatch(event -> !event.getMDCPropertyMap().containsKey("cog"));
            assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("users", "own"));
        } finally {
            MDC.clear();
        }
    }

    @Test
    void the_context_is_gone_when_the_thread_does_other_work() {
        List<Map<String, String>> contexts = new ArrayList<>();
        Loops.every(ofMinutes(1)).name("one").scheduler(time).start(run -> {});
        class Loading extends LoopCog {
            @Override
            protected void cogLoad(net.dv8tion.jda.api.JDA jda) {
                Map<String, String> context = MDC.getCopyOfContextMap();
                contexts.add(context == null ? Map.of() : context);
            }
        }
        time.runPending();
        VirtualConnection.of(time.create(Loading::new)).ready();
        time.runPending();
        assertThat(contexts).containsExactly(Map.of());
    }

    @Test
    void a_failure_that_is_not_retried_has_one_line_with_its_stack() {
        try (LogLines log = LogLines.of("io.github.jdatasks.loop.once")) {
            Loops.every(ofHours(1)).name("once").scheduler(time).start(run -> {
                throw new StackOverflowError("deep");
            });
            time.runPending();
            assertThat(log.from(WARN)).singleElement().asString().startsWith("ERROR Run 0 of loop once");
            assertThat(log.events())
                    .last()
                    .satisfies(event ->
                            assertThat(event.getThrowableProxy().getMessage()).isEqualTo("deep"));
        }
    }

    @Test
    void start_and_end_are_debug_lines() {
        try (LogLines log = LogLines.of("io.github.jdatasks.loop.job")) {
            Loops.every(ofMinutes(5)).name("job").scheduler(time).count(2).start(run -> {});
            time.advance(ofMinutes(5));
            assertThat(log.from(DEBUG))
                    .containsExactly("DEBUG Loop job started: every 5 minutes", "DEBUG Loop job ended: COMPLETED");
        }
    }

    @Test
    void a_restart_has_both_lines_too() {
        LoopTask loop = Loops.every(ofMinutes(5)).name("job").scheduler(time).start(run -> {});
        time.runPending();
        try (LogLines log = LogLines.of("io.github.jdatasks.loop.job")) {
            loop.restart();
            time.runPending();
            assertThat(log.from(DEBUG))
                    .containsExactly("DEBUG Loop job ended: CANCELLED", "DEBUG Loop job started: every 5 minutes");
        }
    }

    @Test
    void what_a_cancelled_body_ends_with_is_a_debug_line() {
        LoopTask loop = Loops.every(ofMinutes(5)).name("job").scheduler(time).start(run -> time.sleep(ofMinutes(1)));
        time.runPending();
        try (LogLines log = LogLines.of("io.github.jdatasks.loop.job")) {
            loop.cancel();
            time.runPending();
            assertThat(log.with("InterruptedException"))
                    .singleElement()
                    .asString()
                    .startsWith("DEBUG");
            assertThat(log.from(WARN)).isEmpty();
        }
    }

    @Test
    void a_loop_is_told_in_words() {
        LoopTask loop = Loops.every(ofMinutes(5)).name("job").scheduler(time).build(run -> {});
        assertThat(loop).hasToString("loop job (every 5 minutes, IDLE)");
        LoopTask greet = time.create(Greeter::new).loop("greet");
        assertThat(greet).hasToString("loop Greeter.greet (every minute, IDLE)");
        assertThat(greet.name()).isEqualTo("greet");
    }

    @Test
    void what_a_cancelled_before_hook_ends_with_is_a_debug_line() {
        LoopTask loop = Loops.every(ofMinutes(5))
                .name("job")
                .scheduler(time)
                .beforeLoop(run -> time.sleep(ofMinutes(1)))
                .start(run -> {});
        time.runPending();
        try (LogLines log = LogLines.of("io.github.jdatasks.loop.job")) {
            loop.cancel();
            time.runPending();
            assertThat(log.with("The before-hook of loop job, attempt 1, was cancelled and ended with"))
                    .singleElement()
                    .asString()
                    .startsWith("DEBUG");
            assertThat(log.from(WARN)).isEmpty();
        }
    }

    @Test
    void a_run_that_is_repeated_since_its_connection_was_lost_is_a_debug_line() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).ready();
        Loops.every(ofMinutes(5))
                .name("job")
                .scheduler(time)
                .gate(gate)
                .whenDisconnected(WhenDisconnected.CANCEL)
                .start(run -> time.sleep(ofMinutes(1)));
        time.runPending();
        try (LogLines log = LogLines.of("io.github.jdatasks.loop.job")) {
            connection.disconnect();
            time.runPending();
            assertThat(log.with("lost its connection and will be repeated"))
                    .singleElement()
                    .asString()
                    .startsWith("DEBUG");
        }
    }

    @Test
    void a_body_that_was_given_up_at_shutdown_is_a_warning_when_it_ends_after_all() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).ready();
        Loops.every(ofMinutes(5)).name("job").scheduler(time).gate(gate).start(run -> {
            while (time.now().isBefore(MIDNIGHT.plusSeconds(60))) {
                try {
                    time.sleep(ofMinutes(1));
                } catch (InterruptedException stubborn) {
                    // goes on
                }
            }
        });
        time.runPending();
        try (LogLines log = LogLines.of("io.github.jdatasks.loop.job")) {
            connection.shutdown();
            time.advance(ofMinutes(2));
            assertThat(log.from(WARN)).hasSize(2).last().asString().contains("has ended after all");
        }
    }

    @Test
    void a_restart_called_off_by_the_end_of_the_bot_is_a_debug_line() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).ready();
        LoopTask loop = Loops.every(ofMinutes(5))
                .name("job")
                .scheduler(time)
                .gate(gate)
                .afterLoop(run -> connection.shutdown())
                .start(run -> {});
        time.runPending();
        try (LogLines log = LogLines.of("io.github.jdatasks.loop.job")) {
            var restarted = loop.restart();
            time.runPending();
            assertThat(restarted).isCompletedWithValue(LoopOutcome.CANCELLED);
            assertThat(log.with("Loop job is not started")).hasSize(1);
        }
    }

    @Test
    void a_log_that_fails_brings_no_loop_to_a_halt() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        TurboFilter broken = new TurboFilter() {
            @Override
            public FilterReply decide(
                    Marker marker, Logger logger, Level level, String format, Object[] arguments, Throwable error) {
                if (logger.getName().startsWith("io.github.jdatasks")) {
                    throw new IllegalStateException("no disk");
                }
                return FilterReply.NEUTRAL;
            }
        };
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).ready();
        List<Long> runs = new ArrayList<>();
        context.addTurboFilter(broken);
        try {
            LoopTask loop = Loops.every(ofMinutes(1)).scheduler(time).gate(gate).start(run -> {
                runs.add(run.iteration());
                throw new IllegalStateException("mine");
            });
            time.advance(ofSeconds(30));
            connection.disconnect();
            time.advance(ofMinutes(5)); // long enough for a line about it
            connection.resume();
            time.advance(ofMinutes(1));
            assertThat(runs).containsExactly(0L, 1L, 2L);
            var restarted = loop.restart();
            time.advance(ofSeconds(30));
            assertThat(runs).containsExactly(0L, 1L, 2L, 0L);
            loop.cancel();
            time.runPending();
            assertThat(restarted).isCompletedWithValue(LoopOutcome.CANCELLED);
        } finally {
            context.getTurboFilterList().remove(broken);
        }
    }

    @Test
    void a_body_that_clears_the_MDC_does_not_take_the_loop_from_the_line_about_its_failure() {
        try (LogLines log = LogLines.ofLoop()) {
            Loops.every(ofHours(1)).name("loop").scheduler(time).count(1).start(run -> {
                MDC.clear();
                throw new IllegalStateException("a");
            });
            time.runPending();
            assertThat(log.events().stream().filter(event -> event.getLevel() == Level.ERROR))
                    .singleElement()
                    .satisfies(event -> assertThat(event.getMDCPropertyMap()).containsEntry("loop", "loop"));
        }
    }
}
