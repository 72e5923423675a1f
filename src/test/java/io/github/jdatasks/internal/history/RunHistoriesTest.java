package io.github.jdatasks.internal.history;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.internal.history.RunMark.Kind;
import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.loop.LoopControls;
import io.github.jdatasks.support.Garbage;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.sql.SQLTransientException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunHistoriesTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final RunHistories histories = new RunHistories();

    RunHistoriesTest() {
        time.addListener(histories);
    }

    private RunHistory of(LoopTask loop) {
        return histories.of(LoopControls.of(loop));
    }

    private List<Kind> kinds(LoopTask loop) {
        return of(loop).marks().stream().map(RunMark::kind).toList();
    }

    @Test
    void a_failure_that_is_retried_counts_from_its_end() {
        LoopTask loop = Loops.every(ofMinutes(30)).name("loop").scheduler(time).start(run -> {
            time.sleep(ofMinutes(10));
            throw new SQLTransientException("on purpose");
        });
        loop.addExceptionType(SQLTransientException.class);
        time.advance(ofMinutes(10));
        assertThat(of(loop).errorMillis())
                .isEqualTo(MIDNIGHT.plus(ofMinutes(10)).toEpochMilli());
    }

    @Test
    void each_kind_of_run_has_its_mark_with_how_long_it_took_and_when_it_ended() {
        LoopTask loop = Loops.every(ofMinutes(1)).name("loop").scheduler(time).start(run -> {
            time.sleep(ofSeconds(2));
            if (run.iteration() == 1 && run.attempt() == 1) {
                throw new SQLTransientException("on purpose");
            }
            if (run.iteration() == 2) {
                throw new IllegalStateException("on purpose");
            }
        });
        loop.addExceptionType(SQLTransientException.class);
        time.advance(ofSeconds(150));
        loop.pause();
        time.advance(ofMinutes(3));
        loop.resume();
        time.advance(ofSeconds(3));
        assertThat(kinds(loop))
                .containsExactly(Kind.DONE, Kind.RETRIED, Kind.FAILED, Kind.MISSED, Kind.SKIPPED, Kind.DONE);
        assertThat(of(loop).marks().get(2))
                .isEqualTo(new RunMark(
                        Kind.FAILED,
                        ofSeconds(2).toNanos(),
                        MIDNIGHT.plusSeconds(122).toEpochMilli()));
        assertThat(of(loop).errorMillis()).isEqualTo(MIDNIGHT.plusSeconds(122).toEpochMilli());
    }

    @Test
    void the_last_twenty_marks_are_kept() {
        LoopTask loop = Loops.every(ofMinutes(1))
                .name("loop")
                .scheduler(time)
                .start(run -> time.sleep(ofSeconds(run.iteration())));
        time.advance(ofMinutes(30));
        assertThat(of(loop).marks()).hasSize(20);
        assertThat(of(loop).marks().get(19).tookNanos()).isEqualTo(ofSeconds(29).toNanos());
    }

    @Test
    void the_shards_of_a_group_have_one_history_in_the_order_of_time() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection.of(gate).shards(2).ready();
        LoopTask group = Loops.every(ofMinutes(1))
                .name("each")
                .gate(gate)
                .shards(ShardScope.EACH)
                .scheduler(time)
                .start(run -> time.sleep(ofSeconds(1)));
        time.advance(ofMinutes(3));
        assertThat(of(group).marks()).hasSize(6).isSortedAccordingTo(Comparator.comparingLong(RunMark::atMillis));
        LoopControl shard = LoopControls.of(group).part(1);
        assertThat(histories.of(shard).marks()).hasSize(3);
    }

    @Test
    void a_thousand_loops_have_a_history_those_that_ran_last() {
        List<LoopTask> loops = IntStream.range(0, RunHistories.LOOPS + 50)
                .mapToObj(number -> Loops.every(ofMinutes(1))
                        .name("loop" + number)
                        .scheduler(time)
                        .start(run -> {}))
                .toList();
        time.runPending();
        assertThat(histories.loops()).hasSize(RunHistories.LOOPS);
        assertThat(of(loops.get(0)).marks()).isEmpty();
        assertThat(of(loops.get(loops.size() - 1)).marks()).hasSize(1);
    }

    @Test
    void a_hundred_loops_that_have_ended_are_remembered_the_last_ones() {
        for (int number = 0; number < RunHistories.ENDED + 30; number++) {
            Loops.on(Schedule.once(time.now().plusSeconds(1)))
                    .name("loop" + number)
                    .scheduler(time)
                    .start(run -> {});
            time.advance(ofSeconds(2));
        }
        assertThat(histories.loops())
                .hasSize(RunHistories.ENDED)
                .last()
                .extracting(LoopControl::name)
                .isEqualTo("loop129");
    }

    @Test
    void nothing_is_left_of_unnamed_loops_that_have_ended() throws InterruptedException {
        Garbage garbage = new Garbage();
        for (int number = 0; number < 50; number++) {
            garbage.add(Loops.every(ofSeconds(1)).count(1).scheduler(time).start(run -> {}));
        }
        time.advance(ofSeconds(2));
        garbage.assertCollected();
        assertThat(histories.loops()).isEmpty();
    }

    private static final class Cog extends LoopCog {
        @Loop(seconds = 1, count = 2)
        void ending() {}

        @Loop(seconds = 1)
        void endless() {}
    }

    @Test
    void the_loops_of_a_cog_are_forgotten_once_it_is_unloaded() {
        Cog cog = time.create(Cog::new);
        VirtualConnection.of(cog).ready();
        time.advance(ofSeconds(5));
        assertThat(histories.loops()).extracting(LoopControl::ownName).containsExactlyInAnyOrder("ending", "endless");
        cog.unload();
        time.runPending();
        assertThat(histories.loops()).isEmpty();
    }

    @Test
    void loops_that_ended_before_their_cog_was_unloaded_are_forgotten_too() {
        Cog cog = time.create(Cog::new);
        VirtualConnection.of(cog).ready();
        cog.loop("endless").stop();
        time.advance(ofSeconds(5));
        assertThat(histories.loops()).hasSize(2);
        cog.unload();
        time.runPending();
        assertThat(histories.loops()).isEmpty();
    }

    @Test
    void an_error_that_is_retried_is_the_last_error_from_then_on() {
        LoopTask loop = Loops.every(ofMinutes(1)).name("loop").scheduler(time).start(run -> {
            if (run.iteration() == 1) {
                throw new SQLTransientException("on purpose");
            }
        });
        loop.addExceptionType(SQLTransientException.class);
        time.runPending();
        assertThat(of(loop).errorMillis()).isZero();
        time.advance(ofMinutes(1));
        assertThat(of(loop).errorMillis()).isEqualTo(MIDNIGHT.plusSeconds(60).toEpochMilli());
    }

    @Test
    void a_loop_built_anew_takes_the_place_of_the_ended_one_with_its_name() {
        for (int life = 0; life < 3; life++) {
            Loops.every(ofSeconds(1)).name("loop").count(1).scheduler(time).start(run -> {});
            time.advance(ofSeconds(2));
        }
        assertThat(histories.loops()).hasSize(1);
    }

    @Test
    void an_instant_far_away_is_no_obstacle() {
        try (VirtualLoopScheduler far = VirtualLoopScheduler.startingAt(Instant.parse("1700-01-01T00:00:00Z"))) {
            far.addListener(histories);
            LoopTask loop = Loops.every(ofSeconds(1)).name("far").scheduler(far).start(run -> {});
            far.runPending();
            assertThat(of(loop).marks()).hasSize(1);
        }
    }

    @Test
    void a_run_of_an_unnamed_loop_that_is_not_live_leaves_nothing_behind() {
        LoopTask never = Loops.every(ofSeconds(1)).scheduler(time).build(run -> {});
        never.runNow();
        LoopTask ended = Loops.every(ofSeconds(1)).count(1).scheduler(time).start(run -> {});
        time.advance(ofSeconds(5));
        ended.runNow();
        time.advance(ofSeconds(5));
        assertThat(histories.loops()).isEmpty();
    }
}
