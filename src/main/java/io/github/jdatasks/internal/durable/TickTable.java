package io.github.jdatasks.internal.durable;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table with one row for each durable loop, shared by processes. Each method is one small transaction, may block,
 * and may be called from several threads. Any exception but {@link Lost} means that the table cannot be reached. Times
 * are nanoseconds since 1970, in whole milliseconds.
 */
interface TickTable {
    /** How a tick is over for the process that has picked it. */
    enum End {
        DONE,
        PUT_BACK,
        INTERRUPTED
    }

    /** The row has changed since it was read: another process has it. */
    final class Lost extends Exception {
        private static final long serialVersionUID = 1;

        Lost(TickRow row) {
            super("The row of " + row.name() + " belongs to another process now");
        }
    }

    /** Returns the row of a loop; null if there is none. */
    @Nullable TickRow find(String name);

    /** Creates the row of a loop, unless there is one. */
    void create(String name, long at, long step);

    /** Returns the oldest rows that are due and not picked, in the order in which to pick them. */
    List<TickRow> due(long now, int atMost);

    /** Picks a due row for this process; returns null if another one was quicker. */
    @Nullable TickRow pick(TickRow row, long now);

    /** Returns the row of a loop if this process has picked it, else null. */
    @Nullable TickRow pickedHere(String name);

    /** Lets the next tick of a row be due at an instant, and picked by no one. */
    void move(TickRow row, long at, long step, End end, long now) throws Lost;

    /** Removes the row of a loop that has no further tick. */
    void remove(TickRow row) throws Lost;

    /** Tells the others that this process still works on a picked row. */
    void heartbeat(TickRow row, long now) throws Lost;

    /** Returns picked rows without a heartbeat since an instant. */
    List<TickRow> silentSince(long instant);
}
