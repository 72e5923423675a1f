package io.github.jdatasks.internal.util;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import org.jspecify.annotations.Nullable;

/**
 * Decides which of many failures are worth a line in the log: the first of its kind, and after that one an hour. Not
 * thread-safe.
 */
public final class FailureNews {
    /** How many kinds are remembered, so that failures by turns do not log their stacks at every run. */
    private static final int KINDS = 8;

    private static final int FRAMES = 5;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long AGAIN_AFTER = Duration.ofHours(1).toNanos();

    private final List<Line> lines = new ArrayList<>(1); // the last of each kind, oldest first

    /** What failures have in common that need only one line. */
    public record Kind(List<Object> traits) {
        /**
         * Reads the stack traces of the error, which is a call of user code.
         *
         * @param what what has failed, if several things share a memory; else ""
         */
        public static Kind of(String what, Throwable error) {
            List<Object> traits = new ArrayList<>(List.of(what));
            traits.addAll(traitsOf(error));
            Throwable root = ExceptionUnwrapper.rootCause(error);
            if (root != error) {
                traits.addAll(traitsOf(root));
            }
            return new Kind(traits);
        }

        private static List<Object> traitsOf(Throwable error) {
            // the answers of Discord that come to a callback differ by their codes only
            int code = error instanceof ErrorResponseException answer ? answer.getErrorCode() : 0;
            return List.of(error.getClass(), code, UserExceptions.topFrames(error, FRAMES));
        }

        /** Not {@code equals} of the record, after which Java 17 never lets go of this class and its loader. */
        boolean isLike(Kind other) {
            return traits.equals(other.traits);
        }
    }

    /**
     * The failures like one that is to be logged.
     *
     * @param count how many there were since the last line about them; 0 if there is no such line
     * @param nanos how long ago that line was
     */
    public record Earlier(long count, long nanos) {
        public static final Earlier NONE = new Earlier(0, 0);

        /** Returns the time since the last line in words, without seconds. */
        public String ago() {
            return DurationWords.of(nanos - nanos % MINUTE);
        }
    }

    private static final class Line {
        final Kind kind;
        final long at;
        long unlogged; // failures since

        Line(Kind kind, long at) {
            this.kind = kind;
            this.at = at;
        }
    }

    /** Notes a failure; returns null if it is no news. */
    public @Nullable Earlier note(Kind kind, long now) {
        Line last = lines.stream()
                .filter(line -> line.kind.isLike(kind))
                .findFirst()
                .orElse(null);
        if (last != null && now - last.at < AGAIN_AFTER) {
            last.unlogged++;
            return null;
        }
        if (last != null) {
            lines.remove(last);
        } else if (lines.size() == KINDS) {
            if (now - lines.get(0).at < MINUTE) { // kinds without end must not flood the log
                return null;
            }
            lines.remove(0);
        }
        lines.add(new Line(kind, now));
        return last == null || last.unlogged == 0 ? Earlier.NONE : new Earlier(last.unlogged, now - last.at);
    }
}
