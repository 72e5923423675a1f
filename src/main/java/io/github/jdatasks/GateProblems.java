package io.github.jdatasks;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where everything ends that must not be thrown into JDA: the first problem of each kind is logged, the rest is not,
 * because there may be hundreds of events per second.
 */
final class GateProblems {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionGate.class);
    private static final int MOST_KINDS = 16;

    private final Set<Class<?>> seen = ConcurrentHashMap.newKeySet();

    /** Takes note of a problem; throws nothing, not even if logging fails. */
    void report(String where, Throwable problem) {
        try {
            if (seen.size() < MOST_KINDS && seen.add(problem.getClass())) {
                LOG.error("Problem {}; further ones of this kind are not logged", where, problem);
            }
        } catch (Throwable hopeless) {
            // Out of memory or a broken log appender: there is no one left to tell.
        }
    }
}
