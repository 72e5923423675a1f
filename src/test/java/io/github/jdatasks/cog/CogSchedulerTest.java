package io.github.jdatasks.cog;

import static ch.qos.logback.classic.Level.WARN;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.jdatasks.Inside;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.support.OfflineJda;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GatewayPingEvent;
import net.dv8tion.jda.api.hooks.AnnotatedEventManager;
import net.dv8tion.jda.api.sharding.ShardManager;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A cog whose scheduler has been closed, or is while the cog loads. */
@SuppressWarnings("UnusedMethod") // loops are called by the library
class CogSchedulerTest {
    private static final String TOO_LATE =
            "The cog Feeds cannot be loaded: its scheduler has been closed. Make a new Feeds"
                    + " on a scheduler that is open; a cog whose constructor names none gets LoopScheduler.shared(), which is a new"
                    + " one after a close";

    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(Instant.parse("2026-03-01T00:00:00Z"));
    private final List<String> events = new ArrayList<>();
    private final OfflineJda jda = new OfflineJda();

    class Feeds extends LoopCog {
        Feeds() {}

        Feeds(LoopScheduler scheduler) {
            super(scheduler);
        }

        @Loop(minutes = 1)
        void tick() {
            events.add("tick");
        }

        @Override
        protected void cogLoad(JDA bot) throws Exception {
            events.add("load");
        }

        @Override
        protected void cogUnload() {
            events.add("unload");
        }
    }

    private Feeds onClosedScheduler() {
        LoopScheduler scheduler = LoopScheduler.builder().build();
        Feeds cog = new Feeds(scheduler);
        scheduler.close();
        return cog;
    }

    @Test
    void a_bot_that_logs_in_after_the_close_makes_one_error() {
        Feeds cog = onClosedScheduler();
        jda.addEventListener(cog);
        try (LogLines log = LogLines.ofLibrary()) {
            jda.become(JDA.Status.INITIALIZED);
            assertThat(log.from(WARN)).isEmpty();
            jda.logIn();
            jda.become(JDA.Status.DISCONNECTED, JDA.Status.CONNECTED);
            jda.handleEvent(new GatewayPingEvent(jda, 40));
            assertThat(log.from(WARN)).containsExactly("ERROR " + TOO_LATE);
        }
        assertThat(events).isEmpty();
    }

    @Test
    void a_late_registration_makes_one_error() {
        Feeds cog = onClosedScheduler();
        jda.logIn();
        try (LogLines log = LogLines.ofLibrary()) {
            jda.addEventListener(cog);
            jda.handleEvent(new GatewayPingEvent(jda, 40));
            jda.handleEvent(new GatewayPingEvent(jda, 41));
            assertThat(log.from(WARN)).containsExactly("ERROR " + TOO_LATE);
        }
    }

    @Test
    void attaching_is_refused_and_registers_nothing() {
        Feeds cog = onClosedScheduler();
        jda.logIn();
        assertThatIllegalStateException().isThrownBy(() -> cog.attach(jda)).withMessage(TOO_LATE);
        ShardManager manager = new OfflineJda.Manager().proxy();
        assertThatIllegalStateException().isThrownBy(() -> cog.attach(manager)).withMessage(TOO_LATE);
        assertThat(jda.getRegisteredListeners()).isEmpty();
    }

    @Test
    void starting_its_loops_is_refused() {
        Feeds cog = onClosedScheduler();
        assertThatIllegalStateException()
                .isThrownBy(() -> cog.loop("tick").start())
                .withMessageContaining("its scheduler has been closed");
        assertThatIllegalStateException()
                .isThrownBy(() -> cog.loop("tick").runNow())
                .withMessageContaining("its scheduler has been closed");
    }

    @Test
    void under_the_annotated_event_manager_it_makes_one_error_too() {
        LoopScheduler scheduler = LoopScheduler.builder().build();
        Feeds cog = new Feeds(scheduler);
        jda.setEventManager(new AnnotatedEventManager());
        cog.attach(jda);
        scheduler.close();
        try (LogLines log = LogLines.ofLibrary()) {
            jda.logIn();
            assertThat(log.from(WARN)).containsExactly("ERROR " + TOO_LATE);
        }
    }

