package io.github.jdatasks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.AmbiguousTime;
import io.github.jdatasks.Schedule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The days around changes of the clocks from 2000 to 2040, against a minute-by-minute walk through them.
 */
class DstOracleTest {
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2041-01-01T00:00:00Z");

    /** How a schedule treats the times that the change skips or repeats. */
    private enum Rule {
        ONCE,
        ONCE_LATER,
        AS_SHOWN
    }

    /** A schedule, and what it means said in a second way. */
    private record Case(Function<ZoneId, Schedule> schedule, Predicate<LocalDate> dates, BitSet minutes, Rule rule) {}

    private static final List<Case> CASES = cases();

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        LocalTime[] times =
                times("00:00", "00:30", "01:15", "01:59", "02:00", "02:30", "03:00", "03:15", "12:00", "23:45");
        BitSet minutes = minutes(minute -> List.of(times).contains(LocalTime.ofSecondOfDay(minute * 60L)));
        Predicate<LocalDate> always = date -> true;
        cases.add(new Case(zone -> Schedule.dailyAt(zone, times), always, minutes, Rule.ONCE));
        cases.add(
                new Case(zone -> Schedule.dailyAt(AmbiguousTime.LATER, zone, times), always, minutes, Rule.ONCE_LATER));
        cases.add(new Case(
                zone -> Schedule.weeklyAt(zone, EnumSet.of(DayOfWeek.SUNDAY, DayOfWeek.THURSDAY), times),
                date -> date.getDayOfWeek() == DayOfWeek.SUNDAY || date.getDayOfWeek() == DayOfWeek.THURSDAY,
                minutes,
                Rule.ONCE));
        cases.add(new Case(
                zone -> Schedule.monthlyAt(zone, 31, times),
                date -> date.plusDays(1).getDayOfMonth() == 1,
                minutes,
                Rule.ONCE));
        LocalDate first = LocalDate.of(2000, 1, 5);
        for (int days : List.of(1, 2, 3)) {
            cases.add(new Case(
                    zone -> Schedule.everyDays(days, first, zone, times),
                    date -> !date.isBefore(first) && first.until(date, ChronoUnit.DAYS) % days == 0,
                    minutes,
                    Rule.ONCE));
        }
        for (int weeks : List.of(1, 2)) {
            Set<DayOfWeek> days = EnumSet.of(DayOfWeek.SUNDAY, DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
            LocalDate monday = LocalDate.of(2000, 1, 3); // of the week in which the 5th is
            cases.add(new Case(
                    zone -> Schedule.everyWeeks(weeks, first, zone, days, times),
                    date -> !date.isBefore(first)
                            && monday.until(date, ChronoUnit.DAYS) / 7 % weeks == 0
                            && days.contains(date.getDayOfWeek()),
                    minutes,
                    Rule.ONCE));
        }
        for (int step : List.of(15, 20, 60)) {
            cases.add(new Case(
                    zone -> Schedule.alignedTo(Duration.ofMinutes(step), zone),
                    always,
                    minutes(minute -> minute % step == 0),
                    Rule.AS_SHOWN));
        }
        cases.add(new Case(
                zone -> Schedule.alignedTo(Duration.ofHours(3), zone),
                always,
                minutes(minute -> minute % 180 == 0),
                Rule.ONCE));
        for (String expression : List.of(
                "30 2 * * *",
                "0 0 * * *",
                "0,30 0-3,23 * * *",
                "0-59/7 0-23 * * *",
                "15 1-3 * * SUN",
                "45 0-3 L,1,15W * *",
                "30 1-2 * 3,10 SUN#2,SUNL",
                "5 23,0 13 * FRI",
                "45-15/15 23-3 * * FRI-MON",
                "30 1-2 29-3 OCT-MAR *",
                "15 2 25-L,L-2W * SAT-SUN#1",
                "*/20 * * * *",
                "0 * * * *",
                "*/7 0-4 * * *",
                "10 */2 * * SUN",
                "* 2 L * *",
                "59 23 ? * *",
                "@daily",
                "@weekly",
                "@hourly")) {
            NaiveCron naive = new NaiveCron(expression
                    .replace("@daily", "0 0 * * *")
                    .replace("@weekly", "0 0 * * 0")
                    .replace("@hourly", "0 * * * *"));
            cases.add(new Case(
                    zone -> Schedule.cron(expression, zone),
                    naive::matches,
                    minutes(minute -> naive.matches(LocalTime.ofSecondOfDay(minute * 60L))),
                    naive.isFixed() ? Rule.ONCE : Rule.AS_SHOWN));
        }
        NaiveCron night = new NaiveCron("20,50 0-3 * * *");
        cases.add(new Case(
                zone -> Schedule.cron(AmbiguousTime.LATER, "20,50 0-3 * * *", zone),
                always,
                minutes(minute -> night.matches(LocalTime.ofSecondOfDay(minute * 60L))),
                Rule.ONCE_LATER));
        return cases;
    }

    private int transitions;
    private long instants;
    private final List<String> differences = new ArrayList<>();

