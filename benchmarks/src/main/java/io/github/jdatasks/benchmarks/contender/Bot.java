package io.github.jdatasks.benchmarks.contender;

import io.github.jdatasks.ConnectionGate;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.StatusChangeEvent;
import org.jspecify.annotations.Nullable;

/** A JDA of which there is only its status, and a gate that follows it. */
public final class Bot {
    private final ConnectionGate gate = new ConnectionGate();
    private final JDA.ShardInfo shard = new JDA.ShardInfo(0, 1);
    private volatile JDA.Status status = JDA.Status.LOGGING_IN;
    private final JDA jda =
            (JDA) Proxy.newProxyInstance(Bot.class.getClassLoader(), new Class<?>[] {JDA.class}, this::answer);

    public ConnectionGate gate() {
        return gate;
    }

    public JDA jda() {
        return jda;
    }

    /** Opens the gate, and tells it so on the calling thread, as JDA does on its own. */
    public void connect() {
        become(JDA.Status.CONNECTED);
    }

    /** Closes the gate. */
    public void disconnect() {
        become(JDA.Status.WAITING_TO_RECONNECT);
    }

    private void become(JDA.Status next) {
        JDA.Status last = status;
        status = next;
        gate.onEvent(new StatusChangeEvent(jda, next, last));
    }

    private @Nullable Object answer(Object self, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "getStatus" -> status;
            case "getShardInfo" -> shard;
            case "getShardManager" -> null;
            case "getToken" -> "none";
            case "getResponseTotal" -> 0L;
            case "hashCode" -> System.identityHashCode(self);
            case "equals" -> arguments != null && arguments[0] == self;
            case "toString" -> "JDA of a benchmark";
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }
}
