package io.github.jdatasks.internal.durable;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A table in memory that can be away, and counts what it is asked. */
public final class ClusterTable {
    private final MemoryTickTable rows = new MemoryTickTable();
    public boolean away;
    public boolean readOnly;
    public String cutOff = ""; // the process that cannot reach it
    public int questions;

    /** Which name it takes for the one that it is asked for. */
    UnaryOperator<String> nameInTable = UnaryOperator.identity();

    /** What happens between the pick of a row and the answer that it is picked. */
    public Runnable beforePickIsAnswered = () -> {};

    /** Whether the next pick fails and is made all the same, when the row is to be picked the next time. */
    public boolean pickLater;

    private boolean picksFirst;

    /** What happens before a heartbeat of a loop's tick is written. */
    Consumer<String> beforeHeartbeat = loop -> {};

    /** What happens before a process is told what is due. */
    Runnable beforeDueIsRead = () -> {};

    /** What happens before a process is told whether it has picked a row. */
    public Runnable beforePickedRowIsRead = () -> {};

    /** Has the table pick the next row, and go away before it can say so. */
    public void loseNextPick() {
        beforePickIsAnswered = () -> {
            beforePickIsAnswered = () -> {};
            away = true;
            throw new IllegalStateException("connection reset");
        };
    }

    /** Returns when the next tick of a loop is due, in nanoseconds since 1970; null if it has no row. */
    public @Nullable Long dueAt(String loop) {
        return Optional.ofNullable(rows.find(loop)).map(TickRow::at).orElse(null);
    }

    public boolean isPicked(String loop) {
        return Optional.ofNullable(rows.find(loop)).orElseThrow().picked();
    }

    public void delete(String loop) {
        try {
            rows.remove(Optional.ofNullable(rows.find(loop)).orElseThrow());
        } catch (TickTable.Lost lost) {
            throw new AssertionError(lost);
        }
    }

    /** Returns the table as one process sees it. */
    public TickTable of(String process) {
        TickTable mine = rows.of(process);
        return new TickTable() {
            private TickTable asked() {
                questions++;
                if (away || process.equals(cutOff)) {
                    throw new IllegalStateException("connection refused");
                }
                return mine;
            }

            private TickTable written() {
                TickTable there = asked();
                if (readOnly) {
                    throw new IllegalStateException("read-only transaction");
                }
                return there;
            }

            @Override
            public @Nullable TickRow find(String name) {
                return asked().find(nameInTable.apply(name));
            }

            @Override
            public void create(String name, long at, long step) {
                written().create(name, at, step);
            }

            @Override
            public List<TickRow> due(long now, int atMost) {
                beforeDueIsRead.run();
                return asked().due(now, atMost);
            }

            @Override
            public @Nullable TickRow pick(TickRow row, long now) {
                if (pickLater) {
                    pickLater = false;
                    picksFirst = true;
                    throw new IllegalStateException("timeout");
                }
                if (picksFirst) {
                    picksFirst = false;
                    mine.pick(row, now);
                }
                TickRow picked = written().pick(row, now);
                beforePickIsAnswered.run();
                return picked;
            }

            @Override
            public @Nullable TickRow pickedHere(String name) {
                beforePickedRowIsRead.run();
                return asked().pickedHere(name);
            }

            @Override
            public void move(TickRow row, long at, long step, End end, long now) throws Lost {
                written().move(row, at, step, end, now);
            }

            @Override
            public void remove(TickRow row) throws Lost {
                written().remove(row);
            }

            @Override
            public void heartbeat(TickRow row, long now) throws Lost {
                beforeHeartbeat.accept(row.name());
                written().heartbeat(row, now);
            }

            @Override
            public List<TickRow> silentSince(long instant) {
                return asked().silentSince(instant);
            }
        };
    }
}
