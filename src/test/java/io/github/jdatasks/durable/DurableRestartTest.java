package io.github.jdatasks.durable;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Restarts of the process and clocks that jump, with runs in progress and many loops. */
class DurableRestartTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final List<Instant> ticks = new ArrayList<>();

    private LoopBuilder everyHour() {
        return Loops.every(Duration.ofHours(1)).name("a").durable(true).scheduler(time);
    }

    @Test
    void two_restarts_in_a_row_with_a_run_in_progress_repeat_its_tick_once() {
        everyHour().start(run -> {
            ticks.add(run.scheduledAt());
            time.sleep(Duration.ofDays(1));
        });
        time.advance(Duration.ofMinutes(1));
        time.restart();
        time.restart();
        everyHour().start(run -> ticks.add(run.scheduledAt()));
        time.advance(Duration.ofMinutes(1));
        assertThat(ticks).containsExactly(MIDNIGHT, MIDNIGHT);
        time.advance(Duration.ofHours(1));
        assertThat(ticks).hasSize(3);
    }

    @Test
    void a_run_whose_future_never_completes_ends_with_the_process_and_is_repeated() {
        everyHour().startAsync(run -> {
            ticks.add(run.scheduledAt());
            return new CompletableFuture<>();
        });
        time.advance(Duration.ofMinutes(1));
        time.restart();
        everyHour().start(run -> ticks.add(run.scheduledAt()));
        time.advance(Duration.ofMinutes(1));
        assertThat(ticks).containsExactly(MIDNIGHT, MIDNIGHT);
    }

    @Test
    void all_of_more_loops_than_one_poll_can_take_run_at_their_instant() {
        for (int i = 0; i < 1_500; i++) {
            Loops.on(Schedule.cron("0 * * * *", ZoneOffset.UTC))
                    .name("loop-" + i)
                    .durable(true)
                    .missed(Missed.SKIP)
                    .scheduler(time)
                    .start(run -> ticks.add(run.scheduledAt()));
        }
        time.advance(Duration.ofMinutes(61));
        assertThat(ticks).hasSize(1_500);
    }

    @Test
    void a_tick_that_passes_while_the_host_is_suspended_is_found_soon() {
        LoopTask task = Loops.on(Schedule.cron("0 8 * * *", ZoneOffset.UTC))
                .name("loop")
                .durable(true)
                .scheduler(time)
                .start(run -> ticks.add(run.scheduledAt()));
        time.advance(Duration.ofHours(7));
        time.suspend(Duration.ofHours(2));
        time.advance(Duration.ofMinutes(1));
        assertThat(ticks).containsExactly(MIDNIGHT.plus(Duration.ofHours(8)));
        time.stepWallClock(Duration.ofHours(-3));
        time.advance(Duration.ofHours(4));
        assertThat(task.stats().runs()).isEqualTo(1);
        time.advance(Duration.ofHours(24));
        assertThat(task.stats().runs()).isEqualTo(2);
    }
}
