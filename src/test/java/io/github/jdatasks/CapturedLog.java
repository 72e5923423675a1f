package io.github.jdatasks;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What the loop called "loop" writes to the log until this is closed. */
final class CapturedLog implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.jdatasks.loop.loop");
    private final @Nullable Level before = logger.getLevel();
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    CapturedLog() {
        appender.start();
        logger.addAppender(appender);
        logger.setLevel(Level.DEBUG);
        logger.setAdditive(false);
    }

    /** Returns the lines of a level or above, each with the message of the exception whose stack trace it has. */
    List<String> lines(Level least) {
        return appender.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(least))
                .map(CapturedLog::line)
                .toList();
    }

    private static String line(ILoggingEvent event) {
        IThrowableProxy trace = event.getThrowableProxy();
        String line = event.getLevel() + " " + event.getFormattedMessage();
        return trace == null ? line : line + " [stack of " + trace.getMessage() + "]";
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setLevel(before);
        logger.setAdditive(true);
    }
}
