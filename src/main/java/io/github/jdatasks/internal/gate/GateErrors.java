package io.github.jdatasks.internal.gate;

import io.github.jdatasks.internal.util.FailureLog;
import io.github.jdatasks.internal.util.Loggers;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import net.dv8tion.jda.api.JDA;
import org.slf4j.Logger;

/**
 * Logs exceptions that must not be thrown into JDA. Only the first of each class is logged, because there may be
 * hundreds of events per second.
 */
final class GateErrors {
    private static final Logger LOG = Loggers.get(Gate.LOGGER);
    private static final int MOST_KINDS = 16;

    private final AtomicBoolean foreignReported = new AtomicBoolean();
    private final Set<Class<?>> seen = ConcurrentHashMap.newKeySet();

    /** Logs, once, that a second bot uses this gate. */
    void reportForeign(JDA jda) {
        if (foreignReported.compareAndSet(false, true)) {
            LOG.error(
                    "A second bot ({}) uses a gate, or a cog, that serves another one already; its events are ignored."
                            + " Give each bot a ConnectionGate and cogs of its own",
                    jda.getShardInfo());
        }
    }

    /** Logs a problem; throws nothing, even if logging fails. */
    void report(String where, Throwable problem) {
        FailureLog.quietly(() -> {
            if (seen.size() < MOST_KINDS && seen.add(problem.getClass())) {
                FailureLog.error(LOG, "Problem " + where + "; further ones of this kind are not logged", problem);
            }
        });
    }
}
