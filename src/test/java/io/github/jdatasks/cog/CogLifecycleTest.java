package io.github.jdatasks.cog;

import static ch.qos.logback.classic.Level.ERROR;
import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.AfterLoop;
import io.github.jdatasks.BeforeLoop;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.support.OfflineJda;
import io.github.jdatasks.support.Unreadable;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GatewayPingEvent;
import net.dv8tion.jda.api.hooks.InterfacedEventManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("UnusedMethod") // loops are called by the library
class CogLifecycleTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final List<String> events = new ArrayList<>();

    /** A cog that tells what happens to it. */
    class Noted extends LoopCog {
        boolean failsToLoad;

        @Loop(minutes = 1)
        void tick() throws InterruptedException {
            events.add("tick");
            time.sleep(ofSeconds(10));
        }

        @Loop(minutes = 1, autoStart = false)
        void manual() {
            events.add("manual");
        }

        @BeforeLoop
        void before(LoopContext run) {
            events.add("before " + run.task().name());
        }

        @AfterLoop
        void after(LoopContext run) {
            events.add("after " + run.task().name() + (run.task().isBeingCancelled() ? " cancelled" : ""));
        }

        @Override
        protected void cogLoad(JDA jda) {
            events.add("load " + jda.getStatus() + " on " + workerOf(Thread.currentThread()));
            if (failsToLoad) {
                throw new IllegalStateException("no database");
            }
        }

        @Override
        protected void cogUnload() {
            events.add("unload");
        }

        LoopTask extra(String name) {
            return newLoop(Schedule.every(ofMinutes(1))).name(name).build(run -> events.add(name));
        }
    }

    private static String workerOf(Thread thread) {
        return thread.getName().startsWith("jda-tasks") ? "worker" : thread.getName();
    }

    private final Noted cog = time.create(Noted::new);
    private final VirtualConnection connection = VirtualConnection.of(cog);

    @Test
    void it_is_loaded_once_on_a_worker_before_its_loops_start() {
        connection.ready();
        assertThat(events).isEmpty();
        time.runPending();
        connection.disconnect().resume();
        connection.invalidate().recreate();
        time.runPending();
        assertThat(events).containsExactly("load CONNECTED on worker", "before tick", "tick");
    }

    @Test
    void it_is_loaded_as_soon_as_the_bot_logs_in() {
        OfflineJda jda = new OfflineJda();
        jda.addEventListener(cog);
        jda.become(JDA.Status.INITIALIZED);
        time.runPending();
        assertThat(events).isEmpty();
        jda.become(JDA.Status.LOGGING_IN);
        time.runPending();
        assertThat(events).containsExactly("load LOGGING_IN on worker");
        assertThat(cog.loop("tick").state()).isEqualTo(LoopState.STARTING);
    }

    @Test
    void a_failure_to_load_is_logged_and_starts_no_loop_and_unloads() {
        cog.failsToLoad = true;
        try (LogLines log = LogLines.ofLibrary()) {
            connection.ready();
            time.advance(ofMinutes(5));
            assertThat(log.from(ERROR)).singleElement().asString().contains("cogLoad of Noted failed");
        }
        assertThat(events).containsExactly("load CONNECTED on worker", "unload");
        assertThat(cog.loop("tick").state()).isEqualTo(LoopState.IDLE);
    }

    @Test
    void a_cog_whose_failures_cannot_be_logged_is_unloaded() {
        class Unspeakable extends LoopCog {
            @Override
            protected void cogLoad(JDA jda) {
                throw new Unreadable();
            }

            @Override
            protected void cogUnload() {
                events.add("unload");
                throw new Unreadable();
            }
        }
        Unspeakable unspeakable = time.create(Unspeakable::new);
        try (LogLines log = LogLines.ofLibrary()) {
            VirtualConnection.of(unspeakable).ready();
            time.runPending();
            assertThat(log.from(ERROR)).hasSize(2).allMatch(line -> line.contains("cannot be logged"));
        }
        assertThat(events).containsExactly("unload");
        assertThat(unspeakable.unload()).isCompleted();
    }

    @Test
    void unloading_cancels_the_loops_then_calls_after_hooks_then_cogUnload_then_removes_the_listener() {
        OfflineJda jda = new OfflineJda();
        jda.addEventListener(cog);
        jda.logIn();
        time.runPending();
        cog.extra("extra").startIfStopped();
        time.runPending();
        events.clear();
        CompletableFuture<Void> unloaded = cog.unload();
        unloaded.thenRun(
                () -> events.add("listeners " + jda.getRegisteredListeners().size()));
        assertThat(events).isEmpty();
        time.runPending();
        assertThat(events)
                .containsExactlyInAnyOrder("after tick cancelled", "after extra cancelled", "unload", "listeners 0")
                .endsWith("unload", "listeners 0");
        assertThat(cog.loops()).allMatch(loop -> !loop.isRunning());
    }

    @Test
    void unloading_twice_is_harmless() {
        connection.ready();
        time.runPending();
        CompletableFuture<Void> first = cog.unload();
        CompletableFuture<Void> second = cog.unload();
        time.runPending();
        CompletableFuture<Void> third = cog.unload();
        time.runPending();
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(third).isCompleted();
        assertThat(events).containsOnlyOnce("unload");
    }

    @Test
    void unloading_while_it_loads_starts_no_loop() {
        class Impatient extends LoopCog {
            @Loop(minutes = 1)
            void tick() {
                events.add("tick");
            }

            @Override
            protected void cogLoad(JDA jda) {
                unload();
            }

            @Override
            protected void cogUnload() {
                events.add("unload");
            }
        }
        VirtualConnection.of(time.create(Impatient::new)).ready();
        time.advance(ofMinutes(1));
        assertThat(events).containsExactly("unload");
    }

    /** A cog whose loop does not want to end. */
    class Stubborn extends LoopCog {
        @Loop(minutes = 1, whenDisconnected = WhenDisconnected.IGNORE)
        void tick() {
            events.add("tick");
        }

        @AfterLoop
        void again(LoopContext run) {
            run.task().restart();
        }

        @Override
        protected void cogUnload() {
            events.add("unload");
        }
    }

    @Test
    void a_loop_whose_after_hook_restarts_it_ends_with_an_unload_before_any_bot_was_met() {
        Stubborn stubborn = time.create(Stubborn::new);
        stubborn.loop("tick").start();
        time.runPending();
        var unloaded = stubborn.unload();
        time.advance(ofMinutes(5));
        assertThat(unloaded).isCompleted();
        assertThat(stubborn.loop("tick").state()).isEqualTo(LoopState.FINISHED);
        assertThat(events).isEmpty();
    }

    @Test
    void a_loop_whose_after_hook_restarts_it_ends_with_an_unload() {
        Stubborn stubborn = time.create(Stubborn::new);
        OfflineJda jda = new OfflineJda();
        jda.addEventListener(stubborn);
        jda.logIn();
        time.runPending();
        stubborn.loop("tick").stop();
        time.runPending();
        assertThat(events).containsExactly("tick", "tick");
        try (LogLines log = LogLines.ofLibrary()) {
            var unloaded = stubborn.unload();
            time.advance(ofMinutes(5));
            assertThat(unloaded).isCompleted();
            assertThat(log.from(ERROR)).singleElement().asString().contains("The after-hook of loop Stubborn.tick");
        }
        assertThat(events).containsExactly("tick", "tick", "unload");

        jda.addEventListener(stubborn);
        jda.fire("Ready");
        time.runPending();
        assertThat(events).endsWith("unload", "tick");
    }

    @Test
    void unloading_before_it_loads_never_loads_it() {
        OfflineJda jda = new OfflineJda();
        jda.addEventListener(cog);
        jda.logIn();
        CompletableFuture<Void> unloaded = cog.unload();
        time.advance(ofMinutes(5));
        assertThat(unloaded).isCompleted();
        assertThat(events).isEmpty();
        assertThat(jda.getRegisteredListeners()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cogLoad", "tick", "cogUnload"})
    void waiting_for_the_unload_inside_of_the_cogs_own_methods_is_refused(String where) {
        class Waiting extends LoopCog {
            @Loop(minutes = 1)
            void tick() {
                waitForUnload("tick");
            }

            @Override
            protected void cogLoad(JDA jda) {
                waitForUnload("cogLoad");
            }

            @Override
            protected void cogUnload() {
                waitForUnload("cogUnload");
            }

            private void waitForUnload(String here) {
                try {
                    if (here.equals(where)) {
                        var unused = unload().join();
                    }
                } catch (IllegalStateException refused) {
                    events.add(here);
                }
            }
        }
        Waiting waiting = time.create(Waiting::new);
        VirtualConnection.of(waiting).ready();
        time.runPending();
        var unloaded = waiting.unload();
        time.runPending();
        assertThat(events).containsExactly(where);
        assertThat(unloaded).isCompleted();
    }

    @Test
    void unloading_ends_loops_that_were_started_by_hand_before_any_bot_was_met() {
        cog.loop("manual").start();
        CompletableFuture<Void> unloaded = cog.unload();
        time.runPending();
        assertThat(cog.loop("manual").completion()).isCompletedWithValue(LoopOutcome.CANCELLED);
        assertThat(unloaded).isCompleted();
        assertThat(events).containsExactly("after manual cancelled");
    }

    @Test
    void events_after_an_unload_do_not_revive_it() {
        connection.ready();
        time.runPending();
        cog.unload();
        time.runPending();
        events.clear();
        connection.disconnect().resume();
        time.advance(ofMinutes(1));
        assertThat(events).isEmpty();
    }

    @Test
    void an_unloaded_cog_that_is_registered_again_loads_afresh() {
        OfflineJda jda = new OfflineJda();
        jda.addEventListener(cog);
        jda.logIn();
        time.runPending();
        cog.unload();
        time.runPending();
        events.clear();
        jda.addEventListener(cog);
        jda.fire("Ready");
        time.runPending();
        assertThat(events).containsExactly("load CONNECTED on worker", "before tick", "tick");
    }

    @Test
    void a_shutdown_takes_the_same_path_and_another_bot_loads_it_afresh() {
        connection.ready();
        time.advance(ofSeconds(30));
        events.clear();
        connection.shutdown();
        time.runPending();
        assertThat(events).containsExactly("after tick cancelled", "unload");
        events.clear();
        connection.ready();
        time.runPending();
        assertThat(events).containsExactly("load CONNECTED on worker", "before tick", "tick");
    }

    @Test
    void closing_the_scheduler_unloads_it() {
        connection.ready();
        time.advance(ofSeconds(30));
        events.clear();
        time.close();
        time.advance(ofMinutes(1));
        assertThat(events).containsExactly("after tick cancelled", "unload");
    }

    @Test
    void a_bot_that_lets_go_of_no_listener_does_not_keep_a_cog_from_being_unloaded() {
        OfflineJda jda = new OfflineJda();
        jda.setEventManager(new InterfacedEventManager() {
            @Override
            public void unregister(Object listener) {
                throw new AssertionError("not implemented");
            }
        });
        Noted attached = time.create(Noted::new);
        attached.attach(jda);
        jda.logIn();
        time.runPending();
        try (LogLines log = LogLines.ofLibrary()) {
            CompletableFuture<Void> unloaded = attached.unload();
            time.runPending();
            time.advance(ofSeconds(20));
            assertThat(unloaded).isCompleted();
            assertThat(log.with("could not be removed from the listeners")).hasSize(1);
            events.clear();
            jda.handleEvent(new GatewayPingEvent(jda, 1));
            time.runPending();
            assertThat(events).as("its events do not load it again").isEmpty();
        }
        attached.attach(jda);
        time.runPending();
        assertThat(events).startsWith("load CONNECTED on worker");
    }
}
