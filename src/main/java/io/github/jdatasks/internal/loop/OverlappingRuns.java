package io.github.jdatasks.internal.loop;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a loop that may overlap: each goes on by itself while the loop is free for the next. Guarded by the
 * {@link LoopMachine}.
 */
final class OverlappingRuns {
    /** A run that failed or was interrupted, and has another attempt to come. */
    record Retry(long iteration, int attempt, long scheduledAt, long dueAt) {}

    /** Bodies in progress and stages that are pending. */
    final List<Run> running = new ArrayList<>();

    private final List<Retry> waiting = new ArrayList<>();

    /** How many scheduled runs have begun in this life. */
    long begun;

    /** How many runs there are, those between two attempts included. */
    int size() {
        return running.size() + waiting.size();
    }

    boolean isBackingOff() {
        return !waiting.isEmpty();
    }

    /** Returns a run whose stage has completed. */
    @Nullable Run completed() {
        for (Run run : running) {
            if (run.done) {
                return run;
            }
        }
        return null;
    }

    void retryLater(Retry retry) {
        waiting.add(retry);
    }

    void forgetRetries() {
        waiting.clear();
    }

    /** Returns when the next retry is due; {@link LoopFields#NEVER} if there is none. */
    long nextRetryAt() {
        return nextRetryAfter(Long.MIN_VALUE);
    }

    /** Returns when the next retry will become due; {@link LoopFields#NEVER} if none will. */
    long nextRetryAfter(long now) {
        long first = LoopFields.NEVER;
        for (Retry retry : waiting) {
            first = retry.dueAt > now ? Math.min(first, retry.dueAt) : first;
        }
        return first;
    }

    /** Takes a retry out whose time has come. */
    @Nullable Retry takeRetry(long now) {
        for (int i = 0; i < waiting.size(); i++) {
            if (waiting.get(i).dueAt <= now) {
                return waiting.remove(i);
            }
        }
        return null;
    }
}
