package io.github.jdatasks.internal.jfr;

import io.github.jdatasks.LoopContext;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Writes events of {@code jdk.jfr}, which is loaded with this class. */
final class JfrEvents implements LoopEvents {
    private static final ClosedGates CLOSED_GATES = new ClosedGates(); // of all schedulers

    // Never written: they only tell whether a recording asks for such events. New ones would do that, too, but cost an
    // object each.
    private final RunEvent anyRun = new RunEvent(false);
    private final RetryEvent anyRetry = new RetryEvent();
    private final MissedEvent anyMissed = new MissedEvent();

    /** Returns the supertype, so that the class of the caller does not need this one. */
    static LoopEvents create() {
        return new JfrEvents();
    }

    @Override
    public @Nullable Attempt attempt(boolean runNow) {
        if (!anyRun.isEnabled()) {
            return null;
        }
        RunEvent event = new RunEvent(runNow);
        event.begin();
        return event;
    }

    @Override
    public void retry(Subject loop, LoopContext run, Throwable error, long delayNanos) {
        if (anyRetry.isEnabled()) {
            new RetryEvent().write(loop, run, error, delayNanos);
        }
    }

    @Override
    public void missed(Subject loop, long missed, long skipped) {
        if (anyMissed.isEnabled()) {
            new MissedEvent().write(loop, missed, skipped);
        }
    }

    @Override
    public void gateIsClosed(Object watch, String bot, Collection<Integer> shards) {
        CLOSED_GATES.add(watch, bot, shards);
    }

    @Override
    public void gateIsOpen(Object watch) {
        CLOSED_GATES.remove(watch);
    }
}
