package io.github.jdatasks.schedule;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.BeforeLoop;
import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.support.RunNotes;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

@SuppressWarnings("UnusedMethod") // loops are called by the library
class InitialDelayTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final RunNotes runs = new RunNotes();

    @Test
    void it_delays_the_first_run_and_with_it_the_grid() {
        LoopTask loop = Loops.every(ofMinutes(5))
                .initialDelay(ofSeconds(90))
                .scheduler(time)
                .start(runs);
        time.runPending();
        assertThat(loop.state()).isEqualTo(LoopState.WAITING);
        assertThat(loop.nextIteration()).contains(MIDNIGHT.plusSeconds(90));
        time.advance(ofMinutes(10));
        assertThat(runs.lines()).containsExactly("00:01:30", "00:06:30");
    }

    @Test
    void it_counts_from_the_first_ready_and_the_end_of_the_before_hook() {
        class Slow extends LoopCog {
            @Loop(minutes = 5, initialDelay = 1.5)
            void tick(LoopContext run) throws Exception {
                runs.run(run);
            }

            @BeforeLoop("tick")
            void before() throws InterruptedException {
                time.sleep(ofMinutes(1));
            }
        }
        VirtualConnection connection = VirtualConnection.of(time.create(Slow::new));
        time.advance(ofMinutes(2));
        connection.ready();
        time.advance(ofMinutes(10));
        assertThat(runs.lines()).containsExactly("00:03:01.500", "00:08:01.500");
    }

    @Test
    void the_before_hook_is_not_delayed() {
        StringBuilder order = new StringBuilder();
        Loops.every(ofMinutes(5))
                .initialDelay(ofMinutes(1))
                .beforeLoop(run -> order.append("before "))
                .scheduler(time)
                .start(run -> order.append("run "));
        time.advance(ofSeconds(59));
        assertThat(order).hasToString("before ");
        time.advance(ofSeconds(1));
        assertThat(order).hasToString("before run ");
    }

    @Test
    void a_change_of_the_interval_before_the_first_run_keeps_it() {
        LoopTask loop =
                Loops.every(ofHours(1)).initialDelay(ofHours(6)).scheduler(time).start(runs);
        time.advance(ofMinutes(1));
        loop.changeInterval(ofMinutes(30));
        time.advance(ofHours(6).plusMinutes(30));
        assertThat(runs.lines()).containsExactly("06:00", "06:30");
    }

    @Test
    void none_is_the_default_and_can_be_asked_for() {
        Loops.every(ofMinutes(5))
                .initialDelay(ofMinutes(1))
                .initialDelay(Duration.ZERO)
                .scheduler(time)
                .start(runs);
        time.runPending();
        assertThat(runs.lines()).containsExactly("00:00");
    }

    @Test
    void each_life_has_it_and_no_later_run() {
        LoopTask loop = Loops.every(ofMinutes(5))
                .initialDelay(ofMinutes(1))
                .scheduler(time)
                .count(2)
                .start(runs);
        time.advance(ofMinutes(7));
        assertThat(loop.startIfStopped()).isTrue();
        time.advance(ofMinutes(7));
        assertThat(runs.lines()).containsExactly("00:01", "00:06", "00:08", "00:13");
    }

    @Test
    void no_tick_is_missed_in_it() {
        LoopTask loop = Loops.every(ofSeconds(1))
                .initialDelay(ofHours(1))
                .missed(Missed.CATCH_UP)
                .scheduler(time)
                .start(runs);
        time.advance(ofHours(1));
        assertThat(runs.lines()).containsExactly("01:00");
        assertThat(loop.stats().missed()).isZero();
    }

    @Test
    void a_tick_that_passes_while_the_gate_is_closed_at_its_end_is_missed() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).ready();
        LoopTask loop = Loops.every(ofMinutes(1))
                .initialDelay(ofMinutes(2))
                .gate(gate)
                .scheduler(time)
                .start(runs);
        time.advance(ofMinutes(1));
        connection.disconnect();
        time.advance(ofSeconds(90));
        connection.resume();
        time.advance(ofSeconds(30));
        assertThat(runs.lines()).containsExactly("00:02 at 00:02:30", "00:03");
        assertThat(loop.stats().missed()).isEqualTo(1);
    }

    @Test
    void times_of_day_in_it_are_left_out() {
        Loops.dailyAt(ZoneOffset.UTC, LocalTime.of(0, 30), LocalTime.of(1, 30), LocalTime.of(2, 30))
                .initialDelay(ofHours(1))
                .scheduler(time)
                .start(runs);
        time.advance(ofHours(3));
        assertThat(runs.lines()).containsExactly("01:30", "02:30");
    }

    @Test
    void a_fixed_delay_has_one_too() {
        Loops.withFixedDelay(ofMinutes(5))
                .initialDelay(ofMinutes(1))
                .scheduler(time)
                .start(runs);
        time.advance(ofMinutes(6));
        assertThat(runs.lines()).containsExactly("00:01", "00:06");
    }

    @Test
    void a_loop_that_starts_with_its_cog_waits_for_it_as_well() {
        class Once extends LoopCog {
            @Loop(count = 1, initialDelay = 30)
            void once(LoopContext run) throws Exception {
                runs.run(run);
            }
        }
        VirtualConnection.of(time.create(Once::new)).ready();
        time.advance(ofMinutes(1));
        assertThat(runs.lines()).containsExactly("00:00:30");
    }
}
