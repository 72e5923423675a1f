package io.github.jdatasks.internal.cog;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reports a cogLoad or cogUnload that takes long, since all loops of the cog wait for it; in timer turns only. */
final class SlowCogCall {
    private static final long FIRST_REPORT = Duration.ofMinutes(1).toNanos();

    private final CogLifecycle life;
    private @Nullable Thread caller;
    private long since;
    private long reportAfter;

    SlowCogCall(CogLifecycle life) {
        this.life = life;
    }

    /** Looks at the thread that is in a call; returns when to look again, {@link Long#MAX_VALUE} for never. */
    long look(@Nullable Thread present, long now) {
        if (present != caller) {
            caller = present;
            since = now;
            reportAfter = FIRST_REPORT;
        }
        String call = present == null ? null : life.callOn(present);
        if (present == null || call == null) { // the call has just returned
            return Long.MAX_VALUE;
        }
        if (now - since >= reportAfter) {
            long soFar = reportAfter;
            reportAfter *= 2;
            life.scheduler().workers().report(() -> CogLog.slow(life.name(), call, soFar, present));
        }
        return since + reportAfter;
    }
}
