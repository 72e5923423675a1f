package io.github.jdatasks.example.cluster;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process has done, as it prints it and as it is judged.
 *
 * @param loop the loop; empty for a kill
 * @param tick the instant that the run was planned for; for a kill, when that was
 */
record Note(Life life, Kind kind, String loop, Instant tick, Instant at) {
    private static final Pattern LINE = Pattern.compile("(began|ended) (\\w+) (\\d+) (\\d+)");

    enum Kind {
        BEGAN,
        ENDED,
        KILLED
    }

    /** Reads a line that a process has printed; empty if it is about something else. */
    static Optional<Note> read(Life life, String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Kind kind = Kind.valueOf(parts.group(1).toUpperCase(Locale.ROOT));
        return Optional.of(new Note(life, kind, parts.group(2), instant(parts.group(3)), instant(parts.group(4))));
    }

    static Note kill(Life life, Instant at) {
        return new Note(life, Kind.KILLED, "", at, at);
    }

    /** The line for {@link #read}. */
    static String line(Kind kind, String loop, Instant tick, Instant at) {
        return kind.toString().toLowerCase(Locale.ROOT) + " " + loop + " " + tick.toEpochMilli() + " "
                + at.toEpochMilli();
    }

    private static Instant instant(String millis) {
        return Instant.ofEpochMilli(Long.parseLong(millis));
    }
}