    @Test
    void the_shared_scheduler_is_no_exception_and_a_new_cog_has_a_new_one() {
        Feeds cog = new Feeds();
        LoopScheduler.shared().close();
        jda.addEventListener(cog);
        try (LogLines log = LogLines.ofLibrary()) {
            jda.logIn();
            assertThat(log.from(WARN)).containsExactly("ERROR " + TOO_LATE);
        }
        Feeds next = new Feeds();
        assertThat(next.attach(new OfflineJda())).isSameAs(next);
        assertThat(next.loop("tick").startIfStopped()).isTrue();
        assertThat(next.loop("tick").cancel()).isNotNull();
    }

    @Test
    void a_cog_in_virtual_time_whose_time_has_been_closed_says_so() {
        Feeds cog = time.create(Feeds::new);
        time.close();
        try (LogLines log = LogLines.ofLibrary()) {
            VirtualConnection.of(cog).ready();
            assertThat(log.from(WARN)).containsExactly("ERROR " + TOO_LATE);
        }
    }

    @Test
    void a_bot_that_comes_again_after_the_close_makes_one_error() {
        Feeds cog = time.create(Feeds::new);
        VirtualConnection connection = VirtualConnection.of(cog).ready();
        time.runPending();
        connection.shutdown();
        time.runPending();
        time.close();
        assertThat(events).containsExactly("load", "tick", "unload");
        try (LogLines log = LogLines.ofLibrary()) {
            connection.ready();
            assertThat(log.from(WARN)).containsExactly("ERROR " + TOO_LATE);
        }
    }

    @Test
    void the_bot_that_the_cog_was_unloaded_from_by_the_close_makes_none() {
        Feeds cog = time.create(Feeds::new);
        VirtualConnection connection = VirtualConnection.of(cog).ready();
        time.runPending();
        try (LogLines log = LogLines.ofLibrary()) {
            time.close();
            connection.disconnect().resume().shutdown();
            assertThat(log.from(WARN)).isEmpty();
        }
        assertThat(events).containsExactly("load", "tick", "unload");
    }

    @Test
    void a_close_while_cogLoad_runs_unloads_it() {
        Feeds cog = time.create(() -> new Feeds() {
            @Override
            protected void cogLoad(JDA bot) throws Exception {
                events.add("load");
                time.sleep(ofSeconds(2));
            }
        });
        VirtualConnection.of(cog).ready();
        time.advance(ofSeconds(1));
        try (LogLines log = LogLines.ofLibrary()) {
            time.close();
            assertThat(log.from(WARN)).isEmpty();
        }
        assertThat(events).containsExactly("load", "unload");
        assertThat(cog.loop("tick").isRunning()).isFalse();
    }

    @Test
    void a_loop_of_the_cog_that_was_given_a_closed_scheduler_makes_an_error() {
        LoopScheduler closed = LoopScheduler.builder().build();
        closed.close();
        Feeds cog = time.create(() -> new Feeds() {
            {
                LoopTask unused = newLoop(Schedule.every(ofMinutes(1)))
                        .name("lost")
                        .scheduler(closed)
                        .build(run -> events.add("lost"));
            }
        });
        try (LogLines log = LogLines.ofLibrary()) {
            VirtualConnection.of(cog).ready();
            time.runPending();
            assertThat(log.from(WARN))
                    .singleElement()
                    .asString()
                    .contains("lost cannot start: its scheduler has been closed");
        }
        assertThat(events).containsExactly("load", "tick");
    }

    @Test
    void a_loop_on_a_scheduler_of_its_own_is_refused_when_that_of_its_cog_is_closed() {
        LoopScheduler closed = LoopScheduler.builder().build();
        Feeds cog = new Feeds(closed) {
            {
                for (ShardScope shards : ShardScope.values()) {
                    LoopTask unused = newLoop(Schedule.every(ofMinutes(1)))
                            .name(shards.name())
                            .shards(shards)
                            .scheduler(time)
                            .build(run -> events.add("run"));
                }
            }
        };
        closed.close();
        for (ShardScope shards : ShardScope.values()) {
            LoopTask loop = cog.loop(shards.name());
            for (ThrowingCallable call :
                    List.<ThrowingCallable>of(loop::start, loop::startIfStopped, loop::restart, loop::runNow)) {
                assertThatIllegalStateException()
                        .isThrownBy(call)
                        .withMessage("The loop " + Inside.control(loop).name() + " cannot start: "
                                + TOO_LATE.replace("Feeds", Inside.life(cog).name()));
            }
            assertThat(loop.state()).isEqualTo(LoopState.IDLE);
        }
    }
}
