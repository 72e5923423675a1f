package io.github.jdatasks.cog;

import static ch.qos.logback.classic.Level.WARN;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.support.OfflineJda;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import net.dv8tion.jda.api.JDA;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What waits for the end of a cog's cogLoad: every body and every hook of its loops, however they were started. */
@SuppressWarnings("UnusedMethod") // loops are called by the library
class CogLoadTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(Instant.parse("2026-03-01T00:00:00Z"));
    private final List<String> events = new ArrayList<>();

    /** A cog that takes 10 s to load, and a loop of each kind. */
    class Slow extends LoopCog {
        final WhenDisconnected policy;
        final List<CompletableFuture<?>> futures = new ArrayList<>();

        Slow(WhenDisconnected policy, Consumer<Slow> inConstructor) {
            this.policy = policy;
            add("all", ShardScope.ALL);
            add("each", ShardScope.EACH);
            inConstructor.accept(this);
        }

        private void add(String name, ShardScope shards) {
            LoopTask unused = newLoop(Schedule.every(ofMinutes(1)))
                    .name(name)
                    .shards(shards)
                    .autoStart(false)
                    .whenDisconnected(policy)
                    .beforeLoop(run -> events.add(name + " before"))
                    .afterLoop(run -> events.add(name + " after"))
                    .build(run -> events.add(name));
        }

        void duringLoad() {}

        @Override
        protected void cogLoad(JDA jda) throws Exception {
            events.add("load");
            duringLoad();
            time.sleep(ofSeconds(10));
            events.add("loaded");
        }

        @Override
        protected void cogUnload() {
            events.add("unload");
        }

        LoopBuilder another() {
            return newLoop(Schedule.every(ofMinutes(1)));
        }
    }

    private Slow slow(WhenDisconnected policy, Consumer<Slow> inConstructor) {
        return time.create(() -> new Slow(policy, inConstructor));
    }

    @ParameterizedTest
    @EnumSource
    void a_loop_started_in_the_constructor_begins_when_cogLoad_has_ended(WhenDisconnected policy) {
        Slow cog = slow(policy, self -> {
            self.loop("all").startIfStopped();
            self.futures.add(self.loop("each").start());
            self.another().name("later").start(run -> events.add("later"));
        });
        time.advance(ofSeconds(5));
        assertThat(events).isEmpty();
        VirtualConnection.of(cog).ready();
        time.advance(ofSeconds(9));
        assertThat(events).containsExactly("load");
        time.advance(ofSeconds(1));
        assertThat(events)
                .startsWith("load", "loaded")
                .containsExactlyInAnyOrder("load", "loaded", "all before", "all", "each before", "each", "later");
        assertThat(cog.futures).noneMatch(CompletableFuture::isDone);
    }

    @ParameterizedTest
    @EnumSource
    void runNow_waits_for_the_end_of_cogLoad(WhenDisconnected policy) {
        Slow cog = slow(policy, self -> self.futures.add(self.loop("all").runNow()));
        VirtualConnection.of(cog).ready();
        time.advance(ofSeconds(5));
        cog.futures.add(cog.loop("each").runNow());
        time.advance(ofSeconds(4));
        assertThat(events).containsExactly("load");
        assertThat(cog.futures).noneMatch(CompletableFuture::isDone);
        time.advance(ofSeconds(1));
        assertThat(events).startsWith("load", "loaded").containsExactlyInAnyOrder("load", "loaded", "all", "each");
        assertThat(cog.futures).allMatch(CompletableFuture::isDone);
    }

    @ParameterizedTest
    @EnumSource
    void a_loop_started_while_cogLoad_runs_begins_when_it_has_ended(WhenDisconnected policy) {
        Slow cog = slow(policy, self -> {});
        VirtualConnection.of(cog).ready();
        time.advance(ofSeconds(5));
        cog.futures.add(cog.loop("all").start());
        cog.futures.add(cog.loop("each", 0).start());
        cog.futures.add(cog.loop("all").restart());
        time.advance(ofSeconds(4));
        assertThat(events).containsExactly("load");
        time.advance(ofSeconds(1));
        assertThat(events)
                .startsWith("load", "loaded")
                .containsExactlyInAnyOrder("load", "loaded", "all after", "all before", "all", "each before", "each");
    }

    @Test
    void a_loop_started_inside_of_cogLoad_begins_when_it_has_ended() {
        Slow cog = time.create(() -> new Slow(WhenDisconnected.IGNORE, self -> {}) {
            @Override
            void duringLoad() {
                futures.add(loop("all").start());
                futures.add(loop("each").runNow());
                another().start(run -> events.add("new"));
                another().autoStart(false).startAsync(run -> {
                    events.add("new async");
                    return CompletableFuture.completedFuture(null);
                });
            }
        });
        VirtualConnection.of(cog).ready();
        time.advance(ofSeconds(9));
        assertThat(events).containsExactly("load");
        time.advance(ofSeconds(1));
        assertThat(events)
                .startsWith("load", "loaded")
                .containsExactlyInAnyOrder("load", "loaded", "all before", "all", "each", "new", "new async");
    }

    @Test
    void the_grid_begins_when_cogLoad_has_ended() {
        Slow cog = slow(WhenDisconnected.IGNORE, self -> self.loop("all").startIfStopped());
        VirtualConnection.of(cog).ready();
        time.advance(ofSeconds(69));
        assertThat(events).containsExactly("load", "loaded", "all before", "all");
        assertThat(cog.loop("all").stats().missed()).isZero();
        time.advance(ofSeconds(1));
        assertThat(events).containsExactly("load", "loaded", "all before", "all", "all");
    }

    @Test
    void a_loop_with_another_gate_waits_for_the_cogLoad_of_its_own_cog() {
        ConnectionGate other = new ConnectionGate();
        VirtualConnection.of(other).ready();
        Slow cog = slow(
                WhenDisconnected.PAUSE,
                self -> self.another().name("other gate").gate(other).start(run -> events.add("other gate")));
        time.advance(ofSeconds(5));
        assertThat(events).isEmpty();
        VirtualConnection.of(cog).login();
        time.advance(ofSeconds(10));
        assertThat(events).containsExactly("load", "loaded", "other gate");
    }

    @Test
    void a_loop_on_another_scheduler_waits_for_the_cogLoad_of_its_cog() {
        VirtualLoopScheduler elsewhere = VirtualLoopScheduler.startingAt(time.now());
        Slow cog = slow(
                WhenDisconnected.IGNORE,
                self -> self.another().name("elsewhere").scheduler(elsewhere).start(run -> events.add("elsewhere")));
        elsewhere.runPending();
        VirtualConnection.of(cog).ready();
        time.advance(ofSeconds(9));
        elsewhere.runPending();
        assertThat(events).containsExactly("load");
        time.advance(ofSeconds(1));
        elsewhere.runPending();
        assertThat(events).containsExactly("load", "loaded", "elsewhere");
    }

    static Stream<Function<LoopTask, CompletableFuture<?>>> ends() {
        return Stream.of(LoopTask::stop, LoopTask::cancel);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void the_after_hook_of_a_loop_that_is_stopped_while_cogLoad_runs_waits_too(
            Function<LoopTask, CompletableFuture<?>> end) {
        Slow cog = slow(WhenDisconnected.IGNORE, self -> {});
        VirtualConnection.of(cog).ready();
        time.advance(ofSeconds(5));
        cog.futures.add(cog.loop("all").start());
        cog.futures.add(cog.loop("each", 0).start());
        var unused = end.apply(cog.loop("all"));
        unused = end.apply(cog.loop("each"));
        time.advance(ofSeconds(4));
        assertThat(events).containsExactly("load");
        assertThat(cog.futures).noneMatch(CompletableFuture::isDone);
        time.advance(ofSeconds(1));
        assertThat(events)
                .startsWith("load", "loaded")
                .containsExactlyInAnyOrder("load", "loaded", "all after", "each after");
        assertThat(cog.futures).allMatch(CompletableFuture::isDone);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void a_loop_of_a_cog_that_was_never_registered_can_be_ended(Function<LoopTask, CompletableFuture<?>> end) {
        Slow cog = slow(
                WhenDisconnected.PAUSE,
                self -> self.futures.add(self.loop("all").start()));
        cog.futures.add(end.apply(cog.loop("all")));
        time.runPending();
        assertThat(cog.futures).allMatch(CompletableFuture::isDone);
        assertThat(events).containsExactly("all after");
    }

    @Test
    void without_an_after_hook_a_loop_that_is_stopped_before_it_began_ends_at_once() {
        Slow cog = slow(WhenDisconnected.IGNORE, self -> {
            LoopTask plain = self.another().name("plain").autoStart(false).build(run -> events.add("plain"));
            self.futures.add(plain.start());
            self.futures.add(plain.stop());
        });
        time.runPending();
        assertThat(cog.futures).allMatch(CompletableFuture::isDone);
    }

    @Test
    void unloading_a_cog_that_was_never_loaded_ends_its_loops() {
        Slow cog = slow(WhenDisconnected.IGNORE, self -> {
            self.futures.add(self.loop("all").start());
            self.futures.add(self.loop("all").stop());
            self.futures.add(self.loop("each").start());
        });
        time.runPending();
        cog.futures.add(cog.unload());
        time.runPending();
        assertThat(events).containsExactly("all after");
        assertThat(cog.futures).allMatch(CompletableFuture::isDone);
    }

    @Test
    void closing_the_scheduler_of_a_cog_that_was_never_loaded_ends_its_loops_at_once() {
        Slow cog = slow(WhenDisconnected.IGNORE, self -> {
            self.futures.add(self.loop("all").start());
            self.futures.add(self.loop("each").start());
        });
        time.runPending();
        time.close();
        assertThat(events).containsExactly("all after");
        assertThat(cog.futures).allMatch(CompletableFuture::isDone);
        assertThat(time.now()).isEqualTo("2026-03-01T00:00:00Z");
    }

    @Test
    void loops_of_a_bot_that_fails_to_log_in_end_without_a_run() {
        Slow cog = slow(
                WhenDisconnected.IGNORE,
                self -> self.futures.add(self.loop("all").start()));
        VirtualConnection.of(cog).login().shutdown();
        time.advance(ofMinutes(1));
        assertThat(events).containsExactly("all after");
        assertThat(cog.futures).allMatch(CompletableFuture::isDone);
    }

    @Test
    void a_shutdown_while_cogLoad_runs_starts_nothing_and_unloads() {
        Slow cog = slow(
                WhenDisconnected.IGNORE,
                self -> self.futures.add(self.loop("all").start()));
        VirtualConnection connection = VirtualConnection.of(cog).ready();
        time.advance(ofSeconds(5));
        connection.shutdown();
        time.advance(ofSeconds(4));
        assertThat(events).containsExactly("load");
        time.advance(ofSeconds(1));
        assertThat(events).containsExactly("load", "loaded", "all after", "unload");
        assertThat(cog.futures).allMatch(CompletableFuture::isDone);
    }

    @Test
    void a_loop_started_after_an_unload_waits_for_the_next_cogLoad() {
        Slow cog = slow(WhenDisconnected.IGNORE, self -> {});
        VirtualConnection.of(cog).ready();
        time.advance(ofSeconds(10));
        var unloaded = cog.unload();
        time.runPending();
        assertThat(unloaded).isCompleted();
        events.clear();
        cog.loop("all").startIfStopped();
        cog.futures.add(cog.loop("all").runNow());
        time.advance(ofMinutes(1));
        assertThat(events).isEmpty();
        OfflineJda jda = new OfflineJda();
        cog.attach(jda);
        jda.logIn();
        time.advance(ofSeconds(9));
        assertThat(events).containsExactly("load");
        time.advance(ofSeconds(1));
        assertThat(events).containsExactlyInAnyOrder("load", "loaded", "all before", "all", "all");
    }

    @Test
    void what_is_started_for_the_next_bot_while_the_cog_is_unloaded_waits_for_its_cogLoad() {
        AtomicInteger restarts = new AtomicInteger();
        Slow cog = time.create(() -> new Slow(
                WhenDisconnected.IGNORE,
                self -> self.another()
                        .name("again")
                        .afterLoop(run -> {
                            if (restarts.getAndIncrement() == 0) {
                                run.task().restart();
                            }
                        })
                        .start(run -> events.add("again"))));
        OfflineJda jda = new OfflineJda();
        OfflineJda next = new OfflineJda();
        jda.addEventListener(cog);
        next.addEventListener(cog);
        jda.logIn();
        time.advance(ofSeconds(10));
        jda.become(JDA.Status.SHUTTING_DOWN);
        next.logIn();
        time.advance(ofSeconds(9));
        assertThat(events).containsExactly("load", "loaded", "again", "unload", "load");
        time.advance(ofSeconds(1));
        assertThat(events).containsExactly("load", "loaded", "again", "unload", "load", "loaded", "again");
    }

    @Test
    void waiting_for_ready_in_cogLoad_can_end() {
        Slow cog = time.create(
                () -> new Slow(WhenDisconnected.PAUSE, self -> self.loop("all").startIfStopped()) {
                    @Override
                    protected void cogLoad(JDA jda) throws Exception {
                        waitUntilReady();
                        events.add("ready");
                    }
                });
        VirtualConnection connection = VirtualConnection.of(cog).login();
        time.advance(ofSeconds(5));
        assertThat(events).isEmpty();
        connection.ready();
        time.runPending();
        assertThat(events).containsExactly("ready", "all before", "all");
    }

    @Test
    void a_loop_that_only_looks_at_the_gate_of_a_cog_does_not_wait_for_it() {
        Slow cog = slow(WhenDisconnected.PAUSE, self -> {});
        Loops.every(ofMinutes(1)).gate(cog.gate()).scheduler(time).start(run -> events.add("beside"));
        VirtualConnection.of(cog).ready();
        time.runPending();
        assertThat(events).containsExactlyInAnyOrder("load", "beside");
    }

    @Test
    void a_loop_of_a_cog_that_is_never_registered_is_reported_as_one_that_waits_for_the_connection() {
        Slow cog = slow(WhenDisconnected.PAUSE, self -> self.loop("all").startIfStopped());
        try (LogLines log = LogLines.ofLibrary()) {
            time.advance(ofSeconds(40));
            assertThat(log.from(WARN)).singleElement().asString().contains("Slow.all");
        }
        VirtualConnection.of(cog).ready();
        time.advance(ofSeconds(10));
        assertThat(events).containsExactly("load", "loaded", "all before", "all");
    }

    @Test
    void a_cogUnload_that_takes_long_is_reported_too() {
        Slow cog = time.create(() -> new Slow(WhenDisconnected.PAUSE, self -> {}) {
            @Override
            protected void cogUnload() {
                try {
                    time.sleep(ofMinutes(3));
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                events.add("unload");
            }
        });
        VirtualConnection.of(cog).ready();
        time.advance(ofMinutes(2));
        var unloaded = cog.unload();
        try (LogLines log = LogLines.ofLibrary()) {
            time.advance(ofSeconds(59));
            assertThat(log.from(WARN)).isEmpty();
            time.advance(ofMinutes(10));
            assertThat(log.from(WARN)).hasSize(2).allMatch(line -> line.contains("cogUnload(CogLoadTest"));
            assertThat(log.from(WARN).get(0)).contains("cogUnload of").contains("has taken 1 minute so far");
        }
        assertThat(unloaded).isCompleted();
        assertThat(events).endsWith("unload");
    }

    @Test
    void a_cogLoad_that_takes_long_is_reported_with_its_stack_at_twice_the_time_each() {
        Slow cog = time.create(
                () -> new Slow(WhenDisconnected.PAUSE, self -> self.loop("all").startIfStopped()) {
                    @Override
                    protected void cogLoad(JDA jda) throws Exception {
                        time.sleep(ofMinutes(3));
                    }
                });
        try (LogLines log = LogLines.ofLibrary()) {
            VirtualConnection.of(cog).ready();
            time.advance(ofSeconds(59));
            assertThat(log.from(WARN)).isEmpty();
            time.advance(ofMinutes(10));
            assertThat(log.from(WARN)).hasSize(2).allMatch(line -> line.contains("cogLoad(CogLoadTest"));
            assertThat(log.from(WARN).get(0))
                    .contains("has taken 1 minute so far, and all loops of the cog wait for its end");
            assertThat(log.from(WARN).get(1)).contains("has taken 2 minutes so far");
        }
        assertThat(events).startsWith("all before", "all");
    }
}
