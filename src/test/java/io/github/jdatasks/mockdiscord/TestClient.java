package io.github.jdatasks.mockdiscord;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.StatusChangeEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.requests.GatewayIntent;

/** A JDA that is logged in to a mock Discord and remembers its events. */
final class TestClient implements AutoCloseable {
    /** On a machine with better things to do. */
    static final Duration SOON = Duration.ofSeconds(40);

    private final Recording<GenericEvent> events = new Recording<>();
    private final JDA jda;

    TestClient(MockDiscord discord) {
        this(discord, builder -> builder);
    }

    TestClient(MockDiscord discord, UnaryOperator<JDABuilder> settings) {
        EventListener recorder = events::add;
        JDABuilder builder = JDABuilder.createLight("token")
                .enableIntents(GatewayIntent.MESSAGE_CONTENT)
                .setEnableShutdownHook(false)
                .addEventListeners(recorder);
        jda = discord.login(settings.apply(builder));
    }

    static TestClient ready(MockDiscord discord) throws InterruptedException {
        TestClient client = new TestClient(discord);
        client.awaitStatus(JDA.Status.CONNECTED, 1);
        return client;
    }

    JDA jda() {
        return jda;
    }

    <E extends GenericEvent> E await(Class<E> type) throws InterruptedException {
        return await(type, SOON);
    }

    <E extends GenericEvent> E await(Class<E> type, Predicate<E> matches) throws InterruptedException {
        return type.cast(events.await(event -> type.isInstance(event) && matches.test(type.cast(event)), 1, SOON)
                .get(0));
    }

    <E extends GenericEvent> E await(Class<E> type, Duration timeout) throws InterruptedException {
        return type.cast(events.await(type::isInstance, 1, timeout).get(0));
    }

    void awaitStatus(JDA.Status status, int times) throws InterruptedException {
        awaitStatus(status, times, SOON);
    }

    void awaitStatus(JDA.Status status, int times, Duration timeout) throws InterruptedException {
        events.await(
                event -> event instanceof StatusChangeEvent change && change.getNewStatus() == status, times, timeout);
    }

    List<GenericEvent> events() {
        return events.entries();
    }

    @Override
    public void close() {
        jda.shutdownNow();
    }
}
