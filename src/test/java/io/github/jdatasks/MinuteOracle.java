package io.github.jdatasks;

import java.time.Instant;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.Set;

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
