package io.github.jdatasks.benchmarks;

import io.github.jdatasks.benchmarks.calendar.ClockChangeTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table of what libraries run on the days the clocks change, and the page that has it. */
final class ClockChanges {
    private static final String NAME = "dst";

    private ClockChanges() {}

    /**
     * Prints the table, and fills it in on a page if there is one.
     *
     * @return whether docs/schedules.md has this table
     */
    static boolean show(@Nullable Path page) throws IOException {
        String table = ClockChangeTable.measure();
        System.out.print(table);
        if (page != null) {
            Publication.fill(page, Map.of(NAME, table));
        }
        Path schedules = Path.of(System.getProperty("benchmarks.home", "."), "..", "docs", "schedules.md");
        boolean isThere = Files.readString(schedules).contains("<!-- " + NAME + " -->\n" + table + "<!-- end -->");
        if (!isThere) {
            System.err.println(
                    "docs/schedules.md has another table; --dst --publish docs/schedules.md puts this one there.");
        }
        return isThere;
    }
}
