package io.github.jdatasks.internal.util;

import org.slf4j.Logger;

/**
 * Writes to the log what user code has thrown, whose own methods may throw when they are asked for its message.
 */
public final class FailureLog {
    private FailureLog() {}

    /** Writes a line about a failure; throws nothing, not even if logging fails. */
    public static void error(Logger logger, String line, Throwable failure) {
        write(logger, line, failure, () -> logger.error(line, failure));
    }

    /**
     * Writes a line about a failure; throws nothing, not even if logging fails.
     *
     * @param subject what to say in its place should the line throw
     * @param line writes it
     */
    public static void write(Logger logger, String subject, Throwable failure, Runnable line) {
        try {
            line.run();
        } catch (Throwable t) { // a failure to log must not stop the work that was to be logged
            quietly(() -> logger.error(
                    "{}: a {}, which cannot be logged because of a {}",
                    subject,
                    failure.getClass().getName(),
                    t.getClass().getName()));
        }
    }

    /** Writes a line made of our own words; throws nothing if the log itself fails. */
    public static void quietly(Runnable line) {
        try {
            line.run();
        } catch (Throwable logIsDown) {
            // there is nowhere left to say it
        }
    }
}
