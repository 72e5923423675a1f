package io.github.jdatasks.e2e.durable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Writes the log lines of the library and of db-scheduler into the journal of a process, INFO and above. */
final class NodeLog extends AppenderBase<ILoggingEvent> {
    static final String STACK = "stack";
    static final String LINE = "line";

    private final TickJournal journal;

    private NodeLog(TickJournal journal) {
        this.journal = journal;
    }

    static void writeTo(TickJournal journal) {
        NodeLog log = new NodeLog(journal);
        log.start();
        for (String name : List.of("io.github.jdatasks", "com.github.kagkarlsson")) {
            Logger logger = (Logger) LoggerFactory.getLogger(name);
            logger.setLevel(Level.INFO);
            logger.addAppender(log);
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        boolean plain = event.getThrowableProxy() == null
                && !event.getFormattedMessage().contains("\tat ");
        journal.write(
                TickJournal.LOG,
                event.getLevel(),
                event.getLoggerName(),
                plain ? LINE : STACK,
                event.getFormattedMessage());
    }
}
