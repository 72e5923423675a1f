package io.github.jdatasks;

import io.github.jdatasks.internal.schedule.AnyOfSchedule;
import io.github.jdatasks.internal.schedule.DateRule;
import io.github.jdatasks.internal.schedule.FixedDelaySchedule;
import io.github.jdatasks.internal.schedule.InstantSearch;
import io.github.jdatasks.internal.schedule.IntervalSchedule;
import io.github.jdatasks.internal.schedule.LimitedSchedule;
import io.github.jdatasks.internal.schedule.LocalSchedule;
import io.github.jdatasks.internal.schedule.OnceSchedule;
import io.github.jdatasks.internal.util.Checks;
import io.github.jdatasks.internal.util.Durations;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Says when a loop runs: an immutable rule that names the next instant after a given one.
 *
 * <pre>{@code
 * ZoneId berlin = ZoneId.of("Europe/Berlin");
 * Schedule schedule = Schedule.dailyAt(berlin, LocalTime.of(8, 0), LocalTime.of(20, 30));
 * Schedule everyFullHour = after -> Optional.of(after.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS));
 * }</pre>
 *
 * <p>Every schedule can be narrowed down:
 *
 * <pre>{@code
 * Schedule.dailyAt(berlin, LocalTime.NOON).startingAt(launch).until(end)
 * Schedule.cron("0 20 13 * *", berlin).filter(instant -> instant.atZone(berlin).getDayOfWeek() == DayOfWeek.FRIDAY)
 * }</pre>
 *
 * <p>Write your own by implementing {@link #nextAfter(Instant)}; it may be called from any thread. The schedules made
 * here have value equality and {@code toString()} says what {@link #describe()} does.
 */
@FunctionalInterface
public interface Schedule {
    /**
     * {@return the next planned instant strictly after the given one; empty if there is none: for the schedules made
     * here, but for {@link #once} and after {@link #until}, only where the calendar of java.time ends} The answer
     * depends on nothing but the argument.
     *
     * @throws IllegalStateException if it has a {@link #filter} that lets nothing through
     */
    Optional<Instant> nextAfter(Instant after);

    /**
     * {@return the next planned instants strictly after the given one, in their order; fewer if the schedule ends}
     *
     * @param number how many are wanted, 0 or more
     * @throws IllegalArgumentException if the instant is null or the number negative
     * @throws IllegalStateException as {@link #nextAfter(Instant)}, and if a schedule of your own answers an instant
     *     that is not after the one before
     */
    default List<Instant> nextAfter(Instant from, int number) {
        return InstantSearch.after(this, from, number);
    }

    /**
     * {@return the last planned instant strictly before the given one; empty if there is none} For {@link #every} and
     * {@link #fixedDelay} that is one interval earlier.
     *
     * @throws UnsupportedOperationException unless overridden; the schedules made here tell it, but those of your own in
     *     them have to do so, too
     * @throws IllegalStateException if it has a {@link #filter} that lets nothing through
     */
    default Optional<Instant> previousBefore(Instant before) {
        throw new UnsupportedOperationException("The schedule \"" + describe() + "\" does not tell the instant before "
                + before + "; override previousBefore(Instant) in " + getClass().getName());
    }

    /**
     * {@return this schedule up to an instant: the last run is at or before it} A loop ends when no instant is left. One
     * with an interval keeps its grid until then; what the wall clock says when a run is planned decides.
     *
     * @throws IllegalArgumentException if the instant is null
     */
    default Schedule until(Instant last) {
        return LimitedSchedule.until(this, last);
    }

    /**
     * {@return this schedule from an instant on: the first run is at or after it}
     *
     * <p>The interval of an {@link #every} then counts from that instant, by the wall clock, whenever the loop starts:
     *
     * <pre>{@code
     * Schedule.every(Duration.ofMinutes(5)).startingAt(noon) // 12:00, 12:05 …, and if the loop starts at 12:07: 12:10 …
     * }</pre>
     *
     * <p>A loop with a {@link #fixedDelay} waits for the instant, or runs at once if it is past.
     *
     * @throws IllegalArgumentException if the instant is null
     */
    default Schedule startingAt(Instant first) {
        return LimitedSchedule.startingAt(this, first);
    }

    /**
     * {@return those instants of this schedule that a test accepts} For days that no other schedule can name: holidays,
     * or Friday the 13th. An interval skips ticks of its grid. What is filtered out is no missed tick.
     *
     * <p>If the test rejects 1,000,000 instants in a row, {@link #nextAfter(Instant)} throws, and the loop ends with
     * that failure. To end it without one, use {@link #until}.
     *
     * <pre>{@code
     * Schedule.dailyAt(berlin, LocalTime.of(8, 0))
     *         .filter(instant -> !holidays.contains(LocalDate.ofInstant(instant, berlin)))
     * }</pre>
     *
     * @param wanted must depend on nothing but its argument; it is called from any thread, and more than once for an
     *     instant
     * @throws IllegalArgumentException if the test is null
     */
    default Schedule filter(Predicate<Instant> wanted) {
        return LimitedSchedule.filter(this, wanted);
    }

    /** {@return this schedule in words, such as "daily at 08:00 Europe/Berlin"; "custom schedule" unless overridden} */
    default String describe() {
        return "custom schedule";
    }

    /**
     * {@return a fixed rate: runs are planned one interval apart, however long each takes} A loop measures the interval
     * on monotonic time: setting the clock of the machine moves no run. The first run is at once.
     *
     * @param interval from 1 nanosecond to 292 years
     * @throws IllegalArgumentException if the interval is null, zero, negative or too long
     */
    static Schedule every(Duration interval) {
        return new IntervalSchedule(Durations.positiveNanos("every", interval));
    }

    /**
     * {@return a fixed delay: each run is planned that long after the end of the one before} Else it is as
     * {@link #every}.
     *
     * @param delay from 1 nanosecond to 292 years
     * @throws IllegalArgumentException if the delay is null, zero, negative or too long
     */
    static Schedule fixedDelay(Duration delay) {
        return new FixedDelaySchedule(Durations.positiveNanos("fixedDelay", delay));
    }

    /**
     * {@return one or more times of day in a time zone; a time that happens twice on the day the clocks go back runs
     * once, at the {@linkplain AmbiguousTime#EARLIER earlier} instant} Otherwise as
     * {@link #dailyAt(AmbiguousTime, ZoneId, LocalTime...)}.
     *
     * @throws IllegalArgumentException if the zone or a time is null, or there is no time
     */
    static Schedule dailyAt(ZoneId zone, LocalTime... times) {
        return dailyAt(AmbiguousTime.EARLIER, zone, times);
    }

    /**
     * {@return one or more times of day in a time zone, with a choice of what to do on the day the clocks go back} On
     * the day the clocks go forward, a time that is skipped moves forward by the gap: 02:30 becomes 03:30. So every
     * time runs on every date; where two times fall on one instant there is one run.
     *
     * @param times the order and repetitions do not matter
     * @throws IllegalArgumentException if an argument or a time is null, or there is no time
     */
    static Schedule dailyAt(AmbiguousTime ambiguous, ZoneId zone, LocalTime... times) {
        return LocalSchedule.times("dailyAt", ambiguous, zone, DateRule.all(), times);
    }

    /**
     * {@return one or more times of day on some days of the week; on the days the clocks change they are treated as
     * those of {@link #dailyAt(ZoneId, LocalTime...)} are}
     *
     * <pre>{@code
     * Schedule.weeklyAt(berlin, EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), LocalTime.of(8, 0))
     * }</pre>
     *
     * @throws IllegalArgumentException if an argument, a day or a time is null, or there is no day or no time
     */
    static Schedule weeklyAt(ZoneId zone, Set<DayOfWeek> days, LocalTime... times) {
        return weeklyAt(AmbiguousTime.EARLIER, zone, days, times);
    }

    /**
     * {@return as {@link #weeklyAt(ZoneId, Set, LocalTime...)}, with a choice of what to do on the day the clocks go
     * back}
     *
     * @throws IllegalArgumentException if an argument, a day or a time is null, or there is no day or no time
     */
    static Schedule weeklyAt(AmbiguousTime ambiguous, ZoneId zone, Set<DayOfWeek> days, LocalTime... times) {
        return LocalSchedule.times("weeklyAt", ambiguous, zone, DateRule.weekly(days), times);
    }

    /**
     * {@return one or more times of day on one day of each month; on the days the clocks change they are treated as
     * those of {@link #dailyAt(ZoneId, LocalTime...)} are}
     *
     * @param dayOfMonth from 1 to 31; in a month that is shorter, its last day is meant
     * @throws IllegalArgumentException if the day is not from 1 to 31, the zone or a time is null, or there is no time
     */
    static Schedule monthlyAt(ZoneId zone, int dayOfMonth, LocalTime... times) {
        return monthlyAt(AmbiguousTime.EARLIER, zone, dayOfMonth, times);
    }

    /**
     * {@return as {@link #monthlyAt(ZoneId, int, LocalTime...)}, with a choice of what to do on the day the clocks go
     * back}
     *
     * @throws IllegalArgumentException if the day is not from 1 to 31, another argument or a time is null, or there is
     *     no time
     */
    static Schedule monthlyAt(AmbiguousTime ambiguous, ZoneId zone, int dayOfMonth, LocalTime... times) {
        return LocalSchedule.times("monthlyAt", ambiguous, zone, DateRule.monthly(dayOfMonth), times);
    }

    /**
     * {@return one or more times of day on every so many days; on the days the clocks change they are treated as those
     * of {@link #dailyAt(ZoneId, LocalTime...)} are}
     *
     * <pre>{@code
     * Schedule.everyDays(3, LocalDate.of(2026, 3, 2), berlin, LocalTime.of(8, 0)) // on the 2nd, the 5th, the 8th …
     * }</pre>
     *
     * @param days from 1 to 10,000
     * @param from the first date in the zone; the others count from it, and there is no run before it
     * @throws IllegalArgumentException if the number is not from 1 to 10,000, another argument or a time is null, or
     *     there is no time
     */
    static Schedule everyDays(int days, LocalDate from, ZoneId zone, LocalTime... times) {
        return LocalSchedule.times("everyDays", AmbiguousTime.EARLIER, zone, DateRule.everyDays(days, from), times);
    }

    /**
     * {@return one or more times of day on some days of every so many weeks; on the days the clocks change they are
     * treated as those of {@link #dailyAt(ZoneId, LocalTime...)} are} Weeks begin on Monday.
     *
     * <pre>{@code
     * Schedule.everyWeeks(2, LocalDate.of(2026, 3, 2), berlin, EnumSet.of(DayOfWeek.MONDAY), LocalTime.of(8, 0))
     * }</pre>
     *
     * @param weeks from 1 to 10,000
     * @param from a date in the first week, in the zone; there is no run before it
     * @throws IllegalArgumentException if the number is not from 1 to 10,000, another argument, a day or a time is null,
     *     or there is no day or no time
     */
    static Schedule everyWeeks(int weeks, LocalDate from, ZoneId zone, Set<DayOfWeek> days, LocalTime... times) {
        DateRule dates = DateRule.everyWeeks(weeks, from, days);
        return LocalSchedule.times("everyWeeks", AmbiguousTime.EARLIER, zone, dates, times);
    }

    /**
     * {@return the times of a cron expression} It has five fields: minute (0 to 59), hour (0 to 23), day of the month
     * (1 to 31), month (1 to 12 or JAN to DEC) and day of the week (0 to 7 or SUN to SAT; 0 and 7 are Sunday). A sixth
     * one before them is the second.
     *
     * <ul>
     *   <li>Each field is {@code *}, a value, a range {@code 1-5}, or a list of these with commas. A range may go round
     *       the end of its field: {@code FRI-MON}, {@code 22-2}, {@code NOV-FEB}. {@code *}{@code /15} or
     *       {@code 10-40/15} takes every 15th value, counted round the end, too: {@code 57-5/3} is 57, 0 and 3.
     *       {@code 10/15} goes from 10 to the last value of the field. For the day of the week that is 7, Sunday, as in
     *       cronie, the cron of many Linux systems: {@code 1/2} is Monday, Wednesday, Friday and Sunday.
     *   <li>Day of the month: {@code L} is the last, {@code L-2} two days before it, {@code 15-L} all from the 15th on.
     *       {@code 15W} is the working day nearest to the 15th in the same month, {@code LW} the last working day,
     *       {@code L-2W} the one nearest to two days before the last; {@code ?} is the same as {@code *}.
     *   <li>Day of the week: {@code 5L} or {@code FRIL} is the last Friday of the month, {@code MON#2} the second
     *       Monday, {@code MON-FRI#1} the first Monday, the first Tuesday and so on; {@code ?} is the same as {@code *}.
     *   <li>If neither of the two begins with {@code *} or {@code ?}, a day that either of them matches will do.
     *   <li>{@code @hourly}, {@code @daily} or {@code @midnight}, {@code @weekly}, {@code @monthly}, {@code @yearly} or
     *       {@code @annually} stand for a whole expression.
     * </ul>
     *
     * <p>If the second, minute or hour begins with {@code *}, the expression follows elapsed time when the clocks
     * change: it runs in both of the hours that look the same, and not in one that is skipped. Any other runs exactly
     * once for each of its times, as {@link #dailyAt(ZoneId, LocalTime...)} does. The same holds if the machine's clock
     * is set back: the first kind follows the new clock, the second does not repeat what has run, unless the clock was
     * three hours wrong or more.
     *
     * <pre>{@code
     * Schedule.cron("0 8 * * MON-FRI", berlin)
     * }</pre>
     *
     * @throws IllegalArgumentException if an argument is null, or the expression is wrong or no date ever matches it;
     *     the message names the column and says what would be right
     */
    static Schedule cron(String expression, ZoneId zone) {
        return cron(AmbiguousTime.EARLIER, expression, zone);
    }

    /**
     * {@return as {@link #cron(String, ZoneId)}, with a choice of what to do on the day the clocks go back}
     *
     * @param expression for {@link AmbiguousTime#LATER} its second, minute and hour must not begin with {@code *},
     *     since then it would run both times
     * @throws IllegalArgumentException as {@link #cron(String, ZoneId)}
     */
    static Schedule cron(AmbiguousTime ambiguous, String expression, ZoneId zone) {
        return LocalSchedule.cron(ambiguous, expression, zone);
    }

    /**
     * {@return the times at which a clock shows full steps: every full quarter of an hour, or every sixth hour} Unlike
     * {@link #every}, which begins when the loop does, this is the same grid for all loops. Steps of up to an hour
     * continue through an hour that happens twice. Times that are hours apart run exactly once a day each, as those of
     * {@link #dailyAt(ZoneId, LocalTime...)} do.
     *
     * <pre>{@code
     * Schedule.alignedTo(Duration.ofMinutes(15), berlin) // 08:00, 08:15, 08:30, 08:45, 09:00 …
     * }</pre>
     *
     * @param step a duration that divides an hour evenly, or whole hours that divide a day
     * @throws IllegalArgumentException if an argument is null, or the step divides neither an hour nor a day
     */
    static Schedule alignedTo(Duration step, ZoneId zone) {
        return LocalSchedule.aligned(step, zone);
    }

    /**
     * {@return a single instant} A loop that starts after it ends without a run, and says so in the log.
     *
     * @throws IllegalArgumentException if the instant is null
     */
    static Schedule once(Instant instant) {
        return new OnceSchedule(Checks.notNull("once", instant));
    }

    /**
     * {@return the union of schedules: the earliest next instant wins, and equal instants run once} This is how to have
     * times of several zones:
     *
     * <pre>{@code
     * Schedule.anyOf(
     *         Schedule.dailyAt(ZoneId.of("America/New_York"), LocalTime.of(8, 0)),
     *         Schedule.dailyAt(ZoneId.of("Europe/London"), LocalTime.of(9, 0)));
     * }</pre>
     *
     * <p>An {@link #every} among them counts from each run of any of them, and by the wall clock. If the clock of the
     * machine is set back, the union follows the new clock only if all of its members do. A union of one is that
     * schedule.
     *
     * @throws IllegalArgumentException if a schedule is null, there is none, or one is a {@link #fixedDelay}, which
     *     counts from the end of a run and so cannot be planned together with others
     */
    static Schedule anyOf(Schedule... schedules) {
        return AnyOfSchedule.of(schedules);
    }
}
