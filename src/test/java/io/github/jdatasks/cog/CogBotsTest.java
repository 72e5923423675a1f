package io.github.jdatasks.cog;

import static ch.qos.logback.classic.Level.ERROR;
import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;

import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.support.OfflineJda;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GatewayPingEvent;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.hooks.AnnotatedEventManager;
import net.dv8tion.jda.api.sharding.ShardManager;
import net.dv8tion.jda.internal.JDAImpl;
import net.dv8tion.jda.internal.utils.config.AuthorizationConfig;
import org.junit.jupiter.api.Test;

/** How a cog meets its bot, and what it does about a second one. */
class CogBotsTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final List<String> events = new ArrayList<>();

    class Plain extends LoopCog {
        @Loop(minutes = 1)
        void tick(LoopContext run) {
            events.add("tick on " + run.shards().size());
        }

        @Override
        protected void cogLoad(JDA jda) {
            events.add("load");
        }

        @Override
        protected void cogUnload() {
            events.add("unload");
        }

        @Override
        protected void onAnyEvent(GenericEvent event) {
            if (event instanceof GatewayPingEvent) {
                events.add("ping");
            }
        }
    }

    private final Plain cog = time.create(Plain::new);

    /** A bot of another token. */
    private static final class Stranger extends JDAImpl {
        Stranger() {
            super(new AuthorizationConfig("another-token"));
        }

        void logIn() {
            shardInfo = ShardInfo.SINGLE;
            setStatus(Status.LOGGING_IN);
            setStatus(Status.CONNECTED);
        }
    }

    @Test
    void a_cog_added_late_is_adopted_at_the_first_event_of_any_kind() {
        OfflineJda jda = new OfflineJda().logIn();
        jda.addEventListener(cog);
        time.runPending();
        assertThat(events).isEmpty();
        jda.handleEvent(new GatewayPingEvent(jda, 40));
        time.runPending();
        assertThat(events).containsExactly("ping", "load", "tick on 1");
    }

    @Test
    void a_cog_added_late_to_several_instances_is_adopted_by_each() {
        OfflineJda first = new OfflineJda(0, 2).logIn();
        OfflineJda second = new OfflineJda(1, 2).logIn();
        first.addEventListener(cog);
        second.addEventListener(cog);
        first.handleEvent(new GatewayPingEvent(first, 40));
        second.handleEvent(new GatewayPingEvent(second, 40));
        events.clear();
        time.runPending();
        assertThat(events).containsExactly("load", "tick on 2");
    }

    @Test
    void attach_adopts_a_bot_at_once() {
        OfflineJda jda = new OfflineJda().logIn();
        assertThat(cog.attach(jda)).isSameAs(cog);
        time.runPending();
        assertThat(events).containsExactly("load", "tick on 1");
    }

    @Test
    void attached_to_a_manager_it_is_registered_with_a_shard_that_was_just_being_built() {
        OfflineJda.Manager manager = new OfflineJda.Manager();
        OfflineJda shard = new OfflineJda();
        shard.setShardManager(manager.proxy());
        manager.queued(1);
        cog.attach(manager.proxy());
        shard.logIn(); // with the listeners that there were before
        manager.list(shard);
        manager.queued(0);
        time.advance(ofSeconds(5));
        assertThat(events).containsExactly("load", "tick on 1");
        shard.handleEvent(new GatewayPingEvent(shard, 40));
        assertThat(events).endsWith("ping");
        cog.unload();
        time.advance(ofMinutes(1));
        assertThat(shard.getRegisteredListeners()).isEmpty();
    }

    @Test
    void a_manager_that_has_not_logged_in_is_refused() {
        ShardManager manager = mock(ShardManager.class);
        assertThatIllegalStateException()
                .isThrownBy(() -> cog.attach(manager))
                .withMessage("The shard manager takes no listeners before it has logged in: pass the cog Plain to"
                        + " DefaultShardManagerBuilder.addEventListeners");
    }

    @Test
    void attaching_a_cog_that_is_registered_already_is_harmless() {
        OfflineJda jda = new OfflineJda();
        jda.addEventListener(cog);
        jda.logIn();
        cog.attach(jda);
        cog.attach(jda);
        jda.handleEvent(new GatewayPingEvent(jda, 40));
        time.runPending();
        assertThat(events).containsExactly("ping", "load", "tick on 1");
    }

    @Test
    void attach_while_it_is_being_unloaded_is_refused_and_works_after_that() {
        OfflineJda jda = new OfflineJda().logIn();
        cog.attach(jda);
        time.runPending();
        CompletableFuture<Void> unloaded = cog.unload();
        assertThatIllegalStateException()
                .isThrownBy(() -> cog.attach(jda))
                .withMessage(
                        "The cog Plain is still being unloaded; attach it when the future of unload() has completed");
        CompletableFuture<LoopCog> again = unloaded.thenApply(done -> cog.attach(jda));
        time.runPending();
        assertThat(again).isCompleted();
        assertThat(cog.loop("tick").isRunning()).isTrue();
    }

    @Test
    void attach_works_before_the_login() {
        OfflineJda jda = new OfflineJda();
        cog.attach(jda);
        time.runPending();
        jda.logIn();
        time.runPending();
        assertThat(events).containsExactly("load", "tick on 1");
    }

    @Test
    void under_the_annotated_event_manager_attach_makes_the_loops_work() {
        OfflineJda jda = new OfflineJda();
        jda.setEventManager(new AnnotatedEventManager());
        cog.attach(jda);
        jda.logIn();
        time.runPending();
        assertThat(events).containsExactly("load", "tick on 1");
        jda.become(JDA.Status.DISCONNECTED);
        time.advance(ofMinutes(1));
        assertThat(cog.loop("tick").state()).isEqualTo(LoopState.PAUSED);
    }

    @Test
    void under_the_annotated_event_manager_registering_its_gate_beside_it_makes_the_loops_work() {
        OfflineJda jda = new OfflineJda();
        jda.setEventManager(new AnnotatedEventManager());
        jda.addEventListener(cog, cog.gate());
        jda.logIn();
        time.runPending();
        assertThat(events).containsExactly("load", "tick on 1");
    }

    @Test
    void several_instances_of_one_token_are_one_bot() {
        OfflineJda first = new OfflineJda(0, 2);
        OfflineJda second = new OfflineJda(1, 2);
        first.addEventListener(cog);
        second.addEventListener(cog);
        first.logIn();
        second.logIn();
        time.runPending();
        assertThat(events).containsExactly("load", "tick on 2");
    }

    @Test
    void a_second_live_bot_is_ignored_with_one_error() {
        OfflineJda jda = new OfflineJda();
        Stranger stranger = new Stranger();
        jda.addEventListener(cog);
        stranger.addEventListener(cog);
        try (LogLines log = LogLines.ofLibrary()) {
            jda.logIn();
            stranger.logIn();
            stranger.setStatus(JDA.Status.DISCONNECTED);
            stranger.setStatus(JDA.Status.SHUTDOWN);
            time.advance(ofMinutes(1));
            assertThat(log.from(ERROR)).hasSize(1);
        }
        assertThat(events).containsExactly("load", "tick on 1", "tick on 1");
    }

    @Test
    void a_bot_that_goes_unloads_the_cog_even_if_the_next_has_logged_in_before_anybody_looks() {
        OfflineJda jda = new OfflineJda();
        OfflineJda next = new OfflineJda();
        jda.addEventListener(cog);
        next.addEventListener(cog);
        jda.logIn();
        time.runPending();
        jda.become(JDA.Status.SHUTTING_DOWN);
        next.logIn();
        time.runPending();
        assertThat(events).containsExactly("load", "tick on 1", "unload", "load", "tick on 1");
        assertThat(cog.loop("tick").state()).isEqualTo(LoopState.WAITING);
    }

    @Test
    void a_second_bot_is_welcome_when_the_first_has_shut_down() {
        OfflineJda jda = new OfflineJda();
        Stranger stranger = new Stranger();
        jda.addEventListener(cog);
        stranger.addEventListener(cog);
        jda.logIn();
        time.runPending();
        jda.become(JDA.Status.SHUTTING_DOWN, JDA.Status.SHUTDOWN);
        time.runPending();
        events.clear();
        stranger.logIn();
        time.runPending();
        assertThat(events).containsExactly("load", "tick on 1");
    }
}
