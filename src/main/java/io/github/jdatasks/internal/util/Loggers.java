package io.github.jdatasks.internal.util;

import net.dv8tion.jda.internal.utils.JDALogger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLoggerFactory;

/** Returns loggers of SLF4J, or of JDA if SLF4J has no binding: JDA then prints to the console. */
public final class Loggers {
    private Loggers() {}

    public static Logger get(String name) {
        try {
            if (LoggerFactory.getILoggerFactory() instanceof NOPLoggerFactory) {
                return JDALogger.getLog(name);
            }
        } catch (LinkageError absent) {
            // JDALogger is internal to JDA, so a later version may not have it.
        }
        return LoggerFactory.getLogger(name);
    }
}
