package io.github.jdatasks.internal.util;

import java.time.Duration;
import java.util.List;

/**
 * A failure that was logged with its stack: one that repeats gets a line without for an hour.
 */
public final class LoggedFailure {
    private static final int TOP_FRAMES = 5;
    private static final long STACK_AGAIN_AFTER = Duration.ofHours(1).toNanos();

    private final Class<?> type;
    private final List<StackTraceElement> topFrames;
    private final long at;

    /**
     * Remembers what a failure looks like; asks the user's exception for its stack.
     *
     * @param now the timer's time
     */
    public LoggedFailure(Throwable error, long now) {
        this.type = error.getClass();
        this.topFrames = Asking.topFrames(error, TOP_FRAMES);
        this.at = now;
    }

    /** Returns the timer's time. */
    public long at() {
        return at;
    }

    /** Returns whether it comes from where an earlier one came from, whose stack is not an hour old. */
    public boolean repeats(LoggedFailure earlier) {
        return isLike(earlier) && at - earlier.at < STACK_AGAIN_AFTER;
    }

    public boolean isLike(LoggedFailure other) {
        return type == other.type && topFrames.equals(other.topFrames);
    }
}
