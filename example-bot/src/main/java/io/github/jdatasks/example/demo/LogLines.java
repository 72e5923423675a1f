package io.github.jdatasks.example.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/** Shows what the bot and the library log as lines of the timeline, instead of on the console. */
public final class LogLines extends AppenderBase<ILoggingEvent> {
    private final Timeline timeline;

    private LogLines(Timeline timeline) {
        this.timeline = timeline;
    }

    public static void showIn(Timeline timeline) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAppender("console");
        LogLines lines = new LogLines(timeline);
        lines.setContext(context);
        lines.start();
        root.addAppender(lines);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (!event.getLevel().isGreaterOrEqual(Level.INFO)) {
            return;
        }
        String text = event.getFormattedMessage();
        if (event.getThrowableProxy() != null) {
            text += ": " + brief(event.getThrowableProxy());
        }
        if (event.getLevel() == Level.INFO) {
            timeline.say(source(event), text);
        } else if (event.getLevel() == Level.WARN) {
            timeline.warn(source(event), text);
        } else {
            timeline.error(source(event), text);
        }
    }

    /** The library puts the loop into the MDC of its workers and, for all other threads, into the logger's name. */
    private static String source(ILoggingEvent event) {
        String name = event.getLoggerName();
        String loop = event.getMDCPropertyMap().get("loop");
        if (loop != null) {
            return loop;
        } else if (name.startsWith("io.github.jdatasks.loop.")) {
            return name.substring(name.lastIndexOf('.') + 1);
        }
        return name.startsWith("net.dv8tion.jda") ? "jda" : "bot";
    }

    private static String brief(IThrowableProxy error) {
        String type = error.getClassName().substring(error.getClassName().lastIndexOf('.') + 1);
        String message = error.getMessage();
        return message == null
                ? type
                : type + ": " + message.lines().findFirst().orElse("").replace("; SQL statement:", "");
    }
}
