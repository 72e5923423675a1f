package io.github.jdatasks.loop;

import static io.github.jdatasks.support.Diary.resultOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Missed;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.support.Diary;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Loops that end after so many runs, and the number of the present one. */
class CountTest {
    private final Diary diary = new Diary();

    @Test
    void failed_runs_count() {
        LoopTask loop = diary.every(10).count(2).start(diary.runIntoBug("boom"));
        diary.pass(30);
        assertThat(diary.entries())
                .containsExactly("0 before", "0 run 0", "0 error boom", "10 run 1", "10 error boom", "10 after");
        assertThat(resultOf(loop.completion())).isEqualTo(LoopOutcome.COMPLETED);
    }

    @Test
    void retries_of_a_run_do_not_count() {
        LoopTask loop = diary.every(10)
                .count(2)
                .retry(RetryPolicy.fixedDelay(Duration.ofSeconds(1)))
                .start(diary.run(run -> {
                    if (run.attempt() < 3) {
                        throw new IOException("reset");
                    }
                }));
        diary.pass(30);
        assertThat(diary.entries("run"))
                .containsExactly(
                        "0 run 0", "1 run 0 again", "2 run 0 again", "10 run 1", "11 run 1 again", "12 run 1 again");
        assertThat(diary.entries("after")).containsExactly("12 after");
        assertThat(loop.stats().runs()).isEqualTo(2);
        assertThat(loop.stats().retries()).isEqualTo(4);
    }

    @Test
    void currentLoop_is_one_less_than_the_number_of_the_run_in_its_body_and_the_number_of_runs_in_the_after_hook() {
        List<Long> numbers = new ArrayList<>();
        LoopTask loop = diary.every(10)
                .count(3)
                .beforeLoop(run -> numbers.add(run.task().currentLoop()))
                .afterLoop(run -> numbers.add(run.task().currentLoop()))
                .start(run -> {
                    assertThat(run.iteration()).isEqualTo(run.task().currentLoop());
                    numbers.add(run.task().currentLoop());
                });
        diary.pass(30);
        assertThat(numbers).containsExactly(0L, 0L, 1L, 2L, 3L);
        assertThat(loop.currentLoop()).isZero();
        assertThat(loop.stats().failures()).isZero();
    }

    @Test
    void the_loop_ends_with_its_last_run_however_long_that_takes() {
        diary.every(10).count(2).start(diary.runFor(25));
        diary.pass(100);
        assertThat(diary.entries()).containsExactly("0 before", "0 run 0", "25 run 1", "50 after");
    }

    @Test
    void each_life_has_its_own_count() {
        LoopTask loop = diary.every(10).count(2).build(diary.run());
        for (int life = 0; life < 2; life++) {
            var ended = loop.start();
            diary.pass(10);
            assertThat(resultOf(ended)).isEqualTo(LoopOutcome.COMPLETED);
        }
        assertThat(diary.entries("run")).containsExactly("0 run 0", "10 run 1", "10 run 0", "20 run 1");
    }

    @Test
    void a_loop_without_a_count_is_endless_and_says_so() {
        assertThat(diary.every(10).build(diary.run()).count()).isEmpty();
        assertThat(diary.every(10).count(0).build(diary.run()).count()).isEmpty();
        assertThat(diary.every(10).count(7).build(diary.run()).count()).hasValue(7);
    }

    @Test
    void runs_that_are_caught_up_with_count() {
        diary.every(10).count(4).missed(Missed.CATCH_UP).start(diary.run(run -> {
            if (run.iteration() == 0) {
                diary.lasting(100).run(run);
            }
        }));
        diary.pass(200);
        assertThat(diary.entries())
                .containsExactly("0 before", "0 run 0", "100 run 1", "100 run 2", "100 run 3", "100 after");
    }
}
