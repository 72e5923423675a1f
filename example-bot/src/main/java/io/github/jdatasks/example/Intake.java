package io.github.jdatasks.example;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue for rows to be saved, with a door: a row is either accepted, and then it is there to be saved, or it is refused,
 * and the caller knows. The door is closed at first.
 */
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final Map<Long, Row> rows = new LinkedHashMap<>();
    private boolean open;
    private long accepted;

    /** Adds a row; false if the door is closed. Both in one step, or a row could slip in behind the last save. */
    synchronized boolean offer(Row row) {
        if (!open) {
            return false;
        }
        LOG.debug("{}", row.messageId());
        accepted++;
        rows.put(row.messageId(), row);
        return true;
    }

    synchronized void open() {
        open = true;
    }

    synchronized void close() {
        open = false;
    }

    /** The rows to be saved, oldest first. They stay here until they are {@linkplain #remove removed}. */
    synchronized List<Row> peek() {
        return new ArrayList<>(rows.values());
    }

    synchronized void remove(List<Row> saved) {
        saved.forEach(row -> rows.remove(row.messageId()));
    }

    synchronized long accepted() {
        return accepted;
    }

    record Row(long messageId, long channelId, long authorId) {}
}
