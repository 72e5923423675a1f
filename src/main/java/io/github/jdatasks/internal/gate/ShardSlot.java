package io.github.jdatasks.internal.gate;

import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDA;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one JDA instance, as last seen. Guarded by the lock of the {@link Gate} it belongs to.
 *
 * <p>The state is derived from the status that the instance reports at the moment of looking, never from what an event
 * says has happened, so the order in which events arrive does not matter: the last one to be handled sees a status at
 * least as new as every other did.
 */
public final class ShardSlot {
    /**
     * How long a state that no event will correct is believed: an invalidated session that still claims to be
     * connected (JDA waits at most 10 s for the peer to close), and a shard that has left its manager but may be about
     * to be queued again.
     */
    public static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(15);

    /*
     *     WAITING_FIRST_READY --> OPEN <--> PAUSED        and from everywhere: --> CLOSED, never left
     *
     * OPEN is a status of CONNECTED, unless the session was invalidated: JDA then has emptied its caches but claims to
     * be CONNECTED until the peer has answered its close frame.
     *
     * Why CONNECTED, and not the events that say ready, resumed or recreated: it is the last step of all three ways to
     * get connected; it comes after every listener's onReady; it is what jda.getStatus() answers to the loop bodies
     * that run then; and one of the three events can be missing or come in an unexpected combination, while the status
     * can simply be read.
     */

    /** How a shard is, for the log. */
    public record Report(int id, boolean isOpen, String status) {}

    /** The life of one instance; {@link #CLOSED} is never left. */
    enum State {
        WAITING_FIRST_READY,
        OPEN,
        PAUSED,
        CLOSED
    }

    private final JDA jda;
    private State state = State.WAITING_FIRST_READY;
    private boolean hasBeenReady;
    private boolean invalidated;
    private long invalidatedAt;
    private long closedAt;

    /**
     * Creates the slot of an instance.
     *
     * @param before whose place it takes, if any: the shard stays one that has been ready
     */
    ShardSlot(JDA jda, @Nullable ShardSlot before) {
        this.jda = jda;
        this.hasBeenReady = before != null && before.hasBeenReady;
    }

    /** Looks at the instance's status and moves on accordingly. */
    void refresh(long now) {
        observe(now, false);
    }

    /** As {@link #refresh}; the session has just lost its caches, so a claim to be connected is not believed. */
    void invalidate(long now) {
        observe(now, true);
    }

    private void observe(long now, boolean nowInvalid) {
        if (state == State.CLOSED) {
            return;
        }
        JDA.Status status = jda.getStatus();
        if (isClosed(status)) {
            close(now);
            return;
        }
        boolean connected = status == JDA.Status.CONNECTED;
        if (!connected || now - invalidatedAt >= SETTLE_NANOS) {
            invalidated = false;
        }
        if (connected && nowInvalid && !invalidated) {
            invalidated = true;
            invalidatedAt = now;
        }
        if (connected && !invalidated) {
            state = State.OPEN;
            hasBeenReady = true;
        } else if (state == State.OPEN) {
            state = State.PAUSED;
        }
    }

    /** The instance has shut down, whatever its status says from now on. */
    void close(long now) {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            invalidated = false;
            closedAt = now;
        }
    }

    JDA jda() {
        return jda;
    }

    State state() {
        return state;
    }

    JDA.Status status() {
        return jda.getStatus();
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    public boolean isClosed() {
        return state == State.CLOSED;
    }

    /** Returns what to publish of it: flags of a {@link GateState}. */
    long flags() {
        long ready = hasBeenReady ? GateState.ANY_READY : 0;
        return switch (state) {
            case WAITING_FIRST_READY, PAUSED -> GateState.ALIVE | ready;
            case OPEN -> GateState.ALIVE | ready | GateState.ANY_OPEN;
            case CLOSED -> GateState.CLOSING; // not even a REST request could be made
        };
    }

    /** Whether it is kept closed by an invalidated session that still claims to be connected. */
    boolean isInvalidated() {
        return invalidated;
    }

    boolean hasBeenClosedForLong(long now) {
        return state == State.CLOSED && now - closedAt >= SETTLE_NANOS;
    }

    public static boolean isClosed(JDA.Status status) {
        return status == JDA.Status.SHUTTING_DOWN
                || status == JDA.Status.SHUTDOWN
                || status == JDA.Status.FAILED_TO_LOGIN;
    }
}
