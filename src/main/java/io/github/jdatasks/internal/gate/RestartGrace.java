package io.github.jdatasks.internal.gate;

/**
 * Closes a gate for good when all of its shards have been down for a while; a manager may restart one before that.
 * Used in timer turns only.
 */
public final class RestartGrace {
    private static final long NOT_CLOSING = Long.MIN_VALUE;

    private final Gate gate;
    private final long graceNanos;
    private long since = NOT_CLOSING;

    public RestartGrace(Gate gate, long graceNanos) {
        this.gate = gate;
        this.graceNanos = graceNanos;
    }

    /** Closes the gate if its time is up; returns when to call again, {@link Long#MAX_VALUE} if it is not closing. */
    public long follow(long now) {
        if (!gate.has(GateState.CLOSING)) {
            since = NOT_CLOSING;
            return Long.MAX_VALUE;
        }
        if (since == NOT_CLOSING) {
            since = now;
        }
        if (now >= since + graceNanos) {
            if (gate.confirmClosed() || !gate.has(GateState.CLOSING)) {
                return Long.MAX_VALUE;
            }
            since = now;
        }
        return since + graceNanos;
    }
}
