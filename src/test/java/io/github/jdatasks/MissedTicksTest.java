package io.github.jdatasks;

import static io.github.jdatasks.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way to miss five ticks, one a minute, from 00:01 to 00:05, when at 00:05:30 the loop may run again. */
class MissedTicksTest {
    private static final Schedule RATE = Schedule.every(ofMinutes(1));
    private static final Schedule TIMES = Schedule.dailyAt(
            ZoneOffset.UTC,
            IntStream.rangeClosed(1, 8).mapToObj(m -> LocalTime.of(0, m)).toArray(LocalTime[]::new));

    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final ConnectionGate gate = new ConnectionGate();
    private final VirtualConnection connection = VirtualConnection.of(gate).ready();
    private final RunNotes runs = new RunNotes();

    private LoopBuilder loop(Schedule schedule, Missed policy) {
        return Loops.on(schedule).name("ticks").scheduler(time).gate(gate).missed(policy);
    }

    /** Checks what was run until 00:08 after a first run at midnight, which calendar loops do not have. */
    private static void check(LoopTask loop, RunNotes runs, Missed policy) {
        List<String> lines = runs.lines();
        boolean rate = loop.schedule().equals(RATE);
        assertThat(rate ? lines.get(0) : "00:00").isEqualTo("00:00");
        assertThat(lines.subList(rate ? 1 : 0, lines.size())).containsExactly(expected(policy));
        assertThat(loop.stats().missed()).isEqualTo(5);
        assertThat(loop.stats().skipped())
                .isEqualTo(
                        switch (policy) {
                            case SKIP -> 5;
                            case RUN_ONCE -> 4;
                            case CATCH_UP -> 0;
                        });
    }

    private static String[] expected(Missed policy) {
        return switch (policy) {
            case SKIP -> new String[] {"00:06", "00:07", "00:08"};
            case RUN_ONCE -> new String[] {"00:05 at 00:05:30", "00:06", "00:07", "00:08"};
            case CATCH_UP ->
                new String[] {
                    "00:01 at 00:05:30",
                    "00:02 at 00:05:30",
                    "00:03 at 00:05:30",
                    "00:04 at 00:05:30",
                    "00:05 at 00:05:30",
                    "00:06",
                    "00:07",
                    "00:08"
                };
        };
    }

    @ParameterizedTest
    @CsvSource({"SKIP, true", "SKIP, false", "RUN_ONCE, true", "RUN_ONCE, false", "CATCH_UP, true", "CATCH_UP, false"})
    void ticks_are_missed_while_the_gate_is_closed(Missed policy, boolean rate) {
        LoopTask loop = loop(rate ? RATE : TIMES, policy).start(runs);
        time.advance(ofSeconds(30));
        connection.disconnect();
        time.advance(ofMinutes(5));
        connection.resume();
        time.advanceTo(MIDNIGHT.plus(ofMinutes(8)));
        check(loop, runs, policy);
    }

    @ParameterizedTest
    @CsvSource({"SKIP, true", "SKIP, false", "RUN_ONCE, true", "RUN_ONCE, false", "CATCH_UP, true", "CATCH_UP, false"})
    void ticks_are_missed_while_the_user_has_paused_the_loop(Missed policy, boolean rate) {
        LoopTask loop = loop(rate ? RATE : TIMES, policy).start(runs);
        time.advance(ofSeconds(30));
        loop.pause();
        time.advance(ofMinutes(5));
        loop.resume();
        time.advanceTo(MIDNIGHT.plus(ofMinutes(8)));
        check(loop, runs, policy);
    }

    @ParameterizedTest
    @CsvSource({"SKIP, true", "SKIP, false", "RUN_ONCE, true", "RUN_ONCE, false", "CATCH_UP, true", "CATCH_UP, false"})
    void two_pauses_that_overlap_are_one_gap(Missed policy, boolean rate) {
        LoopTask loop = loop(rate ? RATE : TIMES, policy).start(runs);
        time.advance(ofSeconds(30));
        loop.pause();
        time.advance(ofMinutes(2));
        connection.disconnect();
        time.advance(ofMinutes(1));
        loop.resume();
        time.advance(ofMinutes(2));
        connection.resume();
        time.advanceTo(MIDNIGHT.plus(ofMinutes(8)));
        check(loop, runs, policy);
    }

