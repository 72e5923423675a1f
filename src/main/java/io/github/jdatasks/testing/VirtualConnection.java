package io.github.jdatasks.testing;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopCog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
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

    private final String token = "virtual-" + NUMBER.incrementAndGet();
    private final List<EventListener> listeners;
    private @Nullable JDA jda;
    private int shardCount = 1;
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

    /**
     * Begins to log all shards in that are not; they are not ready before {@link #ready()}.
     *
     * @return this connection
     */
    public VirtualConnection login() {
        for (int id = 0; id < shardCount; id++) {
            login(id);
        }
        return this;
    }

    /**
     * Begins to log one shard in if it is not; it is not ready before {@link #ready(int)}.
     *
     * @param shardId from 0
     * @return this connection
     */
    public VirtualConnection login(int shardId) {
        checkId(shardId);
        VirtualShard known = shards.get(shardId);
        if (known == null || known.isShutDown()) {
            VirtualShard shard = new VirtualShard(shardId, shardCount, token, listeners, jda);
            shards.put(shardId, shard);
            shard.logIn();
        }
        return this;
    }

    /**
     * Logs all shards in that are not, and connects them.
     *
     * @return this connection
     */
    public VirtualConnection ready() {
        login();
        loggedIn().forEach(VirtualShard::connect);
        return this;
    }

    /**
     * Logs all shards in that are not, and connects one.
     *
     * @param shardId from 0
     * @return this connection
     */
    public VirtualConnection ready(int shardId) {
        login();
        shard(shardId).connect();
        return this;
    }

    /**
     * Loses the connection of all shards; their sessions can be resumed.
     *
     * @return this connection
     */
    public VirtualConnection disconnect() {
        loggedIn().forEach(VirtualShard::disconnect);
        return this;
    }

    /**
     * Loses the connection of one shard.
     *
     * @param shardId from 0
     * @return this connection
     */
    public VirtualConnection disconnect(int shardId) {
        shard(shardId).disconnect();
        return this;
    }

    /**
     * Resumes the sessions of all shards.
     *
     * @return this connection
     */
    public VirtualConnection resume() {
        loggedIn().forEach(VirtualShard::resume);
        return this;
    }

    /**
     * Resumes the session of one shard.
     *
     * @param shardId from 0
     * @return this connection
     */
    public VirtualConnection resume(int shardId) {
        shard(shardId).resume();
        return this;
    }

    /**
     * Has Discord invalidate the sessions of all shards: their caches are empty, and they disconnect.
     *
     * @return this connection
     */
    public VirtualConnection invalidate() {
        loggedIn().forEach(VirtualShard::invalidate);
        return this;
    }

    /**
     * Has Discord invalidate the session of one shard.
     *
     * @param shardId from 0
     * @return this connection
     */
    public VirtualConnection invalidate(int shardId) {
        shard(shardId).invalidate();
        return this;
    }

    /**
     * Connects all shards with new sessions.
     *
     * @return this connection
     */
    public VirtualConnection recreate() {
        loggedIn().forEach(VirtualShard::recreate);
        return this;
    }

    /**
     * Connects one shard with a new session.
     *
     * @param shardId from 0
     * @return this connection
     */
    public VirtualConnection recreate(int shardId) {
        shard(shardId).recreate();
        return this;
    }

    /**
     * Shuts all shards down; {@link #login()} and {@link #ready()} then log new ones in.
     *
     * @return this connection
     */
    public VirtualConnection shutdown() {
        loggedIn().forEach(VirtualShard::shutdown);
        return this;
    }

    /**
     * Shuts one shard down; {@link #login(int)} and {@link #ready(int)} then log a new one in.
     *
     * @param shardId from 0
     * @return this connection
     */
    public VirtualConnection shutdown(int shardId) {
        shard(shardId).shutdown();
        return this;
    }

    private List<VirtualShard> loggedIn() {
        if (shards.isEmpty()) {
            throw new IllegalStateException("The bot has not logged in: call login() or ready() first");
        }
        return List.copyOf(shards.values());
    }

    private VirtualShard shard(int id) {
        checkId(id);
        VirtualShard shard = shards.get(id);
        if (shard == null) {
            throw new IllegalStateException("Shard " + id + " has not logged in: call login(" + id + ") first");
        }
        return shard;
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
