package io.github.jdatasks.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The lines written to a logger and those below it while this is open, DEBUG included. */
public final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger logger;
    private final @Nullable Level before;
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

    private LogLines(String name) {
        logger = (Logger) LoggerFactory.getLogger(name);
        before = logger.getLevel();
        logger.setLevel(Level.DEBUG);
        logger.setAdditive(false);
        logger.addAppender(this);
        start();
    }

    public static LogLines of(String logger) {
        return new LogLines(logger);
    }

    /** Those of the loop called "loop". */
    public static LogLines ofLoop() {
        return new LogLines("io.github.jdatasks.loop.loop");
    }

    /** Those of all loops and gates. */
    public static LogLines ofLibrary() {
        return new LogLines("io.github.jdatasks");
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.getMDCPropertyMap(); // the logging thread's, as of now
        NoBugs.look(event);
        events.add(event);
    }

    public List<ILoggingEvent> events() {
        return events;
    }

    /** Returns the lines of a level or above, as "WARN text", or "WARN text [stack of message]" if there is one. */
    public List<String> from(Level least) {
        return events.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(least))
                .map(LogLines::line)
                .toList();
    }

    private static String line(ILoggingEvent event) {
        String line = event.getLevel() + " " + event.getFormattedMessage();
        IThrowableProxy stack = event.getThrowableProxy();
        return stack == null ? line : line + " [stack of " + stack.getMessage() + "]";
    }

    /** Returns the lines that contain some text. */
    public List<String> with(String text) {
        return from(Level.DEBUG).stream().filter(line -> line.contains(text)).toList();
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        logger.setLevel(before);
        logger.setAdditive(true);
    }
}
