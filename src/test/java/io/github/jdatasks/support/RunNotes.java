package io.github.jdatasks.support;

import io.github.jdatasks.LoopBody;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * A body that notes its runs: {@code "00:05"} is one at its planned time, {@code "00:05 at 00:05:30"} one that was late.
 */
public final class RunNotes implements LoopBody {
    public static final Instant MIDNIGHT = Instant.parse("2026-03-01T00:00:00Z");

    private final List<String> lines = new ArrayList<>();
    private final List<Instant> planned = new ArrayList<>();
    private LoopBody then = run -> {};

    /** Returns a body that does something else as well. */
    public static RunNotes and(LoopBody then) {
        RunNotes notes = new RunNotes();
        notes.then = then;
        return notes;
    }

    /** Returns a body whose first runs take so long. */
    public static RunNotes taking(VirtualLoopScheduler time, Duration... durations) {
        RunNotes notes = new RunNotes();
        notes.then = run -> {
            int number = notes.lines.size() - 1;
            if (number < durations.length) {
                time.sleep(durations[number]);
            }
        };
        return notes;
    }

    @Override
    public void run(LoopContext run) throws Exception {
        planned.add(run.scheduledAt());
        String line = timeOf(run.scheduledAt());
        lines.add(run.lateness().isZero() ? line : line + " at " + timeOf(run.startedAt()));
        then.run(run);
    }

    public List<String> lines() {
        return lines;
    }

    public List<Instant> planned() {
        return planned;
    }

    private static String timeOf(Instant instant) {
        return LocalTime.ofInstant(instant, ZoneOffset.UTC).toString();
    }
}
