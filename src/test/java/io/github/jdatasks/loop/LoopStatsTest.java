package io.github.jdatasks.loop;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopTask;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.support.Diary;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long attempts took and how late they were, as statistics tell it. */
class LoopStatsTest {
    private final Diary diary = new Diary();

    private static List<Duration> durations(LoopTask loop) {
        return List.of(loop.stats().lastDuration(), loop.stats().totalDuration());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void each_run_counts_with_its_own_duration(int overlap) {
        diary.pass(1_000);
        LoopTask loop = diary.every(60)
                .overlap(overlap)
                .start(run -> diary.lasting(3 + run.iteration()).run(run));
        diary.pass(10);
        assertThat(durations(loop)).containsExactly(ofSeconds(3), ofSeconds(3));
        diary.pass(60);
        assertThat(durations(loop)).containsExactly(ofSeconds(4), ofSeconds(7));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void an_attempt_that_failed_counts_too(int overlap) {
        diary.pass(1_000);
        LoopTask loop = diary.every(60)
                .overlap(overlap)
                .retry(RetryPolicy.fixedDelay(ofSeconds(20)))
                .start(run -> {
                    diary.lasting(run.attempt()).run(run);
                    throw run.attempt() == 1 ? new IOException("again") : new IllegalStateException("for good");
                });
        diary.pass(10);
        assertThat(durations(loop)).containsExactly(ofSeconds(1), ofSeconds(1));
        assertThat(loop.stats().lastError()).get().isInstanceOf(IOException.class);
        diary.pass(30);
        assertThat(durations(loop)).containsExactly(ofSeconds(2), ofSeconds(3));
        assertThat(loop.stats().lastError()).get().isInstanceOf(IllegalStateException.class);
        assertThat(loop.stats().runs()).isEqualTo(1);
        assertThat(loop.stats().retries()).isEqualTo(1);
        assertThat(loop.stats().failures()).isEqualTo(1);
    }

    @Test
    void lateness_counts_from_the_planned_instant() {
        LoopTask loop = diary.every(60)
                .start(run -> diary.lasting(run.iteration() == 0 ? 75 : 1).run(run));
        diary.pass(80);
        assertThat(loop.stats().lastLateness()).isEqualTo(ofSeconds(15));
        diary.pass(60);
        assertThat(loop.stats().lastLateness()).isZero();
        assertThat(loop.stats().greatestLateness()).isEqualTo(ofSeconds(15));
    }

    @Test
    void lateness_is_that_of_the_last_body_planned_or_by_hand_and_not_of_a_hook() {
        LoopTask loop = diary.every(60)
                .start(run -> diary.lasting(run.iteration() == 0 ? 75 : 1).run(run));
        diary.pass(80);
        var stopped = loop.stop();
        diary.pass(1);
        assertThat(stopped).isDone();
        assertThat(loop.stats().lastLateness()).isEqualTo(ofSeconds(15));
        var byHand = loop.runNow();
        diary.pass(100);
        assertThat(byHand).isDone();
        assertThat(loop.stats().lastLateness()).isZero();
    }
}
