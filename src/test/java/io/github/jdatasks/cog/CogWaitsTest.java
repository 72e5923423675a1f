package io.github.jdatasks.cog;

import static ch.qos.logback.classic.Level.WARN;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.support.OfflineJda;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import net.dv8tion.jda.api.JDA;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Waits inside of a cog's own methods that could never end. */
@SuppressWarnings("UnusedMethod") // loops are called by the library
class CogWaitsTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(Instant.parse("2026-03-01T00:00:00Z"));
    private final List<String> events = new ArrayList<>();

    /** A cog that asks for a future in cogLoad or in cogUnload, and waits for it in all ways. */
    class Waiting extends LoopCog {
        private final Function<LoopCog, Future<?>> call;
        private final String where;

        Waiting(Function<LoopCog, Future<?>> call, String where) {
            this.call = call;
            this.where = where;
        }

        @Loop(minutes = 1)
        void tick() {
            events.add("tick");
        }

        @Loop(minutes = 1, shards = ShardScope.EACH)
        void each() {}

        @Loop(minutes = 1, autoStart = false)
        void never() {}

        @Loop(minutes = 1, autoStart = false, shards = ShardScope.EACH)
        void neverEach() {}

        @Override
        protected void cogLoad(JDA jda) throws Exception {
            waitIn("cogLoad");
        }

        @Override
        protected void cogUnload() throws Exception {
            waitIn("cogUnload");
        }

        private void waitIn(String here) throws Exception {
            if (here.equals(where)) {
                Future<?> future = call.apply(this);
                refused(future::get);
                refused(() -> future.get(1, TimeUnit.SECONDS));
                if (future instanceof CompletableFuture<?> completable) {
                    refused(completable::join);
                }
                events.add("refused");
            }
        }

        private void refused(ThrowingCallable wait) {
            assertThatIllegalStateException()
                    .isThrownBy(wait)
                    .withMessageMatching(
                            "Waiting\\.(tick|each|each#0|never|neverEach|neverEach#0) cannot be waited for inside "
                                    + where + ", before whose return no loop of the cog goes on; use thenRun.*");
        }
    }

    static Stream<Function<LoopCog, Future<?>>> callsInCogLoad() {
        return Stream.of(
                cog -> cog.loop("tick").start(),
                cog -> cog.loop("tick").restart(),
                cog -> cog.loop("tick").completion(),
                cog -> cog.loop("tick").runNow(),
                cog -> {
                    cog.loop("tick").startIfStopped();
                    return cog.loop("tick").stop();
                },
                cog -> {
                    cog.loop("tick").startIfStopped();
                    return cog.loop("tick").cancel();
                },
                cog -> cog.loop("each").start(),
                cog -> cog.loop("each").restart(),
                cog -> cog.loop("each").completion(),
                cog -> cog.loop("each").runNow(),
                cog -> {
                    cog.loop("each").startIfStopped();
                    return cog.loop("each").stop();
                },
                cog -> cog.loop("each", 0).start(),
                cog -> cog.loop("each", 0).runNow());
    }

    @ParameterizedTest
    @MethodSource("callsInCogLoad")
    void a_wait_for_a_loop_of_its_own_in_cogLoad_is_refused(Function<LoopCog, Future<?>> call) {
        Waiting cog = time.create(() -> new Waiting(call, "cogLoad"));
        try (LogLines log = LogLines.ofLibrary()) {
            VirtualConnection.of(cog).ready();
            time.runPending();
            assertThat(events).startsWith("refused");
            assertThat(log.from(WARN)).as("cogLoad goes on").isEmpty();
        }
    }

    @Test
    void a_wait_in_cogLoad_for_what_has_ended_already_returns() {
        List<Object> ends = new ArrayList<>();
        LoopCog cog = time.create(() -> new Waiting(any -> any.loop("tick").completion(), "") {
            @Override
            protected void cogLoad(JDA jda) {
                ends.add(loop("tick").stop().join());
                ends.add(loop("each").cancel().join());
                ends.add(unload().isDone());
            }
        });
        VirtualConnection.of(cog).ready();
        time.runPending();
        assertThat(ends).containsExactly(LoopOutcome.STOPPED, LoopOutcome.CANCELLED, false);
    }

    @Test
    void a_wait_in_cogLoad_for_a_loop_of_another_cog_may_end() {
        Waiting other = time.create(() -> new Waiting(any -> any.loop("tick").completion(), ""));
        Waiting cog = time.create(() -> new Waiting(any -> any.loop("tick").completion(), "") {
            @Override
            protected void cogLoad(JDA jda) {
                other.loop("tick").runNow().join();
                events.add("loaded");
            }
        });
        VirtualConnection.of(cog).ready();
        time.runPending();
        assertThat(events).isEmpty();
        VirtualConnection.of(other).ready();
        time.runPending();
        assertThat(events).startsWith("tick").contains("loaded");
    }

    static Stream<Function<LoopCog, Future<?>>> callsInCogUnload() {
        return Stream.of(
                cog -> cog.loop("never").completion(),
                cog -> cog.loop("neverEach").completion(),
                cog -> cog.loop("neverEach", 0).completion());
    }

    @ParameterizedTest
    @MethodSource("callsInCogUnload")
    void a_wait_for_a_loop_of_its_own_in_cogUnload_that_cannot_end_is_refused(Function<LoopCog, Future<?>> call) {
        Waiting cog = time.create(() -> new Waiting(call, "cogUnload"));
        VirtualConnection.of(cog).ready();
        time.runPending();
        var unloaded = cog.unload();
        time.runPending();
        assertThat(unloaded).isCompleted();
        assertThat(events).endsWith("refused");
    }

    @Test
    void a_start_in_cogUnload_for_the_next_bot_cannot_be_waited_for_there() {
        Waiting cog = time.create(() -> new Waiting(any -> any.loop("tick").start(), "cogUnload"));
        OfflineJda jda = new OfflineJda();
        OfflineJda next = new OfflineJda();
        jda.addEventListener(cog);
        next.addEventListener(cog);
        jda.logIn();
        time.runPending();
        jda.become(JDA.Status.SHUTTING_DOWN);
        next.logIn();
        time.runPending();
        assertThat(events).containsExactly("tick", "refused", "tick");
    }

    @Test
    void a_wait_in_cogUnload_for_loops_that_have_ended_returns() {
        List<Object> ends = new ArrayList<>();
        LoopCog cog = time.create(() -> new Waiting(any -> any.loop("tick").completion(), "") {
            @Override
            protected void cogUnload() {
                ends.add(loop("tick").completion().join());
                ends.add(loop("each").stop().join());
            }
        });
        VirtualConnection.of(cog).ready();
        time.advance(ofMinutes(1));
        cog.unload();
        time.runPending();
        assertThat(ends).containsExactly(LoopOutcome.CANCELLED, LoopOutcome.CANCELLED);
    }
}
