package io.github.jdatasks.example.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Judges what the processes have done: each tick is to have a run, and only what was killed is repeated. */
final class Judge {
    private final Map<Life, Instant> killed = new HashMap<>();
    private final Map<String, SortedMap<Instant, List<Run>>> runs = new HashMap<>();
    private final SortedMap<Integer, Tally> tallies = new TreeMap<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> doubled = new ArrayList<>();
    private int ticks;

    private Judge(List<Note> notes) {
        for (Note note : notes) {
            switch (note.kind()) {
                case KILLED -> killed.put(note.life(), note.at());
                case BEGAN -> runsOf(note).add(new Run(note.life(), note.at()));
                case ENDED ->
                    runsOf(note).stream()
                            .filter(run -> run.life.equals(note.life()))
                            .forEach(run -> run.ended = note.at());
            }
        }
    }

    private List<Run> runsOf(Note note) {
        return runs.computeIfAbsent(note.loop(), loop -> new TreeMap<>())
                .computeIfAbsent(note.tick(), tick -> new ArrayList<>());
    }

    /**
     * Judges all notes of a cluster.
     *
     * @param loops the loops that are to have ticks
     * @param interval the time between two ticks of a loop
     * @param silence how long a process must be silent before others repeat its ticks
     * @param until the instant up to which each tick is to have had its run
     */
    static Verdict of(List<Note> notes, Collection<String> loops, Duration interval, Duration silence, Instant until) {
        Judge judge = new Judge(notes);
        loops.forEach(loop -> judge.judge(loop, interval, silence, until));
        return new Verdict(judge.ticks, judge.missing, judge.doubled, judge.tallies);
    }

    private void judge(String loop, Duration interval, Duration silence, Instant until) {
        SortedMap<Instant, List<Run>> ofLoop = runs.getOrDefault(loop, new TreeMap<>());
        if (ofLoop.isEmpty()) {
            missing.add(loop + " has had no run at all");
            return;
        }
        SortedSet<Instant> expected = new TreeSet<>(ofLoop.keySet());
        for (Instant tick = ofLoop.firstKey(); !tick.isAfter(until); tick = tick.plus(interval)) {
            expected.add(tick);
        }
        Instant heldUpTo = Instant.MIN; // when a process that was killed no longer stood in the way
        for (Instant tick : expected) {
            String name = loop + " of " + Journal.time(tick);
            List<Run> ofTick = ofLoop.getOrDefault(tick, List.of());
            if (!tick.isAfter(until) && ofTick.stream().noneMatch(run -> run.ended != null)) {
                missing.add(name + (ofTick.isEmpty() ? " has had no run" : " has had no run to the end"));
            }
            if (ofTick.isEmpty()) {
                continue;
            }
            ticks++;
            checkRepeats(name, ofTick);
            Run last = ofTick.get(ofTick.size() - 1);
            boolean heldUp = ofTick.size() > 1 || wasInHand(tick, last, silence) || !tick.isAfter(heldUpTo);
            if (heldUp) {
                heldUpTo = last.ended == null ? Instant.MAX : last.ended;
            }
            count(ofTick, tick, heldUp);
        }
    }

    /** Each run of a tick but the last must be that of a process that was killed before the next one began. */
    private void checkRepeats(String name, List<Run> ofTick) {
        for (int i = 1; i < ofTick.size(); i++) {
            Run first = ofTick.get(i - 1);
            Run second = ofTick.get(i);
            if (second.began.isBefore(killed.getOrDefault(first.life, Instant.MAX))) {
                doubled.add(name + " was run by " + first.life.name() + " and by " + second.life.name());
            }
        }
    }

    /** Whether a tick waited for its only run because a process was killed before it could begin it. */
    private boolean wasInHand(Instant tick, Run run, Duration silence) {
        return !run.began.isBefore(tick.plus(silence))
                && killed.values().stream().anyMatch(at -> !at.isBefore(tick) && at.isBefore(run.began));
    }

    private void count(List<Run> ofTick, Instant tick, boolean heldUp) {
        for (Run run : ofTick) {
            Tally tally = tallies.computeIfAbsent(run.life.process(), process -> new Tally());
            tally.runs++;
            if (run != ofTick.get(0)) {
                tally.repeated++;
            } else if (heldUp && ofTick.size() == 1) {
                tally.heldUp++;
            } else {
                tally.lateness.add(Duration.between(tick, run.began).toMillis());
            }
        }
    }

    private static final class Run {
        final Life life;
        final Instant began;
        Instant ended; // null if it was not seen to end

        Run(Life life, Instant began) {
            this.life = life;
            this.began = began;
        }
    }
}
