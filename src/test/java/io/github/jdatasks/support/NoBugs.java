package io.github.jdatasks.support;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Fails each test in which the library says in the log that it has come upon a bug of its own, which it survives; for
 * all tests, by way of {@code META-INF/services}.
 */
public final class NoBugs implements AfterEachCallback {
    private static final Queue<String> BUGS = new ConcurrentLinkedQueue<>();

    static {
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                look(event);
            }
        };
        appender.start();
        ((Logger) LoggerFactory.getLogger("io.github.jdatasks")).addAppender(appender);
    }

    /** Takes note of a line if it tells of a bug; for lines that do not reach the logger of the library. */
    public static void look(ILoggingEvent event) {
        String line = event.getFormattedMessage();
        if (line.contains("this is a bug in jda-tasks")) {
            BUGS.add(line + ": "
                    + (event.getThrowableProxy() == null
                            ? ""
                            : event.getThrowableProxy().getClassName()));
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List<String> bugs = List.copyOf(BUGS);
        BUGS.removeAll(bugs);
        assertThat(bugs).as("lines of the log").isEmpty();
    }
}
