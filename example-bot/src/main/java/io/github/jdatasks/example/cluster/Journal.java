package io.github.jdatasks.example.cluster;

import io.github.jdatasks.example.cluster.Note.Kind;
import io.github.jdatasks.example.demo.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Keeps what the processes have done, and shows it in the timeline. */
final class Journal {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private static final Pattern LOOP = Pattern.compile("^Loop [\\w.]+: ");

    private final Timeline timeline;

    // Guarded by this.
    private final List<Note> notes = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final Set<Life> ready = new HashSet<>();
    private final Set<String> said = new HashSet<>(); // to say the same of one loop only
    private boolean silent;

    Journal(Timeline timeline) {
        this.timeline = timeline;
    }

    /** A process has printed a line. */
    synchronized void heard(Life life, String line) {
        Note note = Note.read(life, line).orElse(null);
        if (note != null) {
            if (note.kind() == Kind.BEGAN) {
                show(note);
            }
            notes.add(note);
        } else if (silent) {
            return; // that the database goes while a process ends is of no interest
        } else if (line.equals(Member.READY)) {
            ready.add(life);
            timeline.say(life.name(), "Logged in to its mock Discord.");
        } else if (said.add(life.process() + LOOP.matcher(line).replaceFirst(""))) {
            timeline.warn(life.name(), line);
        }
    }

    private void show(Note note) {
        boolean repeated = notes.stream().anyMatch(other -> isSameTick(other, note));
        String text = String.format(
                Locale.ROOT,
                "%-10s %s  %,5d ms late%s",
                note.loop(),
                time(note.tick()),
                Duration.between(note.tick(), note.at()).toMillis(),
                repeated ? ", repeated" : "");
        if (silent) {
            return;
        } else if (repeated) {
            timeline.warn(note.life().name(), text);
        } else {
            timeline.say(note.life().name(), text);
        }
    }

    synchronized void killed(Life life, Instant at) {
        notes.add(Note.kill(life, at));
    }

    synchronized void fault(String text) {
        faults.add(text);
        if (!silent) {
            timeline.error("demo", text);
        }
    }

    /** Shows no more of what is heard, but still keeps it. */
    synchronized void silence() {
        silent = true;
    }

    synchronized boolean isReady(Life life) {
        return ready.contains(life);
    }

    synchronized boolean hasRun(Life life) {
        return notes.stream().anyMatch(note -> note.life().equals(life));
    }

    /** The process that has begun a run last; the first one if there is none yet. */
    synchronized Life lastAtWork() {
        return notes.stream()
                .filter(note -> note.kind() == Kind.BEGAN)
                .reduce((older, newer) -> newer)
                .map(Note::life)
                .orElse(new Life(1, 1));
    }

    /** The runs of a process that have begun and not ended. */
    synchronized List<Note> inHand(Life life) {
        List<Note> ofProcess =
                notes.stream().filter(note -> note.life().equals(life)).toList();
        return ofProcess.stream()
                .filter(note -> note.kind() == Kind.BEGAN)
                .filter(note -> ofProcess.stream().noneMatch(end -> end.kind() == Kind.ENDED && isSameTick(end, note)))
                .toList();
    }

    /** Whether another process has begun a tick too. */
    synchronized boolean isRepeated(Note begun) {
        return notes.stream().anyMatch(note -> !note.life().equals(begun.life()) && isSameTick(note, begun));
    }

    synchronized List<Note> notes() {
        return List.copyOf(notes);
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    private static boolean isSameTick(Note one, Note other) {
        return one.loop().equals(other.loop()) && one.tick().equals(other.tick());
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }
}
