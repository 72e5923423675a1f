package io.github.jdatasks.support;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.session.ReadyEvent;
import net.dv8tion.jda.api.events.session.SessionDisconnectEvent;
import net.dv8tion.jda.api.events.session.SessionInvalidateEvent;
import net.dv8tion.jda.api.events.session.SessionRecreateEvent;
import net.dv8tion.jda.api.events.session.SessionResumeEvent;
import net.dv8tion.jda.api.events.session.ShutdownEvent;
import net.dv8tion.jda.api.sharding.ShardManager;
import net.dv8tion.jda.internal.JDAImpl;
import net.dv8tion.jda.internal.utils.UnlockHook;
import net.dv8tion.jda.internal.utils.cache.ShardCacheViewImpl;
import net.dv8tion.jda.internal.utils.config.AuthorizationConfig;

/**
 * A real JDA instance without a network, moved through its life by hand. This class alone touches JDA's internals.
 */
public final class OfflineJda extends JDAImpl {
    private final ShardInfo shard;
    private final Deque<GenericEvent> held = new ArrayDeque<>();
    private boolean holding;

    public OfflineJda() {
        this(0, 1);
    }

    public OfflineJda(int id, int total) {
        super(new AuthorizationConfig("x"));
        shard = new ShardInfo(id, total);
    }

    /** Moves through the given statuses; as in life, the shard's number is not known before the login. */
    public OfflineJda become(Status... statuses) {
        for (Status next : statuses) {
            if (next == Status.LOGGING_IN) {
                shardInfo = shard;
            }
            setStatus(next);
        }
        return this;
    }

    public OfflineJda logIn() {
        return become(Status.LOGGING_IN, Status.LOADING_SUBSYSTEMS, Status.CONNECTED);
    }

    /** Changes the status in a way that no listener hears of. */
    public void becomeSilently(Status status) {
        hold();
        become(status);
        held.clear();
        holding = false;
    }

    public void fire(String event) {
        handleEvent(
                switch (event) {
                    case "Ready" -> new ReadyEvent(this);
                    case "Resume" -> new SessionResumeEvent(this);
                    case "Recreate" -> new SessionRecreateEvent(this);
                    case "Invalidate" -> new SessionInvalidateEvent(this);
                    case "Disconnect" -> new SessionDisconnectEvent(this, null, null, true, OffsetDateTime.MIN);
                    case "Shutdown" -> new ShutdownEvent(this, OffsetDateTime.MIN, 1000);
                    default -> throw new IllegalArgumentException(event);
                });
    }

    /** From now on events are kept back. */
    public void hold() {
        holding = true;
    }

    /** Hands out the event that has just been fired, for delivery whenever it pleases. */
    public GenericEvent takeHeld() {
        return held.removeFirst();
    }

    public boolean hasHeld() {
        return !held.isEmpty();
    }

    @Override
    public void handleEvent(GenericEvent event) {
        if (holding) {
            held.add(event);
        } else {
            super.handleEvent(event);
        }
    }

    /** What a shard manager says about its shards. */
    public static final class Manager {
        private int queued;
        private final ShardCacheViewImpl shards = new ShardCacheViewImpl();
        private final ShardManager proxy = (ShardManager) Proxy.newProxyInstance(
                ShardManager.class.getClassLoader(),
                new Class<?>[] {ShardManager.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "getShardCache" -> shards;
                    case "getShardsQueued" -> queued;
                    default -> InvocationHandler.invokeDefault(self, method, arguments);
                });

        public ShardManager proxy() {
            return proxy;
        }

        public void queued(int count) {
            queued = count;
        }

        public void list(JDA... instances) {
            UnlockHook lock = shards.writeLock();
            shards.getMap().clear();
            for (JDA jda : instances) {
                shards.getMap().put(((OfflineJda) jda).shard.getShardId(), jda);
            }
            lock.close();
        }
    }
}
