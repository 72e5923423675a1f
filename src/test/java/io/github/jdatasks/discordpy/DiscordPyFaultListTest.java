package io.github.jdatasks.discordpy;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The faults of discord.py's loops, by number: what would show them here. */
class DiscordPyFaultListTest {
    /**
     * Each fault with the tests that it would break. Their packages are below {@code io.github.jdatasks}; {@code L07} is
     * short for the one test that begins so.
     */
    private static final String FAULTS = """
            B1 a failed run of a daily loop is retried at the next time of day only, and then runs twice
              discordpy.DiscordPyClockVectorsTest.L07
            B2 a change to a shorter interval makes up for the time before it in a burst of runs
              discordpy.DiscordPyVectorsTest.L11
              discordpy.DiscordPyClockVectorsTest.L12
              schedule.ChangeScheduleTest.a_change_acts_in_every_situation_and_makes_no_burst
            B3 setting the clock makes intervals run in a burst or not at all, and daily loops oversleep a suspended host
              discordpy.DiscordPyClockVectorsTest.L24
              discordpy.DiscordPyClockVectorsTest.L26
            B4 of times in several zones the first in the list is next, not the earliest, and some never run
              internal.schedule.WholeDaysTest.every_entry_of_every_zone_runs_on_each_of_three_days
              internal.schedule.NextRunTableTest.the_next_run_is_the_one_in_the_table
            B5 the same time of day in two zones counts as one
              internal.schedule.WholeDaysTest.every_entry_of_every_zone_runs_on_each_of_three_days
            B6 times of a zone with summer time and of UTC cannot be mixed
              internal.schedule.WholeDaysTest.every_entry_of_every_zone_runs_on_each_of_three_days
            B7 a stop while waiting runs the body once more, up to a day later
              discordpy.DiscordPyClockVectorsTest.L04
              loop.StopTest.a_stop_waits_for_the_body_or_hook_in_progress_and_for_nothing_else
            B8 a count that is reached waits for one more interval
              discordpy.DiscordPyVectorsTest.L01
              discordpy.DiscordPyVectorsTest.L02
              discordpy.DiscordPyClockVectorsTest.L03
            B9 a before-hook that fails is not reported, and what it has set ends the next life
              discordpy.DiscordPyVectorsTest.L14
              discordpy.DiscordPyFaultsTest.B9
            B10 a change before the first time of day is ignored
              discordpy.DiscordPyClockVectorsTest.L13
            B11 a loop whose after-hook fails can never be cancelled again, or its next life ends at once
              discordpy.DiscordPyVectorsTest.L17
              discordpy.DiscordPyVectorsTest.L18
            B12 delays of retries grow from one failure to the next, though all runs between them succeed
              discordpy.DiscordPyFaultsTest.B12
              retry.RetryTest.each_run_starts_at_its_first_attempt_and_with_the_first_delay
            B13 a file that is not there is looked for again for ever
              discordpy.DiscordPyClockVectorsTest.L30
            B14 retries know nothing of the interval: a loop of one second may pause for minutes
              retry.RetryTest.delays_grow_from_a_second_to_two_minutes_at_most_and_never_beyond_the_interval
              retry.RetryTest.a_run_has_ten_attempts_and_then_has_failed_once
            B15 a start inside the hour that happens twice, or is skipped, misses the run of that day
              internal.schedule.NextRunTableTest.the_next_run_is_the_one_in_the_table
            B16 the hour that is skipped changes the order of times and drops some
              internal.schedule.WholeDaysTest.the_day_the_clocks_go_forward_runs_every_time_in_the_order_of_instants
            B17 which of two equal times of day is meant cannot be chosen
              schedule.DailyExamplesTest.a_time_that_happens_twice_has_two_instants_to_choose_from_and_UTC_has_one
              internal.schedule.WholeDaysTest.the_day_the_clocks_go_back_runs_every_time_once
            B18 some zones are minutes off, or keep a processor busy around each run
              internal.schedule.WholeDaysTest.a_zone_is_at_its_offset_of_today_and_not_at_its_first_one
              discordpy.DiscordPyClockVectorsTest.L27
              scheduler.FewLoopsTest.an_idle_scheduler_does_not_wake_up
            B19 of the times that pass during a long run, one or none is made up for, as it happens
              discordpy.DiscordPyClockVectorsTest.L09
              discordpy.DiscordPyClockVectorsTest.L10
            B20 all intervals that pass during a long run are made up for in a burst without a limit
              discordpy.DiscordPyVectorsTest.L08
              schedule.MissedTicksLimitTest.catching_up_makes_the_newest_thousand_runs
            B21 a restart does nothing unless the loop is running, or fails out of sight
              discordpy.DiscordPyRestartVectorsTest.L19
              discordpy.DiscordPyRestartVectorsTest.L20
              discordpy.DiscordPyRestartVectorsTest.L29
            B22 the next run is said to be one of the past
              discordpy.DiscordPyFaultsTest.B22
            B23 a private or renamed loop is another one each time it is asked for, and exceptions to retry get lost
              discordpy.DiscordPyFaultsTest.B23
            B24 a failure is reported twice, and one of the error handler not at all
              discordpy.DiscordPyFaultsTest.B24
              discordpy.DiscordPyVectorsTest.L32
            B25 a loop that retries cancellations cannot be cancelled
              discordpy.DiscordPyFaultsTest.B25
            B26 intervals that are negative, infinite or no number are accepted and fail later
              discordpy.DiscordPyFaultsTest.B26
              internal.util.DurationsTest.a_part_that_is_no_amount_is_named_with_its_value
              cog.CogMistakesTest.each_mistake_is_listed_with_its_class_and_method_and_value_and_remedy
            B27 a change to no interval at all is one to zero, which spins
              discordpy.DiscordPyFaultsTest.B26_and_B27
              schedule.ChangeScheduleTest.an_interval_of_nothing_is_refused_and_changes_nothing
            B28 a count that is set below the number of runs so far is never reached
              discordpy.DiscordPyFaultsTest.B28
            B29 removing an exception that was added twice says that there was none
              discordpy.DiscordPyFaultsTest.B29
            B30 a stop of a daily loop that has just failed takes a day
              discordpy.DiscordPyFaultsTest.B30
            B31 a cancel may hit the after-hook of a loop that had ended by itself
              discordpy.DiscordPyFaultsTest.B31_a_cancel_never
              discordpy.DiscordPyFaultsTest.B31_an_interrupt
            B32 a run knows neither its attempt nor when it was planned
              discordpy.DiscordPyFaultsTest.B32
            B33 the tests of times that happen twice prove nothing, and others wait for minutes near midnight
              schedule.DailyExamplesTest.a_time_that_happens_twice_has_two_instants_to_choose_from_and_UTC_has_one
              schedule.DailyOracleTest.the_next_run_is_the_one_found_minute_by_minute
              schedule.DailyExamplesTest.a_time_that_has_just_passed_runs_tomorrow
            B34 nothing may be called from another thread, and nothing says so
              scheduler.ManyThreadsTest.whatever_many_threads_ask_for_a_loop_has_one_life_and_one_body_at_a_time
            """;

    static Stream<Arguments> faults() {
        return Arrays.stream(FAULTS.split("\n(?=B)")).map(fault -> {
            List<String> lines = fault.lines().map(String::strip).toList();
            return Arguments.of(lines.get(0), lines.subList(1, lines.size()));
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void each_fault_has_tests_that_it_would_break(String fault, List<String> tests) {
        assertThat(tests)
                .as(fault)
                .isNotEmpty()
                .allSatisfy(test -> assertThat(methodsOf(test)).hasSize(1));
    }

    @Test
    void no_fault_is_left_out() {
        assertThat(faults().map(fault -> ((String) fault.get()[0]).split(" ", 2)[0]))
                .isEqualTo(IntStream.rangeClosed(1, 34).mapToObj(n -> "B" + n).toList());
    }

    private static List<Method> methodsOf(String test) throws ClassNotFoundException {
        int dot = test.lastIndexOf('.');
        String name = test.substring(dot + 1);
        return Arrays.stream(Class.forName("io.github.jdatasks." + test.substring(0, dot))
                        .getDeclaredMethods())
                .filter(method ->
                        method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class))
                .filter(method -> (method.getName() + "_").startsWith(name + "_"))
                .toList();
    }
}
