package io.github.jdatasks.loop;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Level;
import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Inside;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.support.Diary;
import io.github.jdatasks.support.EngineByHand;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that would come too late. */
class MaxLatenessTest {
    private final Diary diary = new Diary();
    private final Diary days = new Diary("2026-03-01T07:00:00Z");
    private final ConnectionGate gate = new ConnectionGate();
    private final VirtualConnection connection = VirtualConnection.of(gate).ready();
    private final List<String> heard = new ArrayList<>();
    private final LoopListener listener = new LoopListener() {
        @Override
        public void onMissed(LoopTask task, long ticks) {
            heard.add("missed " + ticks);
        }

        @Override
        public void onSkipped(LoopTask task, long ticks) {
            heard.add("skipped " + ticks);
        }
    };

    @Test
    void a_good_morning_is_not_sent_in_the_evening() {
        LoopTask loop = days.dailyAt("08:00")
                .gate(gate)
                .maxLateness(ofHours(1))
                .listener(listener)
                .start(days.run());
        days.pass(60);
        connection.disconnect();
        days.passUntil("2026-03-01T20:00:00Z");
        connection.resume();
        days.passUntil("2026-03-02T09:00:00Z");
        assertThat(days.entries("run")).containsExactly("02 08:00 run 0");
        assertThat(loop.stats().missed()).isEqualTo(1);
        assertThat(loop.stats().skipped()).isEqualTo(1);
        assertThat(heard).containsExactly("missed 1", "skipped 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {3600, 3601})
    void a_run_exactly_at_the_limit_is_made_and_a_later_one_is_not(int late) {
        days.dailyAt("08:00").gate(gate).maxLateness(ofHours(1)).start(days.run());
        days.pass(60);
        connection.disconnect();
        days.time.advanceTo(Instant.parse("2026-03-01T08:00:00Z").plusSeconds(late));
        connection.resume();
        days.pass(0);
        assertThat(days.entries("run")).hasSize(late == 3600 ? 1 : 0);
    }

    @ParameterizedTest
    @EnumSource
    void what_is_made_up_for_is_limited_too(Missed policy) {
        LoopTask loop = diary.every(10)
                .missed(policy)
                .maxLateness(ofSeconds(25))
                .listener(listener)
                .start(diary.run());
        diary.pass(5);
        loop.pause();
        diary.pass(61);
        loop.resume();
        diary.pass(4);
        List<String> late = switch (policy) {
            case SKIP -> List.of();
            case RUN_ONCE -> List.of("66 run 1");
            case CATCH_UP -> List.of("66 run 1", "66 run 2");
        };
        assertThat(diary.entries("66 run")).as("50 and 60 are not too late").isEqualTo(late);
        assertThat(diary.entries("70 run")).hasSize(1);
        assertThat(loop.stats().missed()).isEqualTo(6);
        assertThat(loop.stats().skipped()).isEqualTo(6 - late.size());
        assertThat(heard).as("once for the gap").containsExactly("missed 6", "skipped " + (6 - late.size()));
    }

    @Test
    void what_is_made_up_for_may_become_too_late_meanwhile() {
        LoopTask loop = diary.every(10)
                .missed(Missed.CATCH_UP)
                .maxLateness(ofSeconds(45))
                .start(diary.run(run -> {
                    if (run.iteration() < 4) {
                        diary.lasting(run.iteration() == 0 ? 50 : 15).run(run);
                    }
                }));
        diary.pass(100);
        assertThat(diary.entries("run").subList(0, 5))
                .containsExactly("0 run 0", "50 run 1", "65 run 2", "80 run 3", "95 run 4");
        assertThat(loop.stats().skipped()).as("the tick of 30, at 80").isEqualTo(1);
        assertThat(loop.stats().runs()).isEqualTo(10);
    }

    @Test
    void of_many_ticks_to_catch_up_with_those_too_late_are_skipped_at_once() {
        LoopTask loop = diary.every(1)
                .missed(Missed.CATCH_UP)
                .maxLateness(ofMinutes(5))
                .listener(listener)
                .start(diary.run());
        diary.pass(1);
        loop.pause();
        diary.pass(10_000);
        loop.resume();
        diary.pass(0);
        assertThat(diary.entries("10001 run")).hasSize(301);
        assertThat(heard).containsExactly("missed 9999", "skipped 9699");
    }

    @Test
    void a_calendar_loop_catches_up_with_what_is_not_too_late() {
        LoopTask loop = days.on(Schedule.cron("* * * * *", ZoneOffset.UTC))
                .missed(Missed.CATCH_UP)
                .maxLateness(ofMinutes(10))
                .start(days.run());
        days.pass(30);
        loop.pause();
        days.passUntil("2026-03-01T09:00:30Z");
        loop.resume();
        days.pass(0);
        assertThat(days.entries("01 09:00:30 run")).hasSize(10);
        assertThat(loop.stats().missed()).isEqualTo(120);
        assertThat(loop.stats().skipped()).isEqualTo(110);
    }

    @Test
    void a_run_behind_a_long_one_may_come_too_late() {
        LoopTask loop = diary.every(10).maxLateness(ofSeconds(3)).start(diary.run(run -> {
            if (run.iteration() < 2) {
                diary.lasting(12).run(run);
            }
        }));
        diary.pass(50);
        assertThat(diary.entries("run"))
                .as("at 12 it is 2 s late, at 24 it would be 4 s")
                .containsExactly("0 run 0", "12 run 1", "30 run 2", "40 run 3", "50 run 4");
        assertThat(loop.stats().skipped()).isEqualTo(1);
    }

    @Test
    void the_limit_is_looked_at_when_a_worker_takes_the_run() {
        EngineByHand engine = new EngineByHand(1);
        List<Instant> ticks = new ArrayList<>();
        LoopTask loop = Loops.every(ofMinutes(1))
                .initialDelay(ofMinutes(1))
                .maxLateness(ofSeconds(30))
                .scheduler(engine.scheduler())
                .start(run -> ticks.add(run.scheduledAt()));
        engine.settle();
        engine.pass(ofMinutes(1));
        engine.turn(); // the run is handed over in time, but all workers are busy
        engine.pass(ofSeconds(31));
        engine.settle();
        assertThat(ticks).isEmpty();
        assertThat(loop.stats().skipped()).isEqualTo(1);
        engine.pass(ofSeconds(29));
        engine.turn();
        engine.pass(ofSeconds(30));
        engine.settle();
        assertThat(ticks).as("exactly at the limit").hasSize(1);
    }

    @Test
    void a_retry_may_come_later() {
        LoopTask loop = diary.every(60)
                .maxLateness(ofSeconds(5))
                .retry(RetryPolicy.fixedDelay(ofSeconds(20)).maxAttempts(2))
                .start(diary.runInto("reset"));
        diary.pass(30);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "20 run 0 again");
        assertThat(loop.stats().skipped()).isZero();
    }

    @Test
    void a_run_that_lost_its_connection_is_repeated_however_late() {
        LoopTask loop = diary.every(60)
                .gate(gate)
                .whenDisconnected(WhenDisconnected.CANCEL)
                .maxLateness(ofSeconds(5))
                .start(diary.run(run -> {
                    if (diary.time.now().isBefore(MIDNIGHT.plusSeconds(10))) {
                        diary.lasting(20).run(run);
                    }
                }));
        diary.pass(3);
        connection.disconnect();
        diary.pass(30);
        connection.resume();
        diary.pass(0);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "33 run 0");
        assertThat(loop.stats().skipped()).isZero();
    }

