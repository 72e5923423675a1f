package io.github.jdatasks.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.BitSet;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Walks through eleven days of a zone minute by minute and notes what its clocks show. All numbers are minutes since
 * 1970, of UTC or as read from a clock.
 */
final class MinuteOracle {
    private static final long DAY = 1440;

    private final long start;
    private final int[] shown = new int[(int) (11 * DAY)];
    /** When a clock first and last showed a time; the index of both is a day ahead, clocks behind UTC being no index. */
    private final int[] first = new int[(int) (13 * DAY)];

    private final int[] last = new int[(int) (13 * DAY)];

    MinuteOracle(ZoneRules rules, long base) {
        start = base - 5 * DAY;
        Arrays.fill(first, -1);
        Arrays.fill(last, -1);
        for (int i = 0; i < shown.length; i++) {
            Instant instant = Instant.ofEpochSecond((start + i) * 60);
            shown[i] = i + rules.getOffset(instant).getTotalSeconds() / 60;
            int index = shown[i] + (int) DAY;
            first[index] = first[index] < 0 ? i : first[index];
            last[index] = i;
        }
    }

    /** Returns the earliest run after a minute at least four days from both ends. */
    long next(Set<Integer> minutesOfDay, boolean later, long after) {
        long earliest = Long.MAX_VALUE;
        long today = Math.floorDiv(start + shown[(int) (after - start)], DAY);
        for (long date = today - 2; date <= today + 3; date++) {
            for (int minute : minutesOfDay) {
                long run = start + run((int) (date * DAY + minute - start), later);
                if (run > after) {
                    earliest = Math.min(earliest, run);
                }
            }
        }
        return earliest;
    }

    /** Returns the runs of times that run exactly once each, within a day and a half of the base. */
    NavigableSet<Long> runsOnce(Predicate<LocalDate> dates, BitSet minutesOfDay, boolean later) {
        NavigableSet<Long> runs = new TreeSet<>();
        long firstDate = Math.floorDiv(start, DAY) + 2;
        for (long date = firstDate; date < firstDate + 7; date++) {
            if (dates.test(LocalDate.ofEpochDay(date))) {
                long midnight = date * DAY - start;
                minutesOfDay.stream().forEach(minute -> runs.add(start + run((int) midnight + minute, later)));
            }
        }
        return nearBase(runs);
    }

    /** Returns the minutes at which a clock shows one of the times, within a day and a half of the base. */
    NavigableSet<Long> runsShown(Predicate<LocalDate> dates, BitSet minutesOfDay) {
        NavigableSet<Long> runs = new TreeSet<>();
        for (int i = 3 * (int) DAY; i < shown.length - 3 * DAY; i++) {
            long local = start + shown[i];
            if (minutesOfDay.get((int) Math.floorMod(local, DAY))
                    && dates.test(LocalDate.ofEpochDay(Math.floorDiv(local, DAY)))) {
                runs.add(start + i);
            }
        }
        return nearBase(runs);
    }

    private NavigableSet<Long> nearBase(NavigableSet<Long> runs) {
        long base = start + 5 * DAY;
        return runs.subSet(base - DAY * 3 / 2, false, base + DAY * 3 / 2, true);
    }

    private int run(int wanted, boolean later) {
        int seen = (later ? last : first)[wanted + (int) DAY];
        return seen >= 0 ? seen : afterGap(wanted);
    }

    /** No clock showed it: as many minutes after the jump over it as it is past the last minute shown before. */
    private int afterGap(int wanted) {
        for (int i = 1; i < shown.length; i++) {
            if (shown[i - 1] < wanted && shown[i] > wanted) {
                return i + wanted - (shown[i - 1] + 1);
            }
        }
        throw new AssertionError("not in these days: " + wanted);
    }
}
