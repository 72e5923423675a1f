package io.github.jdatasks.e2e;

import io.github.jdatasks.mockdiscord.MockDiscord;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.StatusChangeEvent;
import net.dv8tion.jda.api.hooks.EventListener;

/** A JDA that is logged in to a mock Discord. Its last listener remembers all events, so what it has, the cogs have. */
public final class Bot implements AutoCloseable {
    private final Journal<GenericEvent> events = new Journal<>();
    private final JDA jda;

    private Bot(MockDiscord discord, UnaryOperator<JDABuilder> settings, Object... listeners) {
        EventListener recorder = events::add;
        jda = discord.login(
                settings.apply(builder()).addEventListeners(listeners).addEventListeners(recorder));
    }

    public static JDABuilder builder() {
        return JDABuilder.createLight("token").setEnableShutdownHook(false);
    }

    /** Begins to log in. */
    public static Bot login(MockDiscord discord, Object... listeners) {
        return new Bot(discord, builder -> builder, listeners);
    }

    /** Begins to log in. */
    public static Bot login(MockDiscord discord, UnaryOperator<JDABuilder> settings, Object... listeners) {
        return new Bot(discord, settings, listeners);
    }

    public JDA jda() {
        return jda;
    }

    public List<GenericEvent> events() {
        return events.entries();
    }

    public <E extends GenericEvent> E await(Class<E> type) {
        return type.cast(events.await(type::isInstance));
    }

    public <E extends GenericEvent> E await(Class<E> type, Duration timeout) {
        return type.cast(events.await(type::isInstance, 1, timeout).get(0));
    }

    public Bot awaitConnected() {
        return awaitStatus(JDA.Status.CONNECTED, 1);
    }

    public Bot awaitStatus(JDA.Status status, int times) {
        events.await(event -> event instanceof StatusChangeEvent change && change.getNewStatus() == status, times);
        return this;
    }

    @Override
    public void close() {
        jda.shutdownNow();
    }
}
