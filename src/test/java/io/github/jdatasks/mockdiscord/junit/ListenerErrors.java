package io.github.jdatasks.mockdiscord.junit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.hooks.InterfacedEventManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers events as JDA does, and remembers what listeners throw, which JDA only logs. */
final class ListenerErrors extends InterfacedEventManager {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerErrors.class);

    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final Consumer<Throwable> also;

    ListenerErrors(Consumer<Throwable> also) {
        this.also = also;
    }

    @Override
    public void handle(GenericEvent event) {
        for (Object listener : getRegisteredListeners()) {
            try {
                ((EventListener) listener).onEvent(event);
            } catch (Throwable error) { // Errors too: the test has to fail by each
                LOG.error("A listener failed on {}", event.getClass().getSimpleName(), error);
                errors.add(error);
                also.accept(error);
            }
        }
    }

    /** Throws what the first of them was, with the others behind it. */
    void rethrow() {
        if (errors.isEmpty()) {
            return;
        }
        AssertionError failure = new AssertionError("A listener of the bot failed: " + errors.get(0), errors.get(0));
        errors.stream().skip(1).forEach(failure::addSuppressed);
        throw failure;
    }
}
