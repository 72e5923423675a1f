package io.github.jdatasks.internal.gate;

import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDA;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one JDA instance, as last seen. Guarded by the lock of its {@link Gate}.
 *
 * <p>The state comes from the instance's present status, never from what an event says. So the order of events does not
 * matter: whichever is handled last, the newest status has been read then.
 */
public final class ShardSlot {
    /**
     * How long to trust two states that no event corrects: an invalidated session whose status is still CONNECTED (JDA
     * waits at most 10 s for the peer to close), and a shard that its manager has dropped but may queue again.
     */
    public static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(15);

    /*
     *     WAITING_FIRST_READY --> OPEN <--> PAUSED        and from everywhere: --> CLOSED, never left
     *
     * OPEN is status CONNECTED, unless the session was invalidated: JDA has then emptied its caches, but its status
     * stays CONNECTED until the peer has answered the close frame.
     *
     * Why the status and not the events ready, resumed and recreated: CONNECTED is the last step of all three ways to
     * connect, comes after every listener's onReady, and is what loop bodies then read from jda.getStatus(). An event
     * may be missing, while the status can always be read.
     */

    /** The state of a shard for the log. */
    public record Report(int id, boolean isOpen, String status) {}

    enum State {
        WAITING_FIRST_READY,
        OPEN,
        PAUSED,
        CLOSED
    }

    final JDA jda;
    private State state = State.WAITING_FIRST_READY;
    private boolean hasBeenReady;
    private boolean invalidated;
    private long invalidatedAt;
    private long closedAt;

    /** Creates the slot of an instance that replaces another one of its shard, if {@code before} is not null. */
    ShardSlot(JDA jda, @Nullable ShardSlot before) {
        this.jda = jda;
        this.hasBeenReady = before != null && before.hasBeenReady;
    }

    /** Reads the status; if the session has just been invalidated, CONNECTED does not count. */
    void refresh(long now, boolean justInvalidated) {
        if (isClosed()) {
            return;
        }
        JDA.Status status = jda.getStatus();
        boolean connected = status == JDA.Status.CONNECTED;
        if (!connected || now - invalidatedAt >= SETTLE_NANOS) {
            invalidated = false;
        }
        if (connected && justInvalidated && !invalidated) {
            invalidated = true;
            invalidatedAt = now;
        }
        if (isClosed(status)) {
            close(now);
        } else if (connected && !invalidated) {
            state = State.OPEN;
            hasBeenReady = true;
        } else if (state == State.OPEN) {
            state = State.PAUSED;
        }
    }

    void close(long now) {
        if (!isClosed()) {
            state = State.CLOSED;
            invalidated = false;
            closedAt = now;
        }
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    public boolean isClosed() {
        return state == State.CLOSED;
    }

    /** Returns whether this instance has been open and has not shut down. */
    boolean isUp() {
        return state == State.OPEN || state == State.PAUSED;
    }

    /** Returns its flags of a {@link GateState}. */
    long flags() {
        long ready = hasBeenReady ? GateState.ANY_READY : 0;
        return switch (state) {
            case WAITING_FIRST_READY -> GateState.ALIVE | ready;
            case PAUSED -> GateState.ALIVE | GateState.UP | ready;
            case OPEN -> GateState.ALIVE | GateState.UP | ready | GateState.ANY_OPEN;
            case CLOSED -> GateState.CLOSING; // not even a REST request could be made
        };
    }

    /** Whether its session was invalidated while the status is still CONNECTED. */
    boolean isInvalidated() {
        return invalidated;
    }

    Report report(int id) {
        return new Report(id, isOpen(), invalidated ? "session lost" : String.valueOf(jda.getStatus()));
    }

    boolean hasBeenClosedForLong(long now) {
        return isClosed() && now - closedAt >= SETTLE_NANOS;
    }

    @Override
    public String toString() {
        return state.toString();
    }

    /** Returns whether an instance has not begun to log in: until then JDA reports shard 0 for every one. */
    public static boolean isEarly(JDA.Status status) {
        return status == JDA.Status.INITIALIZING || status == JDA.Status.INITIALIZED;
    }

    public static boolean isClosed(JDA.Status status) {
        return status == JDA.Status.SHUTTING_DOWN
                || status == JDA.Status.SHUTDOWN
                || status == JDA.Status.FAILED_TO_LOGIN;
    }
}
