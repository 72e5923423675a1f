package io.github.jdatasks.internal.util;

import java.time.Duration;
import java.util.List;

/** A failure that was logged with its stack; for an hour, similar ones are logged without. */
public record LoggedFailure(Class<?> type, List<StackTraceElement> topFrames, long at) {
    private static final long STACK_AGAIN_AFTER = Duration.ofHours(1).toNanos();

    /** Reads the stack trace of the error, which is a call of user code; {@code now} is the timer's time. */
    public LoggedFailure(Throwable error, long now) {
        this(error.getClass(), UserExceptions.topFrames(error, 5), now);
    }

    /** Returns whether it is like an earlier failure that was logged less than an hour ago. */
    public boolean repeats(LoggedFailure earlier) {
        return isLike(earlier) && at - earlier.at < STACK_AGAIN_AFTER;
    }

    public boolean isLike(LoggedFailure other) {
        return type == other.type && topFrames.equals(other.topFrames);
    }
}
