package io.github.jdatasks.internal.util;

import java.time.Duration;
import java.util.List;

/** A failure that was logged with its stack; for an hour, similar ones are logged without. */
public final class LoggedFailure {
    private static final int TOP_FRAMES = 5;
    private static final long STACK_AGAIN_AFTER = Duration.ofHours(1).toNanos();

    private final Class<?> type;
    private final List<StackTraceElement> topFrames;
    private final long at;

    /** Reads the stack trace of the error, which is a call of user code; {@code now} is the timer's time. */
    public LoggedFailure(Throwable error, long now) {
        this.type = error.getClass();
        this.topFrames = UserExceptions.topFrames(error, TOP_FRAMES);
        this.at = now;
    }

    public long at() {
        return at;
    }

    /** Returns whether it is like an earlier failure that was logged less than an hour ago. */
    public boolean repeats(LoggedFailure earlier) {
        return isLike(earlier) && at - earlier.at < STACK_AGAIN_AFTER;
    }

    public boolean isLike(LoggedFailure other) {
        return type == other.type && topFrames.equals(other.topFrames);
    }
}
