package io.github.jdatasks.schedule;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.support.RunNotes;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MissedTicksLimitTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final ConnectionGate gate = new ConnectionGate();
    private final VirtualConnection connection = VirtualConnection.of(gate).ready();

    private LoopBuilder loop(Schedule schedule, Missed policy) {
        return Loops.on(schedule).name("ticks").scheduler(time).gate(gate).missed(policy);
    }

    private void outage(Duration length) {
        time.runPending();
        connection.disconnect();
        time.advance(length);
        connection.resume();
        time.runPending();
    }

    private void pause(LoopTask loop, Duration length) {
        time.runPending();
        loop.pause();
        time.advance(length);
        loop.resume();
        time.runPending();
    }

    @ParameterizedTest
    @EnumSource(Missed.class)
    void a_year_of_milliseconds_is_counted_by_arithmetic(Missed policy) {
        RunNotes runs = new RunNotes();
        LoopTask loop = loop(Schedule.every(ofMillis(1)), policy).start(runs);
        pause(loop, ofDays(365));
        long ticks = ofDays(365).toMillis();
        // The tick of the last instant is on time.
        assertThat(loop.stats().missed()).isEqualTo(ticks - 1);
        assertThat(runs.planned()).last().isEqualTo(MIDNIGHT.plus(ofDays(365)));
        assertThat(runs.planned()).hasSize(policy == Missed.CATCH_UP ? 1002 : 2);
    }

    @Test
    void catching_up_makes_the_newest_thousand_runs() {
        RunNotes runs = new RunNotes();
        LoopTask loop = loop(Schedule.every(ofMinutes(1)), Missed.CATCH_UP).start(runs);
        pause(loop, ofMinutes(5_000).plusSeconds(30));
        assertThat(runs.planned())
                .containsExactlyElementsOf(IntStream.rangeClosed(4_000, 5_000)
                        .mapToObj(minute -> MIDNIGHT.plus(ofMinutes(minute == 4_000 ? 0 : minute)))
                        .toList());
        assertThat(loop.stats().missed()).isEqualTo(5_000);
        assertThat(loop.stats().skipped()).isEqualTo(4_000);
    }

    @Test
    void catching_up_on_a_calendar_makes_the_newest_thousand_runs() {
        RunNotes runs = new RunNotes();
        LoopTask loop = loop(Schedule.dailyAt(ZoneOffset.UTC, LocalTime.NOON), Missed.CATCH_UP)
                .start(runs);
        pause(loop, ofDays(1_500));
        assertThat(runs.planned())
                .hasSize(1_000)
                .first()
                .isEqualTo(MIDNIGHT.plus(ofDays(500)).plus(Duration.ofHours(12)));
        assertThat(loop.stats().missed()).isEqualTo(1_500);
        assertThat(loop.stats().skipped()).isEqualTo(500);
    }

    @Test
    void a_stop_ends_the_catching_up() {
        RunNotes runs = RunNotes.and(run -> {
            if (run.iteration() == 3) {
                run.task().stop();
            }
        });
        loop(Schedule.every(ofMinutes(1)), Missed.CATCH_UP).start(runs);
        outage(ofMinutes(100));
        assertThat(runs.lines()).hasSize(4);
    }

    @Test
    void a_count_ends_the_catching_up() {
        RunNotes runs = new RunNotes();
        loop(Schedule.every(ofMinutes(1)), Missed.CATCH_UP).count(4).start(runs);
        outage(ofMinutes(100));
        assertThat(runs.lines()).hasSize(4);
    }

    @Test
    void a_pause_interrupts_the_catching_up_which_goes_on_where_it_was() {
        RunNotes runs = RunNotes.and(run -> {
            if (run.iteration() == 2) {
                run.task().pause();
            }
        });
        LoopTask loop = loop(Schedule.every(ofMinutes(1)), Missed.CATCH_UP).start(runs);
        outage(ofSeconds(330));
        assertThat(runs.lines()).containsExactly("00:00", "00:01 at 00:05:30", "00:02 at 00:05:30");
        time.advance(ofMinutes(1));
        loop.resume();
        time.runPending();
        assertThat(runs.lines().subList(3, runs.lines().size()))
                .containsExactly("00:03 at 00:06:30", "00:04 at 00:06:30", "00:05 at 00:06:30", "00:06 at 00:06:30");
        assertThat(loop.stats().missed()).isEqualTo(6);
    }

    @Test
    void a_closed_gate_interrupts_the_catching_up_which_goes_on_where_it_was() {
        RunNotes runs = RunNotes.and(run -> {
            if (run.iteration() == 2) {
                connection.disconnect();
            }
        });
        LoopTask loop = loop(Schedule.every(ofMinutes(1)), Missed.CATCH_UP).start(runs);
        outage(ofSeconds(330));
        assertThat(runs.lines()).hasSize(3);
        time.advance(ofMinutes(1));
        connection.resume();
        time.runPending();
        assertThat(runs.lines()).hasSize(7).last().isEqualTo("00:06 at 00:06:30");
        assertThat(loop.stats().missed()).isEqualTo(6);
    }

    @Test
    void a_second_outage_adds_to_the_one_run_that_makes_up_for_the_first() {
        RunNotes runs = new RunNotes();
        LoopTask loop = loop(Schedule.every(ofMinutes(1)), Missed.RUN_ONCE).start(runs);
        time.advance(ofSeconds(30));
        loop.pause();
        time.advance(ofMinutes(3));
        loop.resume();
        loop.pause();
        time.advance(ofMinutes(3));
        loop.resume();
        time.advance(ofSeconds(30));
        assertThat(runs.lines()).containsExactly("00:00", "00:06 at 00:06:30", "00:07");
        assertThat(loop.stats().missed()).isEqualTo(6);
    }

    @ParameterizedTest
    @EnumSource(Missed.class)
    void a_gap_is_reported_once(Missed policy) {
        try (LogLines log = LogLines.of("io.github.jdatasks.loop.ticks")) {
            loop(Schedule.every(ofMinutes(1)), policy).start(new RunNotes());
            outage(ofSeconds(330));
            time.advance(ofMinutes(5));
            assertThat(log.with("missed")).singleElement().asString().contains("missed 5 ticks");
        }
    }

    @ParameterizedTest
    @EnumSource(Missed.class)
    void a_fixed_delay_misses_one_run_at_most(Missed policy) {
        RunNotes runs = new RunNotes();
        LoopTask loop = loop(Schedule.fixedDelay(ofMinutes(1)), policy).start(runs);
        outage(ofSeconds(330));
        time.advance(ofSeconds(59));
        assertThat(runs.lines()).hasSize(policy == Missed.SKIP ? 1 : 2);
        time.advance(ofSeconds(1));
        assertThat(runs.lines()).last().isEqualTo("00:06:30");
        assertThat(loop.stats().missed()).isEqualTo(1);
    }

    @Test
    void a_loop_that_catches_up_gives_its_thread_to_others_every_1000_runs() {
        List<Long> runsOfBusy = new ArrayList<>();
        LoopTask other = loop(Schedule.every(ofMinutes(1)), Missed.SKIP).build(run -> {});
        loop(Schedule.every(ofMillis(10)), Missed.CATCH_UP).start(run -> {
            if (run.iteration() == 0) {
                time.sleep(ofSeconds(20));
            } else if (run.iteration() == 1) {
                other.runNow().thenRun(() -> runsOfBusy.add(run.task().currentLoop()));
            }
        });
        time.advance(ofSeconds(21));
        // The stretch in which it was asked for ends with a turn of the timer, which hands the thread on.
        assertThat(runsOfBusy).containsExactly(1 + 1_000L);
    }
}
