package io.github.jdatasks.cog;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.jdatasks.Inside;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.internal.scheduler.Ending;
import io.github.jdatasks.internal.scheduler.Scheduler;
import io.github.jdatasks.support.EngineByHand;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.support.OfflineJda;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Duration;
import java.util.List;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GatewayPingEvent;
import net.dv8tion.jda.api.events.session.SessionResumeEvent;
import net.dv8tion.jda.api.hooks.InterfacedEventManager;
import net.dv8tion.jda.api.sharding.ShardManager;
import org.junit.jupiter.api.Test;

/** Things that happen to a cog just while another does: what another thread could do there, the tests do on their own. */
class CogRacesTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final OfflineJda jda = new OfflineJda();
    private int loads;
    private int unloads;

    private class Counting extends LoopCog {
        Counting(LoopScheduler scheduler) {
            super(scheduler);
        }

        @Override
        protected void cogLoad(JDA bot) {
            loads++;
        }

        @Override
        protected void cogUnload() {
            unloads++;
        }
    }

    @Test
    void a_cog_that_loads_while_its_scheduler_is_closed_is_unloaded() {
        EngineByHand engine = new EngineByHand(1);
        Counting cog = new Counting(Inside.loopScheduler(new Scheduler(engine, Duration.ZERO, null) {
            @Override
            public void register(Ending other) {
                registry().close(); // by close(), which has gone through all that it knew before
                super.register(other);
            }
        }));
        VirtualConnection.of(cog).ready();
        engine.settle();
        assertThat(unloads).isEqualTo(loads).isEqualTo(1);
    }

    @Test
    void an_event_during_an_unload_does_not_revive_the_cog() {
        Counting cog = new Counting(time);
        jda.setEventManager(new InterfacedEventManager() {
            @Override
            public void unregister(Object listener) {
                cog.onGenericEvent(new SessionResumeEvent(jda));
                super.unregister(listener);
            }
        });
        jda.addEventListener(cog);
        jda.logIn();
        time.runPending();
        cog.unload();
        time.runPending();
        cog.onGenericEvent(new SessionResumeEvent(jda)); // was on its way
        time.runPending();
        assertThat(unloads).isEqualTo(loads).isEqualTo(1);
        jda.addEventListener(cog); // another life, begun by any event
        jda.handleEvent(new GatewayPingEvent(jda, 1));
        time.runPending();
        assertThat(loads).isEqualTo(2);
    }

    @Test
    void an_event_that_was_taken_for_the_bot_s_before_an_unload_does_not_revive_the_cog() {
        Counting cog = new Counting(time);
        boolean[] unloadNow = new boolean[1];
        ShardManager manager = mock(ShardManager.class);
        when(manager.getShards()).thenReturn(List.of(jda));
        when(manager.getShardsQueued()).thenAnswer(call -> {
            if (unloadNow[0]) {
                unloadNow[0] = false;
                cog.unload();
                time.runPending();
            }
            return 0;
        });
        jda.setShardManager(manager);
        jda.addEventListener(cog);
        jda.logIn();
        time.runPending();
        unloadNow[0] = true;
        cog.onGenericEvent(new SessionResumeEvent(jda));
        assertThat(unloads).isEqualTo(1);
        time.runPending();
        assertThat(unloads).isEqualTo(loads).isEqualTo(1);
    }

    @Test
    void a_life_that_begins_as_the_one_before_ends_is_unloaded_with_its_scheduler() {
        EngineByHand engine = new EngineByHand(1);
        Counting[] cog = new Counting[1];
        LoopScheduler scheduler = Inside.loopScheduler(new Scheduler(engine, Duration.ZERO, null) {
            @Override
            public void unregister(Ending other) {
                if (unloads == 1) {
                    VirtualConnection.of(cog[0]).ready();
                    engine.turn();
                }
                super.unregister(other);
            }
        });
        cog[0] = new Counting(scheduler);
        VirtualConnection first = VirtualConnection.of(cog[0]).ready();
        engine.settle();
        first.shutdown();
        engine.settle();
        scheduler.close();
        assertThat(unloads).isEqualTo(loads).isEqualTo(2);
    }

    @Test
    void a_cog_that_closes_its_scheduler_as_it_is_unloaded_does_not_wait_for_itself() {
        EngineByHand engine = new EngineByHand(1);
        LoopScheduler scheduler = engine.scheduler();
        LoopCog cog = new LoopCog(scheduler) {
            @Override
            protected void cogUnload() {
                unloads++;
                scheduler.close();
            }
        };
        VirtualConnection.of(cog).ready();
        engine.settle();
        try (LogLines log = LogLines.ofLibrary()) {
            var unloaded = cog.unload();
            engine.settle();
            assertThat(unloaded).isCompleted();
            assertThat(log.with("have not ended")).isEmpty();
        }
        assertThat(unloads).isEqualTo(1);
    }
}
