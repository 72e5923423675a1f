package io.github.jdatasks.loop;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.support.Diary;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Schedules with limits whose next run is put off, or has a limit of how late it may be. */
class PostponeLimitedTest {
    private static final String START = "2026-03-01T07:00:00Z";

    private final Diary diary = new Diary(START);
    private final Instant start = Instant.parse(START);
    private final Schedule everyMinute = Schedule.every(ofMinutes(1));

    private Schedule untilSecond(int second) {
        return everyMinute.until(start.plusSeconds(second));
    }

    private LoopTask start(Schedule schedule) {
        return Loops.on(schedule).scheduler(diary.time).start(diary.run());
    }

    @Test
    void an_interval_with_an_end_keeps_its_grid_after_a_postponed_run() {
        LoopTask loop = start(untilSecond(240));
        CompletableFuture<LoopOutcome> end = loop.completion();
        diary.pass(10);
        loop.postpone(ofSeconds(90));
        diary.pass(600);
        assertThat(diary.entries("run")).hasSize(5).last().asString().endsWith("07:04 run 4");
        assertThat(end).isCompletedWithValue(LoopOutcome.COMPLETED);
        assertThat(loop.stats().missed()).isZero();
    }

    @Test
    void a_run_that_is_postponed_past_the_end_is_made_and_is_the_last() {
        LoopTask loop = start(untilSecond(100));
        CompletableFuture<LoopOutcome> end = loop.completion();
        diary.pass(10);
        loop.postpone(ofMinutes(5));
        diary.pass(299);
        assertThat(diary.entries("run")).hasSize(1);
        diary.pass(1);
        assertThat(diary.entries("run")).hasSize(2);
        assertThat(end).isCompletedWithValue(LoopOutcome.COMPLETED);
    }

    @Test
    void the_run_after_a_postponed_one_is_at_the_next_tick_that_passes_the_filter() {
        LoopTask loop = start(everyMinute.filter(at -> at.getEpochSecond() / 60 % 2 == 0));
        diary.pass(10);
        loop.postpone(ofSeconds(150)); // to 07:02:40; that of 07:03 is filtered out
        diary.pass(150);
        assertThat(diary.entries("run")).hasSize(2);
        assertThat(loop.nextIteration()).contains(start.plusSeconds(240));
        diary.pass(80);
        assertThat(diary.entries("run")).hasSize(3);
    }

    @Test
    void ticks_of_a_filtered_interval_that_are_too_late_are_skipped() {
        LoopTask loop = Loops.on(everyMinute.filter(at -> true))
                .missed(Missed.CATCH_UP)
                .maxLateness(ofSeconds(90))
                .scheduler(diary.time)
                .start(diary.run());
        diary.pass(10);
        loop.pause();
        diary.pass(290);
        loop.resume();
        diary.time.runPending();
        assertThat(diary.entries("run")).hasSize(3); // 07:00, and of those missed 07:04 and 07:05
        assertThat(loop.stats().skipped()).isEqualTo(3);
    }

    @Test
    void a_fixed_delay_with_an_end_has_no_instants_to_be_late_for_either() {
        Schedule delay = Schedule.fixedDelay(ofMinutes(1)).until(start.plusSeconds(600));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Loops.on(delay).maxLateness(ofMinutes(1)).build(diary.run()))
                .withMessageContaining("maxLateness has no effect with a fixed delay");
        LoopTask loop = Loops.on(everyMinute)
                .maxLateness(ofMinutes(1))
                .scheduler(diary.time)
                .build(diary.run());
        assertThatIllegalArgumentException().isThrownBy(() -> loop.changeSchedule(delay));
    }
}
