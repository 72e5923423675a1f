package io.github.jdatasks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.AmbiguousTime;
import io.github.jdatasks.Schedule;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Random sets of times in many zones, mostly near changes of the clocks, against a minute-by-minute walk. */
class DailyOracleTest {
    private static final List<String> ZONES =
            List.of(("Africa/Cairo Africa/Casablanca Africa/El_Aaiun Africa/Johannesburg Africa/Juba Africa/Tripoli"
                            + " America/Adak America/Anchorage America/Argentina/San_Luis America/Asuncion"
                            + " America/Caracas America/Chicago America/Havana America/Mexico_City America/New_York"
                            + " America/Nuuk America/Phoenix America/Santiago America/Sao_Paulo America/Scoresbysund"
                            + " America/St_Johns Antarctica/Casey Antarctica/Troll Asia/Amman Asia/Beirut Asia/Dhaka"
                            + " Asia/Gaza Asia/Jerusalem Asia/Kathmandu Asia/Kolkata Asia/Pyongyang Asia/Tehran"
                            + " Asia/Tokyo Asia/Ulaanbaatar Atlantic/Azores Australia/Eucla Australia/Lord_Howe"
                            + " Australia/Sydney Europe/Berlin Europe/Chisinau Europe/Dublin Europe/Istanbul"
                            + " Europe/London Europe/Moscow Europe/Volgograd Pacific/Apia Pacific/Auckland"
                            + " Pacific/Chatham Pacific/Easter Pacific/Enderbury Pacific/Kiritimati"
                            + " Pacific/Kwajalein Pacific/Norfolk Pacific/Tongatapu UTC +05:30")
                    .split(" ", -1));
    /** From 1973 on, when the last zone had got rid of odd seconds, to 2199. */
    private static final long FIRST = Instant.parse("1973-01-01T00:00:00Z").getEpochSecond();

    private static final long LAST = Instant.parse("2199-01-01T00:00:00Z").getEpochSecond();

    @Test
    void the_next_run_is_the_one_found_minute_by_minute() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        System.out.println("seed " + seed);
        for (String zone : ZONES) {
            for (int i = 0; i < 8; i++) {
                checkDays(ZoneId.of(zone), random, seed);
            }
        }
    }

    private static void checkDays(ZoneId zone, Random random, long seed) {
        long base = interestingSecond(zone, random) / 60;
        MinuteOracle oracle = new MinuteOracle(zone.getRules(), base);
        int local = (int) (base
                + zone.getRules().getOffset(Instant.ofEpochSecond(base * 60)).getTotalSeconds() / 60);
        for (int i = 0; i < 25; i++) {
            Set<Integer> minutes = new TreeSet<>();
            int size = 1 + random.nextInt(6);
            while (minutes.size() < size) {
                minutes.add(Math.floorMod(local + someMinutes(random), 1440));
            }
            AmbiguousTime ambiguous = random.nextBoolean() ? AmbiguousTime.LATER : AmbiguousTime.EARLIER;
            LocalTime[] times =
                    minutes.stream().map(m -> LocalTime.ofSecondOfDay(m * 60L)).toArray(LocalTime[]::new);
            Schedule schedule = Schedule.dailyAt(ambiguous, zone, times);
            long after = base + someMinutes(random);
            long expected = oracle.next(minutes, ambiguous == AmbiguousTime.LATER, after);
            assertThat(schedule.nextAfter(Instant.ofEpochSecond(after * 60)))
                    .as("%s after %s, seed %d", schedule, Instant.ofEpochSecond(after * 60), seed)
                    .contains(Instant.ofEpochSecond(expected * 60));
        }
    }

    /** Returns up to half a day, every other time at most an hour and a half: gaps and overlaps are that long. */
    private static int someMinutes(Random random) {
        return random.nextBoolean() ? random.nextInt(180) - 90 : random.nextInt(1440) - 720;
    }

    /** Returns a random second, or three times out of four that of a random change of the zone's clocks. */
    private static long interestingSecond(ZoneId zone, Random random) {
        long second = FIRST + (long) (random.nextDouble() * (LAST - FIRST));
        List<ZoneOffsetTransition> past = zone.getRules().getTransitions();
        long change = past.isEmpty() || random.nextBoolean()
                ? following(zone, second)
                : past.get(random.nextInt(past.size())).toEpochSecond();
        return random.nextInt(4) == 0 || change < FIRST ? second : change;
    }

    private static long following(ZoneId zone, long second) {
        ZoneOffsetTransition next = zone.getRules().nextTransition(Instant.ofEpochSecond(second));
        return next == null ? second : next.toEpochSecond();
    }
}
