package io.github.jdatasks.benchmarks.calendar;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** What each library runs on the days the clocks change, in Markdown. */
public final class ClockChangeTable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
    private static final DateTimeFormatter TIME_AND_OFFSET = DateTimeFormatter.ofPattern("HH:mmxxx");

    /** More runs than these are counted. */
    private static final int MOST_SHOWN = 2;

    private ClockChangeTable() {}

    /** Asks every library, and returns the table with a line end after each row. */
    public static String measure() {
        StringBuilder table = new StringBuilder();
        List<String> heads = new ArrayList<>(List.of(""));
        for (ClockChange change : ClockChange.values()) {
            heads.add(change.label());
        }
        table.append(row(heads)).append(row(heads.stream().map(head -> "---").toList()));
        for (Library library : Library.values()) {
            List<String> cells = new ArrayList<>(List.of(library.label()));
            for (ClockChange change : ClockChange.values()) {
                cells.add(library.knows(change.expression()) ? cell(library, change) : "");
            }
            table.append(row(cells));
        }
        return table.toString();
    }

    private static String row(List<String> cells) {
        StringJoiner row = new StringJoiner(" |", "|", " |\n");
        cells.forEach(cell -> row.add(cell.isEmpty() ? "" : " " + cell));
        return row.toString();
    }

    private static String cell(Library library, ClockChange change) {
        Calendar calendar = library.calendar(change.expression(), change.zone());
        List<Instant> runs = new ArrayList<>();
        Instant asked = change.start().minusMillis(1); // a run at midnight counts
        Instant next = calendar.nextAfter(asked);
        while (next != null && next.isBefore(change.end())) {
            if (!next.isAfter(asked)) {
                return "an instant in the past ✗";
            }
            runs.add(next);
            asked = next;
            next = calendar.nextAfter(asked);
        }
        return words(runs, change.zone()) + (change.isRight(runs) ? " ✓" : " ✗");
    }

    private static String words(List<Instant> runs, ZoneId zone) {
        if (runs.isEmpty()) {
            return "none";
        }
        if (runs.size() > MOST_SHOWN) {
            return runs.size() + " runs";
        }
        return runs.stream().map(run -> time(run, zone)).collect(Collectors.joining(", "));
    }

    /** Returns the time that the clock shows; with the offset if it shows it twice. */
    private static String time(Instant run, ZoneId zone) {
        boolean isAmbiguous = zone.getRules()
                        .getValidOffsets(run.atZone(zone).toLocalDateTime())
                        .size()
                > 1;
        return (isAmbiguous ? TIME_AND_OFFSET : TIME).format(run.atZone(zone));
    }
}
