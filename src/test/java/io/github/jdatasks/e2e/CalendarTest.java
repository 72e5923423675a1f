package io.github.jdatasks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopBody;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.mockdiscord.MockDiscord;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.dv8tion.jda.api.JDA;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Times of day, days, cron expressions, full steps of the clock and single instants with a real JDA. */
@EndToEnd
class CalendarTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant EIGHT = Instant.parse("2026-06-01T08:00:00Z");

    private final MockDiscord discord = MockDiscord.start();
    private final SteeredClock clock = new SteeredClock(EIGHT.minusSeconds(60));
    private final LoopScheduler scheduler = LoopScheduler.builder().clock(clock).build();

    /** Its ticks have the timer look at the clock right after it was set. */
    private final TickingCog cog = new TickingCog(scheduler, settings -> settings);

    private final Journal<String> journal = new Journal<>();
    private final LoopBody body = run -> note("", run);

    @AfterEach
    void close() {
        scheduler.close();
        discord.close();
    }

    private void note(String who, LoopContext run) {
        journal.add(who + run.scheduledAt() + (run.lateness().isNegative() ? " too early" : ""));
    }

    private LoopTask start(Schedule schedule, Missed missed) {
        return Loops.on(schedule)
                .scheduler(scheduler)
                .gate(cog.gate())
                .missed(missed)
                .start(body);
    }

    private static void awaitNext(LoopTask task, Instant planned) {
        Await.until("a plan for " + planned, () -> task.nextIteration().equals(Optional.of(planned)), task::toString);
    }

    static Stream<Arguments> schedules() {
        LocalTime eight = LocalTime.of(8, 0);
        return Stream.of(
                runs(
                        Schedule.dailyAt(BERLIN, LocalTime.of(2, 30)), // skipped on the first day
                        "2026-03-29T01:30:00Z",
                        "2026-03-30T00:30:00Z"),
                runs(
                        Schedule.weeklyAt(BERLIN, EnumSet.of(DayOfWeek.SUNDAY), eight),
                        "2026-10-25T07:00:00Z",
                        "2026-11-01T07:00:00Z"),
                runs(Schedule.monthlyAt(BERLIN, 31, eight), "2026-02-28T07:00:00Z", "2026-03-31T06:00:00Z"),
                runs(
                        Schedule.cron("30 2 * * *", BERLIN), // twice on the first day
                        "2026-10-25T00:30:00Z",
                        "2026-10-26T01:30:00Z"),
                runs(
                        Schedule.cron("30 * * * *", BERLIN),
                        "2026-10-25T00:30:00Z",
                        "2026-10-25T01:30:00Z",
                        "2026-10-25T02:30:00Z"),
                runs(Schedule.cron("0 0 29 2 *", BERLIN), "2028-02-28T23:00:00Z", "2032-02-28T23:00:00Z"),
                runs(
                        Schedule.alignedTo(Duration.ofMinutes(15), BERLIN),
                        "2026-10-25T00:45:00Z",
                        "2026-10-25T01:00:00Z"),
                runs(Schedule.alignedTo(Duration.ofHours(6), BERLIN), "2026-03-28T23:00:00Z", "2026-03-29T04:00:00Z"),
                runs(
                        Schedule.anyOf(
                                Schedule.dailyAt(ZoneId.of("America/New_York"), eight),
                                Schedule.dailyAt(ZoneId.of("Europe/London"), eight)),
                        "2026-03-09T08:00:00Z",
                        "2026-03-09T12:00:00Z"));
    }

    private static Arguments runs(Schedule schedule, String... runs) {
        return arguments(schedule, List.of(runs));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("schedules")
    void a_loop_runs_at_the_instants_of_its_schedule(Schedule schedule, List<String> runs) {
        clock.set(Instant.parse(runs.get(0)).minusSeconds(60));
        try (Bot bot = Bot.login(discord, cog)) {
            LoopTask task = start(schedule, Missed.RUN_ONCE);
            for (String run : runs) {
                awaitNext(task, Instant.parse(run));
                clock.setBefore(Instant.parse(run));
                journal.await(run::equals);
            }
            task.stop().join();
            assertThat(bot.jda().getStatus()).isEqualTo(JDA.Status.CONNECTED);
        }
        assertThat(journal.entries()).isEqualTo(runs);
    }

    @Test
    void a_single_instant_is_the_only_run_and_the_loop_ends() {
        try (Bot bot = Bot.login(discord, cog).awaitConnected()) {
            LoopTask task = start(Schedule.once(EIGHT), Missed.RUN_ONCE);
            awaitNext(task, EIGHT);
            clock.setBefore(EIGHT);
            assertThat(task.completion().join()).isEqualTo(LoopOutcome.COMPLETED);
            assertThat(bot.jda().getStatus()).isEqualTo(JDA.Status.CONNECTED);
        }
        assertThat(journal.entries()).containsExactly("2026-06-01T08:00:00Z");
    }

    /** Its loops have one instant in common. */
    private final class Calendars extends LoopCog {
        Calendars() {
            super(scheduler);
        }

        @Loop(days = DayOfWeek.SUNDAY, time = "08:00", zone = "Europe/Berlin")
        void weekly(LoopContext run) {
            note("weekly ", run);
        }

        @Loop(cron = "0 8 L * *", zone = "Europe/Berlin")
        void monthly(LoopContext run) {
            note("monthly ", run);
        }

        @Loop(
                time = {"08:00", "07:00 Europe/London"},
                zone = "Europe/Berlin")
        void daily(LoopContext run) {
            note("daily ", run);
        }
    }

    @Test
    void the_loops_of_a_cog_run_by_their_days_expressions_and_times() {
        clock.set(Instant.parse("2026-05-31T05:59:00Z")); // a Sunday, and the last of the month
        Calendars calendars = new Calendars();
        try (Bot bot = Bot.login(discord, cog, calendars).awaitConnected()) {
            calendars.loops().forEach(task -> awaitNext(task, Instant.parse("2026-05-31T06:00:00Z")));
            clock.setBefore(Instant.parse("2026-05-31T06:00:00Z"));
            journal.await(entry -> true, 3);
            clock.setBefore(Instant.parse("2026-06-01T06:00:00Z"));
            journal.await(entry -> true, 4);
            assertThat(bot.jda().getStatus()).isEqualTo(JDA.Status.CONNECTED);
        }
        calendars.loops().forEach(task -> task.completion().join());
        assertThat(journal.entries().subList(0, 3))
                .containsExactlyInAnyOrder(
                        "weekly 2026-05-31T06:00:00Z", "monthly 2026-05-31T06:00:00Z", "daily 2026-05-31T06:00:00Z");
        assertThat(journal.entries().subList(3, journal.size())).containsExactly("daily 2026-06-01T06:00:00Z");
    }

    @Test
    void a_time_that_passes_before_the_bot_is_ready_is_made_up_for_when_it_is() {
        discord.gateway().down();
        try (Bot bot = Bot.login(discord, cog)) {
            LoopTask task = start(Schedule.dailyAt(ZoneOffset.UTC, LocalTime.of(8, 0)), Missed.RUN_ONCE);
            clock.set(EIGHT.plusSeconds(60));
            assertThat(task.state()).isEqualTo(LoopState.STARTING);
            discord.gateway().up();
            bot.awaitConnected();
            journal.await(entry -> true);
            awaitNext(task, EIGHT.plus(Duration.ofDays(1)));
            task.stop().join();
            assertThat(task.stats().lastLateness()).isGreaterThan(Duration.ofSeconds(59));
        }
        assertThat(journal.entries()).containsExactly("2026-06-01T08:00:00Z");
    }

    @ParameterizedTest
    @EnumSource(Missed.class)
    void times_that_pass_while_the_connection_is_lost_are_treated_as_the_loop_was_told(Missed missed) {
        try (Bot bot = Bot.login(discord, cog).awaitConnected()) {
            LoopTask task = start(Schedule.cron("*/15 * * * *", ZoneOffset.UTC), missed);
            awaitNext(task, EIGHT);
            discord.gateway().down();
            bot.awaitStatus(JDA.Status.WAITING_TO_RECONNECT, 1);
            Await.until("a pause of", () -> task.state() == LoopState.PAUSED, task::toString);
            clock.set(Instant.parse("2026-06-01T08:40:00Z"));
            assertThat(journal.entries()).isEmpty();
            discord.gateway().up();
            Await.until(
                    "missed ticks",
                    () -> task.stats().missed() == 3,
                    () -> List.of(task, task.stats(), bot.jda().getStatus(), cog.gate(), clock.instant()));
            awaitNext(task, Instant.parse("2026-06-01T08:45:00Z"));
            clock.setBefore(Instant.parse("2026-06-01T08:45:00Z"));
            journal.await("2026-06-01T08:45:00Z"::equals);
            task.stop().join();
        }
        List<String> madeUp = switch (missed) {
            case SKIP -> List.of();
            case RUN_ONCE -> List.of("2026-06-01T08:30:00Z");
            case CATCH_UP -> List.of("2026-06-01T08:00:00Z", "2026-06-01T08:15:00Z", "2026-06-01T08:30:00Z");
        };
        assertThat(journal.entries()).hasSize(madeUp.size() + 1).containsAll(madeUp);
    }

    @Test
    void a_clock_that_is_set_back_repeats_no_time_of_day_but_a_wildcard() {
        try (Bot bot = Bot.login(discord, cog).awaitConnected()) {
            LoopTask fixed = start(Schedule.cron("0 8 * * *", ZoneOffset.UTC), Missed.RUN_ONCE);
            LoopTask wildcard = start(Schedule.cron("0 * * * *", ZoneOffset.UTC), Missed.RUN_ONCE);
            awaitNext(fixed, EIGHT);
            awaitNext(wildcard, EIGHT);
            clock.setBefore(EIGHT);
            journal.await(entry -> true, 2);
            clock.set(EIGHT.minusSeconds(60));
            awaitNext(wildcard, EIGHT);
            clock.setBefore(EIGHT);
            journal.await(entry -> true, 3);
            awaitNext(fixed, EIGHT.plus(Duration.ofDays(1)));
            awaitNext(wildcard, EIGHT.plus(Duration.ofHours(1)));
            fixed.stop().join();
            wildcard.stop().join();
            assertThat(fixed.stats().runs()).isEqualTo(1);
            assertThat(wildcard.stats().runs()).isEqualTo(2);
            assertThat(bot.jda().getStatus()).isEqualTo(JDA.Status.CONNECTED);
        }
    }
}
