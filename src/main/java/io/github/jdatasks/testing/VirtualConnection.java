package io.github.jdatasks.testing;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopCog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.hooks.EventListener;
import org.jspecify.annotations.Nullable;

/**
 * A bot's connection to Discord that comes and goes as a test says, without a network.
 *
 * <p>It delivers JDA's own events in JDA's own order to a cog or a gate, from JDA instances that are only a status:
 * {@code StatusChangeEvent}s and the session events, except {@code ReadyEvent} and {@code SessionDisconnectEvent},
 * which cannot be made without a connection. Each connection is that of another bot. Nothing runs inside these methods;
 * call {@link VirtualLoopScheduler#runPending} or {@link VirtualLoopScheduler#advance} afterwards.
 *
 * <pre>{@code
 * VirtualConnection connection = VirtualConnection.of(cog).withJda(jda);
 * connection.login();                              // the cog is loaded, its loops wait
 * time.advance(Duration.ofSeconds(10));
 * connection.ready();
 * time.advance(Duration.ofMinutes(1));
 * connection.disconnect();
 * time.advance(Duration.ofMinutes(5));             // no run
 * connection.resume();
 * }</pre>
 */
public final class VirtualConnection {
    private static final AtomicLong NUMBER = new AtomicLong();

    final String token = "virtual-" + NUMBER.incrementAndGet();
    final List<EventListener> listeners;

    @Nullable JDA jda; // not changed once there is a shard

    int shardCount = 1;
    private final Map<Integer, VirtualShard> shards = new TreeMap<>();

    private VirtualConnection(EventListener listener) {
        this.listeners = new ArrayList<>(List.of(listener));
    }

    /**
     * {@return a connection for a cog, not logged in yet}
     *
     * @param cog as if registered with JDA; made by {@link VirtualLoopScheduler#create}, or on a scheduler of its own
     * @throws IllegalArgumentException if the cog runs on {@link io.github.jdatasks.LoopScheduler#shared()}: it lives
     *     in real time
     */
    public static VirtualConnection of(LoopCog cog) {
        VirtualLoopScheduler.checkIsNotInRealTime(cog);
        return new VirtualConnection(cog);
    }

    /**
     * {@return a connection for a gate, not logged in yet}
     *
     * @param gate as if registered with JDA
     * @throws IllegalArgumentException if it is the gate of a cog that {@link #of(LoopCog)} refuses
     */
    public static VirtualConnection of(ConnectionGate gate) {
        VirtualLoopScheduler.checkIsNotInRealTime(gate);
        return new VirtualConnection(gate);
    }

    /**
     * Sets what loops get from {@code run.jda()} and cogs from {@code cogLoad}, for example a mock. Default: a JDA that
     * knows its status and nothing else.
     *
     * @param newJda any JDA
     * @return this connection
     */
    public VirtualConnection withJda(JDA newJda) {
        checkNotLoggedIn("withJda");
        this.jda = newJda;
        return this;
    }

    /**
     * Sets how many shards the bot has. Default: one.
     *
     * @param count one or more
     * @return this connection
     * @throws IllegalArgumentException if it is less than one
     */
    public VirtualConnection shards(int count) {
        checkNotLoggedIn("shards");
        if (count < 1) {
            throw new IllegalArgumentException("a bot has one shard or more, but this one was given " + count);
        }
        this.shardCount = count;
        return this;
    }

    /** {@return this connection, with all shards logging in that were not; {@link #ready()} connects them} */
    public VirtualConnection login() {
        for (int id = 0; id < shardCount; id++) {
            login(id);
        }
        return this;
    }

    /**
     * {@return this connection, with one shard logging in if it was not; {@link #ready(int)} connects it}
     *
     * @param shardId from 0
     */
    public VirtualConnection login(int shardId) {
        checkId(shardId);
        VirtualShard known = shards.get(shardId);
        if (known == null || known.isShutDown()) {
            VirtualShard shard = new VirtualShard(shardId, this);
            shards.put(shardId, shard);
            shard.logIn();
        }
        return this;
    }

    /** {@return this connection, with all shards logged in and connected} */
    public VirtualConnection ready() {
        return login().all(VirtualShard::connect);
    }

    /**
     * {@return this connection, with all shards logged in, and one connected}
     *
     * @param shardId from 0
     */
    public VirtualConnection ready(int shardId) {
        return login().one(shardId, VirtualShard::connect);
    }

    /** {@return this connection, with all shards disconnected; their sessions can be resumed} */
    public VirtualConnection disconnect() {
        return all(VirtualShard::disconnect);
    }

    /**
     * {@return this connection, with one shard disconnected}
     *
     * @param shardId from 0
     */
    public VirtualConnection disconnect(int shardId) {
        return one(shardId, VirtualShard::disconnect);
    }

    /** {@return this connection, with the sessions of all shards resumed} */
    public VirtualConnection resume() {
        return all(VirtualShard::resume);
    }

    /**
     * {@return this connection, with the session of one shard resumed}
     *
     * @param shardId from 0
     */
    public VirtualConnection resume(int shardId) {
        return one(shardId, VirtualShard::resume);
    }

    /** {@return this connection, with the sessions of all shards invalidated: caches are empty, and shards disconnect} */
    public VirtualConnection invalidate() {
        return all(VirtualShard::invalidate);
    }

    /**
     * {@return this connection, with the session of one shard invalidated}
     *
     * @param shardId from 0
     */
    public VirtualConnection invalidate(int shardId) {
        return one(shardId, VirtualShard::invalidate);
    }

    /** {@return this connection, with all shards connected with new sessions} */
    public VirtualConnection recreate() {
        return all(VirtualShard::recreate);
    }

    /**
     * {@return this connection, with one shard connected with a new session}
     *
     * @param shardId from 0
     */
    public VirtualConnection recreate(int shardId) {
        return one(shardId, VirtualShard::recreate);
    }

    /** {@return this connection, with all shards shut down; {@link #login()} and {@link #ready()} log new ones in} */
    public VirtualConnection shutdown() {
        return all(VirtualShard::shutdown);
    }

    /**
     * {@return this connection, with one shard shut down; {@link #login(int)} and {@link #ready(int)} log a new one in}
     *
     * @param shardId from 0
     */
    public VirtualConnection shutdown(int shardId) {
        return one(shardId, VirtualShard::shutdown);
    }

    private VirtualConnection all(Consumer<VirtualShard> action) {
        if (shards.isEmpty()) {
            throw new IllegalStateException("The bot has not logged in: call login() or ready() first");
        }
        List.copyOf(shards.keySet()).forEach(id -> one(id, action));
        return this;
    }

    private VirtualConnection one(int id, Consumer<VirtualShard> action) {
        checkId(id);
        VirtualShard shard = shards.get(id);
        if (shard == null) {
            throw new IllegalStateException("Shard " + id + " has not logged in: call login(" + id + ") first");
        }
        if (!shard.isShutDown()) {
            action.accept(shard);
        }
        return this;
    }

    private void checkId(int id) {
        if (id < 0 || id >= shardCount) {
            throw new IllegalArgumentException("There is no shard " + id + "; there are " + shardCount + ", from 0");
        }
    }

    private void checkNotLoggedIn(String method) {
        if (!shards.isEmpty()) {
            throw new IllegalStateException(method + " must be called before the bot logs in");
        }
    }
}
