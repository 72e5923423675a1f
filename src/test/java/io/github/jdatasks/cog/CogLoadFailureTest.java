package io.github.jdatasks.cog;

import static ch.qos.logback.classic.Level.WARN;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.support.OfflineJda;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GatewayPingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a cog whose cogLoad has failed. */
@SuppressWarnings("UnusedMethod") // loops are called by the library
class CogLoadFailureTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(Instant.parse("2026-03-01T00:00:00Z"));
    private final List<String> events = new ArrayList<>();
    private final OfflineJda jda = new OfflineJda();

    /** A cog that fails to load until it is mended. */
    class Feeds extends LoopCog {
        boolean mended;

        @Loop(minutes = 1)
        void tick() {
            events.add("tick");
        }

        @Loop(minutes = 1, shards = ShardScope.EACH)
        void each() {
            events.add("each");
        }

        @Override
        protected void cogLoad(JDA bot) {
            events.add("load");
            if (!mended) {
                throw new IllegalStateException("no database");
            }
        }

        @Override
        protected void cogUnload() {
            events.add("unload");
        }

        LoopTask extra() {
            return newLoop(Schedule.every(ofMinutes(1))).name("extra").build(run -> events.add("extra"));
        }
    }

    private final Feeds cog = time.create(Feeds::new);
    private final LoopTask extra = cog.extra();

    private void fail() {
        jda.addEventListener(cog);
        jda.logIn();
        time.advance(ofMinutes(5));
    }

    @Test
    void one_error_says_that_it_is_out_and_how_to_bring_it_back() {
        try (LogLines log = LogLines.ofLibrary()) {
            fail();
            assertThat(log.from(WARN))
                    .containsExactly(
                            "ERROR cogLoad of Feeds failed, so none of its loops starts, and the cog is no longer"
                                    + " a listener: its onXxx methods, for slash commands and the like, get no events either."
                                    + " To have it loaded afresh, register it again: attach(jda), or"
                                    + " jda.addEventListener(cog) [stack of no database]");
        }
        assertThat(events).containsExactly("load", "unload");
        assertThat(jda.getRegisteredListeners()).isEmpty();
    }

    static Stream<Function<LoopTask, CompletableFuture<?>>> starts() {
        return Stream.of(LoopTask::start, LoopTask::restart, LoopTask::runNow, loop -> {
            loop.startIfStopped();
            return loop.completion();
        });
    }

    @ParameterizedTest
    @MethodSource("starts")
    void its_loops_are_refused_with_that_reason(Function<LoopTask, CompletableFuture<?>> start) {
        fail();
        for (LoopTask loop : List.of(cog.loop("tick"), extra, cog.loop("each"), cog.loop("each", 0))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> start.apply(loop))
                    .withMessageStartingWith("The loop Feeds." + loop.name() + " cannot start: cogLoad of Feeds failed")
                    .withMessageContaining("register it again: attach(jda), or jda.addEventListener(cog)");
        }
        time.advance(ofMinutes(5));
        assertThat(events).containsExactly("load", "unload");
    }

    @ParameterizedTest
    @MethodSource("starts")
    void its_loops_are_refused_with_that_reason_in_cogUnload_too(Function<LoopTask, CompletableFuture<?>> start) {
        Feeds unloading = time.create(() -> new Feeds() {
            @Override
            protected void cogUnload() {
                assertThatIllegalStateException()
                        .isThrownBy(() -> start.apply(loop("tick")))
                        .withMessageContaining("cogLoad of")
                        .withMessageContaining("failed");
                events.add("refused");
            }
        });
        unloading.attach(jda.logIn());
        time.runPending();
        assertThat(events).containsExactly("load", "refused");
    }

    @Test
    void calls_that_waited_for_it_end() {
        CompletableFuture<LoopOutcome> started = cog.loop("tick").start();
        CompletableFuture<LoopOutcome> restarted = extra.restart();
        CompletableFuture<LoopOutcome> group = cog.loop("each").start();
        jda.addEventListener(cog);
        jda.logIn();
        CompletableFuture<Void> run = cog.loop("each").runNow();
        time.runPending();
        assertThat(List.of(started, restarted, group)).allMatch(end -> end.getNow(null) == LoopOutcome.CANCELLED);
        assertThat(run).isCompletedExceptionally();
        assertThat(run.handle((done, error) -> error).join()).isInstanceOf(CancellationException.class);
        assertThat(events).containsExactly("load", "unload");
    }

    @Test
    void attached_again_it_is_loaded_afresh_and_its_loops_may_be_started_at_once() {
        fail();
        cog.mended = true;
        events.clear();
        cog.attach(jda);
        CompletableFuture<Void> run = cog.loop("tick").runNow();
        extra.startIfStopped();
        time.runPending();
        assertThat(run).isCompleted();
        assertThat(events).startsWith("load").containsExactlyInAnyOrder("load", "tick", "tick", "each", "extra");
    }

    @Test
    void registered_again_it_is_loaded_afresh_at_the_next_event() {
        fail();
        cog.mended = true;
        events.clear();
        jda.addEventListener(cog);
        time.advance(ofMinutes(1));
        assertThat(events).isEmpty();
        jda.handleEvent(new GatewayPingEvent(jda, 40));
        time.runPending();
        assertThat(events).containsExactlyInAnyOrder("load", "tick", "each", "extra");
    }

    @Test
    void it_may_fail_again_and_be_loaded_later() {
        fail();
        try (LogLines log = LogLines.ofLibrary()) {
            cog.attach(jda);
            time.runPending();
            assertThat(log.from(WARN)).singleElement().asString().contains("cogLoad of Feeds failed");
        }
        assertThatIllegalStateException().isThrownBy(() -> cog.loop("tick").start());
        cog.mended = true;
        cog.attach(jda);
        time.runPending();
        assertThat(cog.loop("tick").isRunning()).isTrue();
        cog.unload();
        time.runPending();
        assertThat(cog.loop("tick").startIfStopped())
                .as("the last cogLoad has not failed")
                .isTrue();
    }

    @Test
    void the_next_bot_loads_it_afresh() {
        OfflineJda next = new OfflineJda();
        next.addEventListener(cog);
        fail();
        cog.mended = true;
        next.logIn();
        time.runPending();
        assertThat(cog.loops()).allMatch(LoopTask::isRunning);
    }

    @Test
    void what_needs_the_session_fails_with_a_line_that_says_where_it_belongs() {
        LoopCog early = time.create(() -> new LoopCog() {
            @Override
            protected void cogLoad(JDA bot) {
                bot.updateCommands().queue();
            }
        });
        try (LogLines log = LogLines.ofLibrary()) {
            early.attach(jda.become(JDA.Status.LOGGING_IN));
            time.runPending();
            assertThat(log.from(WARN))
                    .singleElement()
                    .asString()
                    .contains(
                            "The bot is not ready yet in cogLoad: register commands, and do what else needs the session,"
                                    + " in onReady or in a @Loop(count = 1).")
                    .contains("register it again")
                    .endsWith("[stack of Session is not yet ready!]");
        }
    }

    @Test
    void it_says_so_too_if_the_failure_was_wrapped_and_not_of_other_failures() {
        LoopCog early = time.create(() -> new LoopCog() {
            @Override
            protected void cogLoad(JDA bot) throws Exception {
                CompletableFuture.runAsync(bot::getSelfUser, Runnable::run).get();
            }
        });
        try (LogLines log = LogLines.ofLibrary()) {
            early.attach(jda.become(JDA.Status.LOGGING_IN));
            time.runPending();
            assertThat(log.from(WARN)).singleElement().asString().contains("in onReady or in a @Loop(count = 1)");
        }
        try (LogLines log = LogLines.ofLibrary()) {
            cog.attach(jda);
            time.runPending();
            assertThat(log.from(WARN)).singleElement().asString().doesNotContain("onReady");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void another_shard_of_the_bot_that_was_left_does_not_bring_it_back(boolean failing) {
        OfflineJda first = new OfflineJda(0, 2);
        OfflineJda second = new OfflineJda(1, 2);
        cog.mended = !failing;
        first.addEventListener(cog);
        second.addEventListener(cog);
        first.logIn();
        time.advance(ofSeconds(10));
        if (!failing) {
            cog.unload();
            time.advance(ofSeconds(10));
        }
        events.clear();
        cog.mended = true;
        second.become(JDA.Status.INITIALIZED); // it calls itself shard 0
        second.logIn();
        time.advance(ofMinutes(2));
        assertThat(events).isEmpty();
        assertThat(second.getRegisteredListeners()).isEmpty();

        cog.attach(second);
        time.runPending();
        assertThat(events).startsWith("load");
    }

    @Test
    void but_it_may_be_registered_there_again() {
        OfflineJda first = new OfflineJda(0, 2);
        OfflineJda second = new OfflineJda(1, 2);
        first.addEventListener(cog);
        second.addEventListener(cog);
        first.logIn();
        time.advance(ofSeconds(10));
        second.logIn();
        time.advance(ofSeconds(10));
        assertThat(second.getRegisteredListeners()).isEmpty();
        events.clear();
        cog.mended = true;
        second.addEventListener(cog);
        second.fire("Ready");
        time.advance(ofSeconds(10));
        assertThat(events).startsWith("load");
        assertThat(second.getRegisteredListeners()).isNotEmpty();
    }
}
