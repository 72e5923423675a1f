package io.github.jdatasks.internal.loop;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The runs in progress of a loop whose runs may overlap. Guarded by the {@link LoopMachine}. */
final class OverlappingRuns {
    /** A run that waits for its next attempt. */
    record Retry(long iteration, int attempt, boolean repeated, long scheduledAt, long dueAt) {}

    final List<Run> running = new ArrayList<>(); // bodies in progress and stages that are pending
    final List<Retry> waiting = new ArrayList<>();
    long begun; // how many scheduled runs have begun in this life

    @Nullable Throwable fatal; // the failure that has ended this life

    /** Returns how many runs there are, including those that wait for an attempt. */
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

    /** Returns when the next retry will become due; {@link LoopFields#NEVER} if none will. */
    long nextRetryAfter(long now) {
        long first = LoopFields.NEVER;
        for (Retry retry : waiting) {
            first = retry.dueAt > now ? Math.min(first, retry.dueAt) : first;
        }
        return first;
    }

    @Nullable Retry takeRetry(long now) {
        for (int i = 0; i < waiting.size(); i++) {
            if (waiting.get(i).dueAt <= now) {
                return waiting.remove(i);
            }
        }
        return null;
    }
}
