package io.github.jdatasks.internal.util;

import org.slf4j.Logger;

/** Logs what user code has thrown; the log calls methods of such an exception, and these may throw too. */
public final class FailureLog {
    private FailureLog() {}

    /** Writes a line about a failure; throws nothing, not even if logging fails. */
    public static void error(Logger logger, String line, Throwable failure) {
        write(logger, line, failure, () -> logger.error(line, failure));
    }

    /** Runs code that logs a line about a failure; if that throws, logs the subject and the failure's class. */
    public static void write(Logger logger, String subject, Throwable failure, Runnable line) {
        try {
            line.run();
        } catch (Throwable t) { // a failed log call must not stop the caller
            quietly(() -> logger.error(
                    "{}: a {}, which cannot be logged because of a {}",
                    subject,
                    failure.getClass().getName(),
                    t.getClass().getName()));
        }
    }

    /** Runs code that logs a line without user objects; throws nothing if the log itself fails. */
    public static void quietly(Runnable line) {
        try {
            line.run();
        } catch (Throwable t) {
            // The log itself is broken, so there is nowhere to report this.
        }
    }
}