    @ParameterizedTest
    @CsvSource({"SKIP", "RUN_ONCE", "CATCH_UP"})
    void ticks_are_missed_while_a_run_takes_too_long(Missed policy) {
        RunNotes slow = RunNotes.taking(time, ofSeconds(330));
        LoopTask loop = loop(RATE, policy).start(slow);
        time.advance(ofMinutes(8));
        check(loop, slow, policy);
    }

    @ParameterizedTest
    @CsvSource({"SKIP", "RUN_ONCE", "CATCH_UP"})
    void ticks_are_missed_while_a_run_is_retried(Missed policy) {
        RunNotes retried = RunNotes.and(run -> {
            if (run.iteration() == 0 && run.attempt() < 12) {
                throw new java.net.SocketTimeoutException("attempt " + run.attempt());
            }
        });
        LoopTask loop = loop(RATE, policy)
                .retry(RetryPolicy.fixedDelay(ofSeconds(30)).maxAttempts(20))
                .start(retried);
        time.advance(ofMinutes(8));
        assertThat(retried.lines().subList(0, 12)).allMatch(line -> line.startsWith("00:00"));
        retried.lines().subList(1, 12).clear();
        check(loop, retried, policy);
    }

    @ParameterizedTest
    @CsvSource({"SKIP", "RUN_ONCE", "CATCH_UP"})
    void a_calendar_loop_misses_ticks_in_its_before_hook(Missed policy) {
        LoopTask loop = loop(TIMES, policy)
                .beforeLoop(run -> time.sleep(ofSeconds(330)))
                .start(runs);
        time.advance(ofMinutes(8));
        check(loop, runs, policy);
    }

    @ParameterizedTest
    @CsvSource({"SKIP", "RUN_ONCE", "CATCH_UP"})
    void a_calendar_loop_misses_ticks_while_it_waits_for_ready(Missed policy) {
        ConnectionGate late = new ConnectionGate();
        VirtualConnection lateConnection = VirtualConnection.of(late);
        LoopTask loop = loop(TIMES, policy).gate(late).start(runs);
        time.advance(ofSeconds(330));
        lateConnection.ready();
        time.advanceTo(MIDNIGHT.plus(ofMinutes(8)));
        check(loop, runs, policy);
    }

    @ParameterizedTest
    @CsvSource({"SKIP", "RUN_ONCE", "CATCH_UP"})
    void a_calendar_loop_misses_ticks_while_the_host_is_suspended(Missed policy) {
        LoopTask loop = loop(TIMES, policy).start(runs);
        time.advance(ofSeconds(30));
        time.suspend(ofMinutes(5));
        time.runPending();
        time.advanceTo(MIDNIGHT.plus(ofMinutes(8)));
        check(loop, runs, policy);
    }

    @ParameterizedTest
    @CsvSource({"SKIP, true", "SKIP, false", "RUN_ONCE, true", "RUN_ONCE, false", "CATCH_UP, true", "CATCH_UP, false"})
    void a_gap_between_two_ticks_misses_none(Missed policy, boolean rate) {
        LoopTask loop = loop(rate ? RATE : TIMES, policy).start(runs);
        time.advance(ofSeconds(70));
        connection.disconnect();
        loop.pause();
        time.advance(ofSeconds(40));
        connection.resume();
        loop.resume();
        time.advance(ofSeconds(70));
        assertThat(runs.lines()).endsWith("00:01", "00:02", "00:03").hasSize(rate ? 4 : 3);
        assertThat(loop.stats().missed()).isZero();
        assertThat(loop.stats().skipped()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"SKIP, true", "SKIP, false", "RUN_ONCE, true", "RUN_ONCE, false", "CATCH_UP, true", "CATCH_UP, false"})
    void a_gap_that_ends_at_a_tick_does_not_run_that_twice(Missed policy, boolean rate) {
        LoopTask loop = loop(rate ? RATE : TIMES, policy).start(runs);
        time.advance(ofSeconds(90));
        connection.disconnect();
        time.advance(ofSeconds(90));
        connection.resume();
        time.advance(ofMinutes(1));
        assertThat(runs.lines().stream().filter(line -> line.startsWith("00:03")))
                .hasSize(1);
        assertThat(runs.lines()).last().isEqualTo("00:04");
        assertThat(runs.lines().stream().filter(line -> line.startsWith("00:02")))
                .hasSize(policy == Missed.CATCH_UP ? 1 : 0);
        assertThat(loop.stats().missed()).isBetween(1L, 2L);
    }
}
