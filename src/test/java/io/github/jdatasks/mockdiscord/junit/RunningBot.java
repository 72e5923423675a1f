package io.github.jdatasks.mockdiscord.junit;

import io.github.jdatasks.mockdiscord.MockDiscord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.events.StatusChangeEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import org.jspecify.annotations.Nullable;

/** The Discord of one test, and its bot. */
final class RunningBot {
    private static final Duration LOGIN = Duration.ofSeconds(30);
    private static final Duration IN_ORDER = Duration.ofSeconds(1);
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    private final MockDiscord discord = MockDiscord.start();
    private final ListenerErrors errors;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final boolean listenersMayFail;
    private final List<Object> listeners;
    private final @Nullable JDA jda;

    RunningBot(MockBot settings, List<Object> listeners) {
        this.listenersMayFail = settings.listenersMayFail();
        this.errors = new ListenerErrors(listenersMayFail ? error -> {} : discord::failWaits);
        this.listeners = List.copyOf(listeners);
        if (!settings.login()) {
            this.jda = null;
            return;
        }
        EventListener readiness = event -> {
            if (event instanceof StatusChangeEvent change && change.getNewStatus() == JDA.Status.CONNECTED) {
                ready.countDown();
            }
        };
        try {
            JDABuilder builder = JDABuilder.createDefault("token")
                    .setEventManager(errors)
                    .setEnableShutdownHook(false)
                    .enableIntents(List.of(settings.intents()))
                    .addEventListeners(this.listeners.toArray())
                    .addEventListeners(readiness);
            this.jda = discord.login(builder);
        } catch (RuntimeException refused) {
            discord.close();
            throw refused;
        }
    }

    void awaitReady() throws InterruptedException {
        if (jda != null && !ready.await(LOGIN.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError(
                    "The bot was not ready within " + LOGIN.toSeconds() + " s; its status is " + jda.getStatus());
        }
    }

    /** Returns what a parameter of that type gets. */
    Optional<Object> find(Class<?> type) {
        List<Object> candidates = new ArrayList<>(listeners);
        candidates.add(discord);
        if (jda != null) {
            candidates.add(jda);
        }
        return type == Object.class
                ? Optional.empty()
                : candidates.stream().filter(type::isInstance).findFirst();
    }

    /** Shuts everything down; fails if a listener has failed. */
    void end() throws InterruptedException {
        try {
            if (jda != null) {
                // In order, so that what the bot is still sending arrives; but a rate limit is not waited for.
                jda.shutdown();
                if (!jda.awaitShutdown(IN_ORDER)) {
                    jda.shutdownNow();
                }
            }
        } finally {
            discord.close();
        }
        if (jda != null && !jda.awaitShutdown(AT_ONCE)) {
            throw new AssertionError("The bot does not shut down; its status is " + jda.getStatus());
        }
        if (!listenersMayFail) {
            errors.rethrow();
        }
    }
}
