package io.github.jdatasks.internal.util;

import net.dv8tion.jda.internal.utils.JDALogger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLoggerFactory;

/**
 * Where the library's loggers come from: SLF4J if it has something to log with; else JDA, whose lines then go to the
 * console, since a bot that logs no failures looks like one that works.
 */
public final class Loggers {
    private Loggers() {}

    public static Logger get(Class<?> type) {
        return get(type.getName());
    }

    public static Logger get(String name) {
        return LoggerFactory.getILoggerFactory() instanceof NOPLoggerFactory
                ? ofJda(name)
                : LoggerFactory.getLogger(name);
    }

    /** The same one as JDA's own, so it is as silent as JDA where its user has said so. */
    private static Logger ofJda(String name) {
        try {
            return JDALogger.getLog(name);
        } catch (LinkageError absent) { // no JDA, or one that has it no more
            return LoggerFactory.getLogger(name);
        }
    }
}
