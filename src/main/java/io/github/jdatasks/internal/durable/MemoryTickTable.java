package io.github.jdatasks.internal.durable;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A table in memory, for virtual time. */
public final class MemoryTickTable implements TickTable {
    /** What a row's version is here. */
    private record Version(long number, long heartbeat) {}

    private final Map<String, TickRow> rows;
    private final String process;

    public MemoryTickTable() {
        this("this process", new ConcurrentHashMap<>());
    }

    private MemoryTickTable(String process, Map<String, TickRow> rows) {
        this.process = process;
        this.rows = rows;
    }

    /** Returns the same table for another process. */
    public MemoryTickTable of(String otherProcess) {
        return new MemoryTickTable(otherProcess, rows);
    }

    @Override
    public @Nullable TickRow find(String name) {
        return rows.get(name);
    }

    @Override
    public void create(String name, long at, long step) {
        rows.putIfAbsent(name, new TickRow(name, at, false, null, false, TickRow.NEVER, step, new Version(1, 0)));
    }

    @Override
    public List<TickRow> due(long now, int atMost) {
        return rows.values().stream()
                .filter(row -> !row.picked() && row.at() <= now)
                .sorted(Comparator.comparingLong(TickRow::at).thenComparing(TickRow::name))
                .limit(atMost)
                .toList();
    }

    @Override
    public @Nullable TickRow pick(TickRow row, long now) {
        TickRow picked = pickedRow(row, new Version(number(row) + 1, now));
        return rows.replace(row.name(), row, picked) ? picked : null;
    }

    @Override
    public @Nullable TickRow pickedHere(String name) {
        TickRow row = rows.get(name);
        return row != null && process.equals(row.pickedBy()) ? row : null;
    }

    @Override
    public void move(TickRow row, long at, long step, End end, long now) throws Lost {
        boolean interrupted = end == End.INTERRUPTED || (end == End.PUT_BACK && row.interrupted());
        replace(
                row,
                new TickRow(
                        row.name(),
                        at,
                        false,
                        null,
                        interrupted,
                        end == End.DONE ? now : row.ranAt(),
                        step,
                        new Version(number(row) + 1, 0)));
    }

    @Override
    public void remove(TickRow row) throws Lost {
        replace(row, null);
    }

    @Override
    public void heartbeat(TickRow row, long now) throws Lost {
        TickRow present = rows.get(row.name());
        if (present == null || number(present) != number(row)) {
            throw new Lost(row);
        }
        rows.replace(row.name(), present, pickedRow(row, new Version(number(row), now)));
    }

    private TickRow pickedRow(TickRow row, Version version) {
        return new TickRow(row.name(), row.at(), true, process, row.interrupted(), row.ranAt(), row.step(), version);
    }

    @Override
    public List<TickRow> silentSince(long instant) {
        return rows.values().stream()
                .filter(row -> row.picked() && ((Version) row.version()).heartbeat() <= instant)
                .toList();
    }

    private void replace(TickRow row, @Nullable TickRow by) throws Lost {
        TickRow present = rows.get(row.name());
        boolean replaced = present != null
                && number(present) == number(row)
                && (by == null ? rows.remove(row.name(), present) : rows.replace(row.name(), present, by));
        if (!replaced) {
            throw new Lost(row);
        }
    }

    private static long number(TickRow row) {
        return ((Version) row.version()).number();
    }
}