    @Test
    void around_some_changes_every_schedule_runs_as_found_minute_by_minute() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> zones = new ArrayList<>(ZoneId.getAvailableZoneIds());
        for (int i = 0; i < 60; i++) {
            ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
            List<Instant> places = places(zone);
            compare(zone, places.get(random.nextInt(places.size())));
        }
        report("60 zones, seed " + seed);
    }

    @Test
    @Tag("slow")
    @Tag("evidence")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void around_every_change_of_every_zone_every_schedule_runs_as_found_minute_by_minute() {
        for (String id : ZoneId.getAvailableZoneIds()) {
            ZoneId zone = ZoneId.of(id);
            List<Instant> places = places(zone);
            places.forEach(place -> compare(zone, place));
            transitions += places.size() - 1;
        }
        report(String.format(
                "tz database %s, %d zones, %,d changes of their clocks",
                ZoneRulesProvider.getVersions("UTC").lastKey(),
                ZoneId.getAvailableZoneIds().size(),
                transitions));
    }

    private void report(String what) {
        System.out.printf(
                "%s, %d schedules and as many with limits, %,d instants compared, %d differences%n",
                what, CASES.size(), instants, differences.size());
        assertThat(differences).as(what).isEmpty();
    }

    /** Returns the changes of a zone's clocks, and one instant besides. */
    private static List<Instant> places(ZoneId zone) {
        ZoneRules rules = zone.getRules();
        List<Instant> places = new ArrayList<>(List.of(Instant.parse("2020-02-28T12:00:00Z")));
        ZoneOffsetTransition change = rules.nextTransition(FIRST);
        while (change != null && change.getInstant().isBefore(LAST)) {
            places.add(change.getInstant());
            change = rules.nextTransition(change.getInstant());
        }
        return places;
    }

    private void compare(ZoneId zone, Instant place) {
        long base = Math.floorDiv(place.getEpochSecond(), 60);
        MinuteOracle oracle = new MinuteOracle(zone.getRules(), base);
        for (Case each : CASES) {
            NavigableSet<Long> expected = switch (each.rule) {
                case ONCE -> oracle.runsOnce(each.dates, each.minutes, false);
                case ONCE_LATER -> oracle.runsOnce(each.dates, each.minutes, true);
                case AS_SHOWN -> oracle.runsShown(each.dates, each.minutes);
            };
            Schedule schedule = each.schedule.apply(zone);
            follow(schedule, base, expected);
            NavigableSet<Long> within = expected.subSet(base - 7 * 60, true, base + 9 * 60 + 30, true).stream()
                    .filter(minute -> minute % 4 != 0)
                    .collect(Collectors.toCollection(TreeSet::new));
            Schedule limited = schedule.startingAt(Instant.ofEpochSecond((base - 7 * 60) * 60))
                    .filter(run -> Math.floorMod(run.getEpochSecond() / 60, 4) != 0)
                    .until(Instant.ofEpochSecond((base + 9 * 60 + 30) * 60));
            follow(limited, base, within);
        }
    }

    /** Asks after each run, and half-way to the next one; and once the other way round. */
    private void follow(Schedule schedule, long base, NavigableSet<Long> expected) {
        long after = base - 36 * 60;
        for (long run : expected) {
            ask(schedule, after * 60, run);
            ask(schedule, (after + run) * 30, run);
            after = run;
        }
        boolean isOneMore = schedule.nextAfter(Instant.ofEpochSecond(after * 60))
                .filter(next -> next.getEpochSecond() <= (base + 36 * 60) * 60)
                .isPresent();
        if (isOneMore) {
            differences.add(schedule + ": there is a run after " + Instant.ofEpochSecond(after * 60));
        }
        int place = (int) (instants % 3); // a question backwards takes as long as dozens of others
        long before = expected.isEmpty() || place == 0 ? base : expected.last() + place - 1;
        askBack(schedule, before, base, expected.lower(before));
    }

    private void askBack(Schedule schedule, long before, long base, @Nullable Long expectedMinute) {
        Instant previous = schedule.previousBefore(Instant.ofEpochSecond(before * 60))
                .filter(run -> run.getEpochSecond() > (base - 36 * 60) * 60)
                .orElse(null);
        instants++;
        if (!Objects.equals(previous, expectedMinute == null ? null : Instant.ofEpochSecond(expectedMinute * 60))) {
            differences.add(schedule + " before " + Instant.ofEpochSecond(before * 60) + ": " + previous);
        }
    }

    private void ask(Schedule schedule, long second, long expectedMinute) {
        Instant after = Instant.ofEpochSecond(second);
        Instant next = schedule.nextAfter(after).orElseThrow();
        instants++;
        if (next.getEpochSecond() != expectedMinute * 60 || next.getNano() != 0) {
            differences.add(schedule + " after " + after + ": " + next + " instead of "
                    + Instant.ofEpochSecond(expectedMinute * 60));
        }
    }

    private static LocalTime[] times(String... texts) {
        return List.of(texts).stream().map(LocalTime::parse).toArray(LocalTime[]::new);
    }

    private static BitSet minutes(IntPredicate wanted) {
        BitSet minutes = new BitSet();
        IntStream.range(0, 1440).filter(wanted).forEach(minutes::set);
        return minutes;
    }
}
