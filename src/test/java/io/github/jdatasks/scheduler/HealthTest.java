package io.github.jdatasks.scheduler;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Inside;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopHealth;
import io.github.jdatasks.LoopHealth.Status;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.OnFailure;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.support.EngineByHand;
import io.github.jdatasks.support.Garbage;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@code LoopScheduler.health()} says. */
class HealthTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private boolean broken;

    private LoopBuilder everyMinute() {
        return Loops.every(ofMinutes(1)).name("worker").scheduler(time);
    }

    private void mayFail() {
        if (broken) {
            throw new IllegalStateException("on purpose");
        }
    }

    private static final class Announcer extends LoopCog {
        @Loop(minutes = 1)
        void news() {}
    }

    /** A cog whose loop a failure ends. */
    private final class Failing extends LoopCog {
        @Loop(minutes = 1, onFailure = OnFailure.STOP)
        void news() {
            mayFail();
        }
    }

    @Test
    void a_scheduler_without_loops_is_up() {
        LoopHealth health = time.health();
        assertThat(health.status()).isEqualTo(Status.UP);
        assertThat(health.loops())
                .containsOnlyKeys(LoopState.values())
                .allSatisfy((state, n) -> assertThat(n).isZero());
        assertThat(health.failing()).isEmpty();
        assertThat(health.gate()).isEmpty();
        assertThat(health.longestOverdue()).isZero();
    }

    @Test
    void loops_are_counted_by_state() {
        everyMinute().start(run -> {});
        everyMinute().start(run -> {}).pause();
        everyMinute().start(run -> time.sleep(ofHours(1)));
        everyMinute().count(1).start(run -> {});
        everyMinute().build(run -> {});
        time.runPending();
        assertThat(time.health().loops())
                .containsEntry(LoopState.WAITING, 1)
                .containsEntry(LoopState.PAUSED, 1)
                .containsEntry(LoopState.RUNNING, 1)
                .containsEntry(LoopState.FINISHED, 0)
                .containsEntry(LoopState.IDLE, 0);
    }

    @Test
    void a_loop_whose_last_run_failed_is_failing_until_a_run_succeeds() {
        LoopTask loop = everyMinute().start(run -> mayFail());
        broken = true;
        time.runPending();
        assertThat(time.health().failing()).containsExactly(loop);
        assertThat(time.health().status()).isEqualTo(Status.DEGRADED);
        broken = false;
        time.advance(ofMinutes(1));
        assertThat(time.health().failing()).isEmpty();
        assertThat(time.health().status()).isEqualTo(Status.UP);
    }

    @Test
    void a_loop_that_a_failure_has_ended_is_failing_until_it_is_started_again() {
        LoopTask loop = everyMinute().onFailure(OnFailure.STOP).start(run -> mayFail());
        broken = true;
        time.runPending();
        assertThat(loop.isRunning()).isFalse();
        assertThat(time.health().failing()).containsExactly(loop);
        loop.runNow();
        time.runPending();
        assertThat(time.health().failing()).containsExactly(loop);
        broken = false;
        loop.start();
        time.runPending();
        assertThat(time.health().failing()).isEmpty();
    }

    @Test
    void of_the_loops_that_failures_have_ended_the_last_100_are_kept() {
        broken = true;
        IntStream.range(0, 103)
                .forEach(i ->
                        everyMinute().name("loop" + i).onFailure(OnFailure.STOP).start(run -> mayFail()));
        time.runPending();
        assertThat(time.health().failing())
                .hasSize(100)
                .extracting(LoopTask::name)
                .doesNotContain("loop0", "loop1", "loop2")
                .contains("loop3", "loop102");
    }

    @Test
    void an_unnamed_loop_that_a_failure_has_ended_is_forgotten() {
        Loops.every(ofMinutes(1)).scheduler(time).onFailure(OnFailure.STOP).start(run -> mayFail());
        broken = true;
        time.runPending();
        assertThat(time.health().failing()).isEmpty();
    }

    @Test
    void a_cog_that_is_unloaded_takes_its_failed_loops_along() {
        broken = true;
        Failing cog = time.create(Failing::new);
        VirtualConnection.of(cog).ready();
        time.runPending();
        assertThat(time.health().failing()).containsExactly(cog.loop("news"));
        cog.unload();
        time.runPending();
        assertThat(time.health().failing()).isEmpty();
    }

    @Test
    void the_gate_is_told_by_shard_and_a_closed_one_degrades() {
        Announcer cog = time.create(Announcer::new);
        VirtualConnection connection = VirtualConnection.of(cog).shards(2).ready();
        time.runPending();
        assertThat(time.health().gate())
                .containsEntry(0, true)
                .containsEntry(1, true)
                .hasSize(2);
        assertThat(time.health().status()).isEqualTo(Status.UP);
        connection.disconnect(1);
        time.runPending();
        assertThat(time.health().gate()).containsEntry(0, true).containsEntry(1, false);
        assertThat(time.health().status()).isEqualTo(Status.DEGRADED);
        connection.resume(1);
        time.runPending();
        assertThat(time.health().status()).isEqualTo(Status.UP);
    }

    @Test
    void a_bot_that_has_shut_down_is_down_until_it_is_back() {
        Announcer cog = time.create(Announcer::new);
        VirtualConnection connection = VirtualConnection.of(cog).ready();
        time.runPending();
        connection.shutdown();
        time.advance(ofMinutes(1));
        assertThat(time.health().status()).isEqualTo(Status.DOWN);
        VirtualConnection.of(cog).ready();
        time.advance(ofMinutes(1));
        assertThat(time.health().status()).isEqualTo(Status.UP);
    }

    @Test
    void a_closed_scheduler_is_down() {
        time.close();
        assertThat(time.health().status()).isEqualTo(Status.DOWN);
    }

    @Test
    void a_run_that_goes_on_after_the_next_tick_makes_that_overdue() {
        everyMinute().start(run -> time.sleep(ofHours(1)));
        time.advance(ofSeconds(90));
        assertThat(time.health().longestOverdue()).isEqualTo(ofSeconds(30));
        assertThat(time.health().status()).isEqualTo(Status.UP);
        time.advance(ofMinutes(2));
        assertThat(time.health().longestOverdue()).isEqualTo(ofSeconds(150));
        assertThat(time.health().status()).isEqualTo(Status.DEGRADED);
    }

    @Test
    void a_jitter_is_waited_for_once() {
        EngineByHand engine = new EngineByHand(1); // without randomness: the jitter is zero
        var scheduler = engine.scheduler();
        Loops.every(ofMinutes(1)).jitter(ofSeconds(50)).scheduler(scheduler).start(run -> {});
        engine.settle();
        engine.pass(ofSeconds(119));
        assertThat(scheduler.health().longestOverdue()).isEqualTo(ofSeconds(59));
        everyMinute().jitter(ofSeconds(50)).start(run -> time.sleep(ofHours(1)));
        time.advance(ofSeconds(150)); // the first run has a jitter too, and that of the next is not known yet
        assertThat(time.health().longestOverdue()).isBetween(ZERO, ofSeconds(40));
    }

    @Test
    void a_loop_that_is_paused_while_its_run_goes_on_has_no_run_overdue() {
        LoopTask loop = everyMinute().start(run -> time.sleep(ofHours(1)));
        time.advance(ofMinutes(5));
        loop.pause();
        assertThat(loop.state()).isEqualTo(LoopState.RUNNING);
        assertThat(time.health().longestOverdue()).isZero();
    }

    @Test
    void a_run_that_no_thread_takes_up_for_a_minute_is_a_reason_to_restart() {
        EngineByHand engine = new EngineByHand(1);
        var scheduler = engine.scheduler();
        Loops.every(ofMinutes(1)).scheduler(scheduler).start(run -> {});
        engine.settle();
        engine.pass(ofSeconds(60));
        engine.turn();
        engine.pass(ofSeconds(59));
        assertIsDownAfterAMinute(engine, scheduler);
    }

    @Test
    void a_loop_that_was_paused_or_whose_clock_was_set_is_not_stuck_before_the_timer_looks_at_it() {
        LoopTask paused = everyMinute().start(run -> {});
        time.runPending();
        paused.pause();
        time.advance(ofHours(1));
        paused.resume();
        assertThat(time.health().status()).isEqualTo(Status.UP);
        assertThat(time.health().longestOverdue()).isZero();
        Loops.on(Schedule.once(time.now().plus(ofHours(1)))).scheduler(time).start(run -> {});
        time.runPending();
        time.stepWallClock(ofHours(3));
        assertThat(time.health().status()).isEqualTo(Status.UP);
    }

    @Test
    void a_timer_that_is_a_minute_late_is_a_reason_to_restart() {
        EngineByHand engine = new EngineByHand(1);
        var scheduler = engine.scheduler();
        Loops.every(ofMinutes(1)).scheduler(scheduler).start(run -> {});
        engine.settle();
        engine.pass(ofSeconds(119));
        assertIsDownAfterAMinute(engine, scheduler);
    }

    /** Of being overdue, of which 59 seconds have passed. */
    private static void assertIsDownAfterAMinute(EngineByHand engine, LoopScheduler scheduler) {
        assertThat(scheduler.health().longestOverdue()).isEqualTo(ofSeconds(59));
        assertThat(scheduler.health().status()).isEqualTo(Status.UP);
        engine.pass(ofSeconds(2));
        assertThat(scheduler.health().longestOverdue()).isEqualTo(ofSeconds(61));
        assertThat(scheduler.health().status()).isEqualTo(Status.DOWN);
    }

    @Test
    void a_turn_of_the_timer_that_lasts_is_a_reason_to_restart_but_not_after_the_end() {
        EngineByHand engine = new EngineByHand(Runnable::run);
        var scheduler = engine.scheduler();
        List<LoopHealth> seen = new ArrayList<>();
        Loops.every(ofMinutes(1)).count(1).scheduler(scheduler).start(run -> {
            engine.pass(ofSeconds(75));
            seen.add(scheduler.health());
        });
        engine.turn();
        assertThat(seen).singleElement().satisfies(health -> {
            assertThat(health.longestOverdue()).isEqualTo(ofSeconds(75));
            assertThat(health.status()).isEqualTo(Status.DOWN);
        });
        scheduler.close();
        engine.pass(ofHours(1));
        assertThat(scheduler.health().longestOverdue()).isZero();
    }

    @Test
    void jitter_pauses_and_durable_loops_are_not_overdue() {
        everyMinute().jitter(ofSeconds(50)).start(run -> {});
        everyMinute().start(run -> {}).pause();
        everyMinute().name("durable").durable(true).start(run -> {});
        for (int second = 0; second < 300; second++) {
            time.advance(ofSeconds(1));
            assertThat(time.health().longestOverdue()).isEqualTo(ZERO);
        }
    }

    @Test
    void a_schedule_that_fails_when_asked_harms_no_health_check() {
        boolean[] fails = {false};
        Schedule schedule = after -> {
            if (fails[0]) {
                throw new IllegalStateException("on purpose");
            }
            return Optional.of(after.plusMillis(100));
        };
        Loops.on(schedule).scheduler(time).start(run -> time.sleep(ofHours(1)));
        time.advance(ofMillis(150));
        fails[0] = true;
        assertThat(time.health().loops()).containsEntry(LoopState.RUNNING, 1);
        assertThat(time.health().longestOverdue()).isZero();
    }

    @Test
    void each_loop_of_a_shard_counts() {
        Announcer cog = time.create(Announcer::new);
        VirtualConnection.of(cog).shards(3).ready();
        LoopTask each = Inside.newLoop(cog, Schedule.every(ofMinutes(1)))
                .name("each")
                .shards(ShardScope.EACH)
                .start(run -> {});
        time.runPending();
        assertThat(each.isRunning()).isTrue();
        assertThat(time.health().loops()).containsEntry(LoopState.WAITING, 4);
    }

    @Test
    void a_loop_for_each_shard_that_has_ended_by_itself_does_not_keep_its_bot() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection before = VirtualConnection.of(gate).ready();
        LoopTask each = Loops.every(ofMinutes(1))
                .gate(gate)
                .shards(ShardScope.EACH)
                .count(1)
                .scheduler(time)
                .build(run -> {});
        each.start();
        time.runPending();
        assertThat(each.isRunning()).isFalse();
        before.shutdown();
        time.advance(ofMinutes(1));
        ConnectionGate next = new ConnectionGate();
        VirtualConnection.of(next).ready();
        Loops.every(ofMinutes(1)).gate(next).scheduler(time).start(run -> {});
        time.runPending();
        assertThat(time.health().status()).isEqualTo(Status.UP);
        assertThat(each.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
    }

    @Test
    void a_cog_that_is_unloaded_twice_does_not_bring_its_failed_loops_back() {
        broken = true;
        Failing cog = time.create(Failing::new);
        VirtualConnection.of(cog).ready();
        time.runPending();
        cog.unload();
        time.runPending();
        assertThat(time.health().failing()).isEmpty();
        cog.unload();
        cog.loop("news").stop();
        time.runPending();
        assertThat(time.health().failing()).isEmpty();
    }

    @Test
    void a_bot_that_has_shut_down_is_not_a_lost_shard_of_another_bot() {
        Announcer music = time.create(Announcer::new);
        VirtualConnection.of(time.create(Announcer::new)).ready();
        VirtualConnection connection = VirtualConnection.of(music).ready();
        time.runPending();
        connection.shutdown();
        time.advance(ofMinutes(1));
        assertThat(time.health().gate()).containsEntry(0, true);
        assertThat(time.health().status()).isEqualTo(Status.UP);
    }

    @Test
    void a_bot_that_has_shut_down_is_down_even_if_nothing_of_it_is_left() throws Exception {
        Garbage cogs = new Garbage();
        shutDownABot(cogs);
        cogs.assertCollected();
        assertThat(time.health().status()).isEqualTo(Status.DOWN);
    }

    private void shutDownABot(Garbage cogs) {
        Announcer cog = time.create(Announcer::new);
        cogs.add(cog);
        cogs.add(cog.gate());
        VirtualConnection connection = VirtualConnection.of(cog).ready();
        time.runPending();
        connection.shutdown();
        time.advance(ofMinutes(1));
    }

    @Test
    void a_bot_that_has_shut_down_does_not_count_once_another_has_taken_its_place() {
        VirtualConnection first =
                VirtualConnection.of(time.create(Announcer::new)).ready();
        time.runPending();
        first.shutdown();
        time.advance(ofMinutes(1));
        Announcer second = time.create(Announcer::new);
        VirtualConnection.of(second).ready();
        time.runPending();
        second.loop("news").stop();
        time.runPending();
        assertThat(time.health().status()).isEqualTo(Status.UP);
    }

    @Test
    void a_cog_that_is_unloaded_takes_along_its_failed_loops_on_other_schedulers() {
        VirtualLoopScheduler other = VirtualLoopScheduler.startingAt(MIDNIGHT);
        Announcer cog = time.create(Announcer::new);
        broken = true;
        Inside.newLoop(cog, Schedule.every(ofMinutes(1)))
                .name("elsewhere")
                .scheduler(other)
                .onFailure(OnFailure.STOP)
                .build(run -> mayFail());
        VirtualConnection.of(cog).ready();
        time.runPending();
        other.runPending();
        assertThat(other.health().failing()).hasSize(1);
        cog.unload();
        time.runPending();
        other.runPending();
        assertThat(other.health().failing()).isEmpty();
    }
}