    @Test
    void a_run_by_hand_is_never_too_late() {
        LoopTask loop = diary.every(60).maxLateness(ofSeconds(5)).start(diary.run());
        diary.pass(5);
        loop.pause();
        diary.pass(100);
        loop.runNow();
        diary.pass(0);
        assertThat(diary.entries("105 run")).hasSize(1);
    }

    @Test
    void skipped_runs_do_not_count() {
        LoopTask loop = diary.every(10).count(3).maxLateness(ofSeconds(2)).start(diary.run());
        diary.pass(5);
        loop.pause();
        diary.pass(30);
        loop.resume();
        diary.pass(100);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "40 run 1", "50 run 2");
    }

    @Test
    void a_jitter_is_no_lateness() {
        VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT, 7);
        List<Duration> delays = new ArrayList<>();
        LoopTask loop = Loops.every(ofMinutes(1))
                .scheduler(time)
                .jitter(ofSeconds(40))
                .maxLateness(ofSeconds(1))
                .start(run -> delays.add(run.lateness()));
        time.advance(ofMinutes(100));
        assertThat(delays).hasSizeGreaterThanOrEqualTo(100).anyMatch(delay -> delay.compareTo(ofSeconds(30)) > 0);
        assertThat(loop.stats().skipped()).isZero();
        loop.pause();
        time.advanceTo(MIDNIGHT.plus(ofMinutes(102)).plusSeconds(41));
        loop.resume();
        time.runPending();
        assertThat(delays.get(delays.size() - 1))
                .as("the longest jitter and the limit")
                .isEqualTo(ofSeconds(41));
        loop.pause();
        time.advanceTo(MIDNIGHT.plus(ofMinutes(104)).plusSeconds(41).plusNanos(1));
        loop.resume();
        int before = delays.size();
        time.runPending();
        assertThat(delays).hasSize(before);
    }

    @Test
    void the_first_run_of_an_interval_is_never_late() {
        ConnectionGate later = new ConnectionGate();
        diary.every(10).gate(later).maxLateness(ofSeconds(1)).start(diary.run());
        diary.pass(500);
        VirtualConnection.of(later).ready();
        diary.pass(0);
        assertThat(diary.entries("run")).containsExactly("500 run 0");
    }

    @Test
    void a_time_of_day_may_be_too_late_when_the_bot_is_ready() {
        ConnectionGate later = new ConnectionGate();
        LoopTask loop =
                days.dailyAt("08:00").gate(later).maxLateness(ofHours(1)).start(days.run());
        days.passUntil("2026-03-01T10:00:00Z");
        VirtualConnection.of(later).ready();
        days.passUntil("2026-03-02T09:00:00Z");
        assertThat(days.entries("run")).containsExactly("02 08:00 run 0");
        assertThat(loop.stats().skipped()).isEqualTo(1);
    }

    @Test
    void the_only_run_that_comes_too_late_ends_the_loop_and_the_log_says_so() {
        LoopTask loop = diary.on(Schedule.once(diary.time.now().plusSeconds(60)))
                .gate(gate)
                .maxLateness(ofSeconds(10))
                .start(diary.run());
        diary.pass(5);
        connection.disconnect();
        diary.pass(100);
        connection.resume();
        try (LogLines log = LogLines.ofLoop()) {
            diary.pass(0);
            assertThat(log.from(Level.WARN))
                    .singleElement()
                    .asString()
                    .contains("Loop loop ended without a run", "has no instant left");
        }
        assertThat(diary.entries("run")).isEmpty();
        assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
    }

    @Test
    void a_suspended_host_makes_times_of_day_too_late_and_intervals_not() {
        LoopTask daily = days.dailyAt("08:00").maxLateness(ofHours(1)).start(days.run());
        LoopTask interval = days.every(600).maxLateness(ofSeconds(1)).start(run -> {});
        days.passUntil("2026-03-01T07:55:00Z");
        days.time.suspend(ofHours(3));
        days.pass(600);
        assertThat(days.entries("run")).isEmpty();
        assertThat(daily.stats().skipped()).isEqualTo(1);
        assertThat(interval.stats().skipped()).isZero();
    }

    @Test
    void a_clock_that_is_set_forward_makes_times_of_day_too_late() {
        LoopTask loop = days.dailyAt("08:00").maxLateness(ofHours(1)).start(days.run());
        days.passUntil("2026-03-01T07:55:00Z");
        days.time.stepWallClock(ofHours(3));
        days.pass(60);
        assertThat(days.entries("run")).isEmpty();
        assertThat(loop.stats().skipped()).isEqualTo(1);
    }

    @Test
    void of_the_loops_of_shards_each_has_its_own_lateness() {
        ConnectionGate shards = new ConnectionGate();
        VirtualConnection each = VirtualConnection.of(shards).shards(2).ready();
        LoopTask loop = diary.every(60)
                .gate(shards)
                .shards(ShardScope.EACH)
                .maxLateness(ofSeconds(5))
                .start(diary.run());
        diary.pass(50);
        each.disconnect(1);
        diary.pass(20);
        each.resume(1);
        diary.pass(0);
        assertThat(diary.entries("run 1")).containsExactly("60 run 1");
        assertThat(loop.stats().skipped()).isEqualTo(1);
    }

    @Test
    void where_runs_overlap_one_that_waits_for_a_place_may_become_too_late() {
        LoopTask loop = diary.every(10)
                .overlap(2)
                .missed(Missed.CATCH_UP)
                .maxLateness(ofSeconds(30))
                .start(diary.runFor(25));
        diary.pass(1);
        loop.pause();
        diary.pass(30);
        loop.resume();
        diary.pass(0);
        assertThat(diary.entries("31 run")).as("those of 10 and 20").hasSize(2);
        diary.pass(26);
        // at 56 a place is free; 30 is 26 s late and runs, as 40 does
        assertThat(diary.entries("56 run")).hasSize(2);
        assertThat(loop.stats().skipped()).isZero();
        diary.pass(25);
        assertThat(loop.stats().skipped()).as("50 is 31 s late at 81").isEqualTo(1);
    }

    @Test
    void a_postponed_run_is_late_from_the_instant_it_was_postponed_to() {
        LoopTask loop = diary.every(10).maxLateness(ofSeconds(2)).start(diary.run());
        diary.pass(5);
        loop.postpone(ofSeconds(28));
        diary.pass(27);
        loop.pause();
        diary.pass(3);
        loop.resume();
        diary.pass(0);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "35 run 1");
        loop.postpone(ofSeconds(28));
        diary.pass(27);
        loop.pause();
        diary.pass(4);
        loop.resume();
        diary.pass(4);
        assertThat(diary.entries("run")).as("63 is too late at 66").containsExactly("0 run 0", "35 run 1", "70 run 2");
        assertThat(loop.stats().skipped()).isEqualTo(1);
    }

    @Test
    void a_postponed_run_that_waits_for_a_place_until_it_is_too_late_is_counted_once() {
        LoopTask loop = diary.every(10)
                .overlap(2)
                .missed(Missed.CATCH_UP)
                .maxLateness(ofSeconds(30))
                .start(diary.runFor(60));
        diary.pass(11);
        loop.postpone(ofSeconds(14));
        diary.pass(1);
        loop.pause();
        diary.pass(16);
        loop.resume();
        diary.pass(31);
        assertThat(loop.stats().skipped()).isZero();
        diary.pass(1);
        assertThat(diary.entries("60 run")).as("of the tick of 30").hasSize(1);
        assertThat(loop.stats().missed()).as("25, 30, 40 and 50").isEqualTo(4);
        assertThat(loop.stats().skipped()).as("25").isEqualTo(1);
    }

    @Test
    void a_postponed_run_and_all_ticks_after_it_may_be_too_late() {
        LoopTask loop = diary.every(10).maxLateness(ofSeconds(2)).start(diary.run());
        diary.pass(5);
        loop.postpone(ofSeconds(20));
        loop.pause();
        diary.pass(61);
        loop.resume();
        diary.pass(4);
        assertThat(diary.entries("run")).containsExactly("0 run 0", "70 run 1");
        assertThat(loop.stats().missed()).as("25, 30, 40, 50 and 60").isEqualTo(5);
        assertThat(loop.stats().skipped()).isEqualTo(5);
    }

    @Test
    void a_fixed_delay_has_no_instants_to_be_late_for() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Loops.withFixedDelay(ofMinutes(1))
                        .maxLateness(ofSeconds(1))
                        .build(run -> {}))
                .withMessageContainingAll("maxLateness has no effect", "fixed delay", "leave it out");
        Loops.withFixedDelay(ofMinutes(1)).maxLateness(Duration.ZERO).build(run -> {});
        LoopTask loop = diary.every(10).maxLateness(ofSeconds(1)).build(diary.run());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> loop.changeSchedule(Schedule.fixedDelay(ofSeconds(10))))
                .withMessageContainingAll("loop", "maxLateness", "fixed delay");
        loop.changeSchedule(Schedule.every(ofSeconds(20)));
        assertThat(loop.schedule()).isEqualTo(Schedule.every(ofSeconds(20)));
    }

    @Test
    void a_negative_limit_and_one_of_centuries_are_refused() {
        for (Duration wrong : List.of(ofSeconds(-1), ofSeconds(Long.MAX_VALUE))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Loops.every(ofMinutes(1)).maxLateness(wrong))
                    .withMessageContaining("maxLateness");
        }
        LoopTask longest = diary.every(10)
                .jitter(ofSeconds(1))
                .maxLateness(Duration.ofNanos(Long.MAX_VALUE))
                .start(diary.run());
        diary.pass(15);
        assertThat(longest.stats().runs()).isEqualTo(2);
    }

    private static final class Once extends LoopCog {
        @Loop(seconds = 10, count = 1, maxLateness = 5)
        void once() {}
    }

    @Test
    void one_run_of_an_interval_may_have_a_limit() {
        LoopTask once = diary.time.create(Once::new).loop("once");
        assertThat(Inside.control(once).settings().policies().maxLatenessNanos())
                .isEqualTo(5_000_000_000L);
    }
}
