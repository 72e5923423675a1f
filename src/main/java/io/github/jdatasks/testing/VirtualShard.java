package io.github.jdatasks.testing;

import io.github.jdatasks.internal.gate.StandInJda;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.StatusChangeEvent;
import net.dv8tion.jda.api.events.session.SessionInvalidateEvent;
import net.dv8tion.jda.api.events.session.SessionRecreateEvent;
import net.dv8tion.jda.api.events.session.SessionResumeEvent;
import net.dv8tion.jda.api.events.session.ShutdownEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import org.jspecify.annotations.Nullable;

/**
 * A JDA instance that is a status, a shard number and a list of listeners; whatever else it is asked for is answered by
 * the test's own JDA.
 */
final class VirtualShard implements InvocationHandler {
    private static final int NORMAL_CLOSURE = 1000;

    private final JDA.ShardInfo info;
    private final VirtualConnection bot;
    private final JDA self;
    private volatile JDA.Status status = JDA.Status.INITIALIZED;

    VirtualShard(int id, VirtualConnection bot) {
        this.info = new JDA.ShardInfo(id, bot.shardCount);
        this.bot = bot;
        this.self = (JDA) Proxy.newProxyInstance(
                VirtualShard.class.getClassLoader(), new Class<?>[] {JDA.class, StandInJda.class}, this);
    }

    boolean isShutDown() {
        return status == JDA.Status.SHUTDOWN;
    }

    void logIn() {
        change(JDA.Status.LOGGING_IN);
    }

    void connect() {
        if (status != JDA.Status.CONNECTED) {
            change(JDA.Status.LOADING_SUBSYSTEMS);
            change(JDA.Status.CONNECTED);
        }
    }

    void disconnect() {
        change(JDA.Status.DISCONNECTED);
        change(JDA.Status.WAITING_TO_RECONNECT);
    }

    void resume() {
        change(JDA.Status.AWAITING_LOGIN_CONFIRMATION);
        deliver(new SessionResumeEvent(self));
        change(JDA.Status.CONNECTED);
    }

    void invalidate() {
        deliver(new SessionInvalidateEvent(self));
        change(JDA.Status.DISCONNECTED);
        deliver(new SessionInvalidateEvent(self));
        change(JDA.Status.RECONNECT_QUEUED);
    }

    void recreate() {
        change(JDA.Status.LOADING_SUBSYSTEMS);
        deliver(new SessionRecreateEvent(self));
        change(JDA.Status.CONNECTED);
    }

    void shutdown() {
        change(JDA.Status.SHUTTING_DOWN);
        change(JDA.Status.SHUTDOWN);
        deliver(new ShutdownEvent(self, OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC), NORMAL_CLOSURE));
    }

    private void change(JDA.Status newStatus) {
        JDA.Status old = status;
        if (old != newStatus) {
            status = newStatus;
            deliver(new StatusChangeEvent(self, newStatus, old));
        }
    }

    private void deliver(GenericEvent event) {
        for (EventListener listener : List.copyOf(bot.listeners)) {
            listener.onEvent(event);
        }
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        return switch (method.getName()) {
            case "exposed" -> bot.jda == null ? self : bot.jda;
            case "getStatus" -> status;
            case "getShardInfo" -> info;
            case "getShardManager" -> null;
            case "getToken" -> bot.token;
            case "getResponseTotal" -> 0L;
            case "getRegisteredListeners" -> List.copyOf(bot.listeners);
            case "addEventListener" -> changeListeners(arguments, true);
            case "removeEventListener" -> changeListeners(arguments, false);
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> arguments != null && arguments[0] == proxy;
            case "toString" -> "virtual JDA " + info.getShardString() + " " + status;
            default -> ask(method, arguments);
        };
    }

    private @Nullable Object changeListeners(Object @Nullable [] arguments, boolean add) {
        if (arguments != null && arguments[0] instanceof Object[] changed) {
            for (Object listener : changed) {
                if (!add) {
                    bot.listeners.removeIf(registered -> registered == listener);
                } else if (listener instanceof EventListener eventListener) {
                    bot.listeners.add(eventListener);
                }
            }
        }
        return null;
    }

    private @Nullable Object ask(Method method, Object @Nullable [] arguments) throws Throwable {
        if (bot.jda == null) {
            throw new UnsupportedOperationException("This JDA has no connection behind it and cannot answer "
                    + method.getName() + "(); give the test's own with VirtualConnection.withJda(JDA)");
        }
        try {
            return method.invoke(bot.jda, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
