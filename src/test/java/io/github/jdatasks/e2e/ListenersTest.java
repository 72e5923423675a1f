package io.github.jdatasks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopState;
import io.github.jdatasks.mockdiscord.Drop;
import io.github.jdatasks.mockdiscord.GatewayReply;
import io.github.jdatasks.mockdiscord.MockDiscord;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.StatusChangeEvent;
import net.dv8tion.jda.api.events.session.ReadyEvent;
import net.dv8tion.jda.api.events.session.SessionDisconnectEvent;
import net.dv8tion.jda.api.events.session.SessionResumeEvent;
import net.dv8tion.jda.api.hooks.AnnotatedEventManager;
import net.dv8tion.jda.api.hooks.EventListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Other ways to deliver events than JDA's default, and other listeners that misbehave. */
@EndToEnd
class ListenersTest {
    private static final int LOSSES = 8;
    private static final Duration LONG_ENOUGH_TO_BE_TOLD = Duration.ofMillis(700);

    private final MockDiscord discord = MockDiscord.start();
    private final TickingCog cog = new TickingCog();
    private final Journal<GenericEvent> failed = new Journal<>();

    @AfterEach
    void close() {
        discord.close();
    }

    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "4, false", "4, true"})
    void a_pool_may_deliver_events_in_any_order(int threads, boolean delays) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        Random random = new Random(threads);
        EventListener delaying = event -> {
            if (delays) {
                int millis;
                synchronized (random) {
                    millis = random.nextInt(20);
                }
                LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
            }
        };
        try (Bot bot = Bot.login(discord, builder -> builder.setEventPool(pool, true), delaying, cog)) {
            cog.awaitMoreRuns();
            for (int loss = 0; loss < LOSSES; loss++) {
                Await.until("the connection", discord.gateway()::isConnected);
                discord.gateway().drop(Drop.RST);
                bot.awaitStatus(JDA.Status.CONNECTED, 2 + loss);
                Await.until("an open gate", cog.gate()::isOpen, cog::gate);
                cog.awaitMoreRuns();
            }
            assertThat(cog.journal()).containsExactly("load", "before");
        }
        cog.await("unload");
        assertThat(cog.journal()).containsExactly("load", "before", "after", "unload");
    }

    @Test
    void an_attached_cog_works_with_the_annotated_event_manager() {
        try (Bot bot = Bot.login(discord, builder -> builder.setEventManager(new AnnotatedEventManager()))) {
            Await.until("the connection", () -> bot.jda().getStatus() == JDA.Status.CONNECTED);
            cog.attach(bot.jda());
            pausesAndGoesOn();
        }
        cog.await("unload");
        assertThat(cog.journal()).containsExactly("load", "before", "after", "unload");
    }

    @Test
    void a_cog_beside_its_gate_works_with_the_annotated_event_manager() {
        try (Bot bot =
                Bot.login(discord, builder -> builder.setEventManager(new AnnotatedEventManager()), cog, cog.gate())) {
            pausesAndGoesOn();
            assertThat(bot.jda().getStatus()).isEqualTo(JDA.Status.CONNECTED);
        }
        cog.await("unload");
        assertThat(cog.journal()).containsExactly("load", "before", "after", "unload");
    }

    @Test
    void a_cog_may_be_registered_twice_and_beside_its_gate() {
        try (Bot bot = Bot.login(discord, cog, cog, cog.gate())) {
            bot.awaitConnected();
            pausesAndGoesOn();
        }
        cog.await("unload");
        assertThat(cog.journal()).containsExactly("load", "before", "after", "unload");
    }

    private void pausesAndGoesOn() {
        cog.awaitMoreRuns();
        Journal<Boolean> changes = new Journal<>();
        cog.gate().onChange(gate -> changes.add(gate.isOpen()));
        discord.gateway().answerResume(1, GatewayReply.after(LONG_ENOUGH_TO_BE_TOLD));
        discord.gateway().reconnect();
        changes.await(open -> !open);
        changes.await(open -> open);
        cog.awaitMoreRuns();
        assertThat(cog.journal()).containsExactly("load", "before");
    }

    @Test
    void an_error_of_another_listener_in_the_ready_event_delays_the_start_until_the_next_connection() {
        try (Bot bot = Bot.login(discord, failingOnce(ReadyEvent.class::isInstance), cog)) {
            failed.await(event -> true);
            cog.awaitState(LoopState.STARTING);
            assertThat(bot.jda().getStatus()).isNotEqualTo(JDA.Status.CONNECTED);
            discord.gateway().drop(Drop.RST);
            cog.awaitMoreRuns();
        }
        cog.await("unload");
    }

    @Test
    void an_error_of_another_listener_in_the_connected_event_delays_the_start_for_a_second_at_most() {
        try (Bot bot = Bot.login(discord, failingOnce(becomes(JDA.Status.CONNECTED)), cog)) {
            cog.awaitMoreRuns();
            assertThat(bot.jda().getStatus()).isEqualTo(JDA.Status.CONNECTED);
        }
        cog.await("unload");
    }

    @Test
    void an_error_of_another_listener_in_the_resume_event_keeps_the_loop_paused_until_the_next_connection() {
        try (Bot bot = Bot.login(discord, failingOnce(SessionResumeEvent.class::isInstance), cog)) {
            bot.awaitConnected();
            cog.awaitMoreRuns();
            discord.gateway().drop(Drop.RST);
            failed.await(event -> true);
            cog.awaitState(LoopState.PAUSED);
            discord.gateway().drop(Drop.RST);
            bot.awaitStatus(JDA.Status.CONNECTED, 2);
            cog.awaitMoreRuns();
            assertThat(cog.journal()).containsExactly("load", "before");
        }
        cog.await("unload");
    }

    @Test
    void an_error_of_another_listener_in_the_disconnect_event_leaves_the_loop_paused() {
        try (Bot bot = Bot.login(discord, failingOnce(SessionDisconnectEvent.class::isInstance), cog)) {
            bot.awaitConnected();
            cog.awaitMoreRuns();
            discord.gateway().drop(Drop.RST);
            cog.awaitState(LoopState.PAUSED);
            assertThat(cog.gate().isOpen()).isFalse();
        }
        cog.await("unload");
        assertThat(cog.journal()).containsExactly("load", "before", "after", "unload");
    }

    private static Predicate<GenericEvent> becomes(JDA.Status status) {
        return event -> event instanceof StatusChangeEvent change && change.getNewStatus() == status;
    }

    private EventListener failingOnce(Predicate<GenericEvent> when) {
        return event -> {
            if (when.test(event) && failed.size() == 0) {
                failed.add(event);
                throw new NoClassDefFoundError("on purpose");
            }
        };
    }

    @Test
    void an_error_of_another_listener_in_the_event_that_tells_of_the_loss_hides_the_loss_for_a_second_at_most() {
        try (Bot bot = Bot.login(discord, failingOnce(becomes(JDA.Status.DISCONNECTED)), cog)) {
            bot.awaitConnected();
            cog.awaitMoreRuns();
            discord.gateway().drop(Drop.RST);
            Await.until("the loss", () -> bot.jda().getStatus() == JDA.Status.DISCONNECTED);
            Await.until("a closed gate", () -> !cog.gate().isOpen(), cog.gate()::toString);
        }
        cog.await("unload");
    }
}
