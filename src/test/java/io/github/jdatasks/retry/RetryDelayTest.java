package io.github.jdatasks.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.Inside;
import io.github.jdatasks.RetryPolicy;
import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryDelayTest {
    private static final RetryPolicy DEFAULT = RetryPolicy.exponentialBackoff();
    private static final long NO_CAP = Long.MAX_VALUE;
    private static final long SECOND = 1_000_000_000L;

    @ParameterizedTest(name = "retry {0} waits up to {1} s")
    @CsvSource({"1, 1", "2, 2", "3, 4", "7, 64", "8, 120", "9, 120", "34, 120", "64, 120", "65, 120", "1000000, 120"})
    void the_bound_doubles_up_to_the_greatest(int failedAttempt, long seconds) {
        assertThat(Inside.settings(DEFAULT).delayNanos(failedAttempt, NO_CAP, new Highest()))
                .isEqualTo(seconds * SECOND);
    }

    @Test
    void the_delay_is_spread_evenly_from_zero_to_the_bound() {
        Random random = new Random(7);
        LongSummaryStatistics delays = IntStream.range(0, 10_000)
                .mapToLong(i -> Inside.settings(DEFAULT).delayNanos(3, NO_CAP, random))
                .summaryStatistics();
        assertThat(delays.getMin()).isBetween(0L, 4 * SECOND / 100);
        assertThat(delays.getMax()).isBetween(4 * SECOND * 99 / 100, 4 * SECOND);
        assertThat(delays.getAverage()).isBetween(1.95 * SECOND, 2.05 * SECOND);
    }

    @Test
    void a_run_starts_at_the_first_delay_however_long_the_one_before_waited() {
        assertThat(Inside.settings(DEFAULT).delayNanos(9, NO_CAP, new Highest()))
                .isEqualTo(120 * SECOND);
        assertThat(Inside.settings(DEFAULT).delayNanos(1, NO_CAP, new Highest()))
                .isEqualTo(SECOND);
    }

    @Test
    void the_limit_of_the_loop_bounds_the_jitter_and_does_not_pile_it_up_there() {
        assertThat(Inside.settings(DEFAULT).delayNanos(8, 5 * SECOND, new Highest()))
                .isEqualTo(5 * SECOND);
        Random random = new Random(7);
        double average = IntStream.range(0, 10_000)
                .mapToLong(i -> Inside.settings(DEFAULT).delayNanos(8, 5 * SECOND, random))
                .average()
                .orElseThrow();
        assertThat(average).isBetween(2.4 * SECOND, 2.6 * SECOND);
    }

    @Test
    void bounds_can_be_chosen() {
        RetryPolicy policy = DEFAULT.initialDelay(Duration.ofMillis(300)).maxDelay(Duration.ofSeconds(1));
        assertThat(IntStream.rangeClosed(1, 4)
                        .mapToLong(n -> Inside.settings(policy).delayNanos(n, NO_CAP, new Highest())))
                .containsExactly(300_000_000L, 600_000_000L, SECOND, SECOND);
    }

    @Test
    void the_longest_possible_delay_does_not_overflow() {
        Duration longest = Duration.ofNanos(Long.MAX_VALUE);
        RetryPolicy policy = DEFAULT.maxDelay(longest);
        assertThat(Inside.settings(policy).delayNanos(34, NO_CAP, new Highest()))
                .isEqualTo(SECOND << 33);
        assertThat(Inside.settings(policy).delayNanos(35, NO_CAP, new Highest()))
                .isEqualTo(Long.MAX_VALUE - 1);
        assertThat(Inside.settings(policy.initialDelay(longest)).delayNanos(2, NO_CAP, new Highest()))
                .isEqualTo(Long.MAX_VALUE - 1);
    }

    @Test
    void a_fixed_delay_has_no_jitter_but_keeps_to_the_limit() {
        RetryPolicy policy = RetryPolicy.fixedDelay(Duration.ofSeconds(5));
        assertThat(IntStream.rangeClosed(1, 9)
                        .mapToLong(n -> Inside.settings(policy).delayNanos(n, NO_CAP, new Random())))
                .containsOnly(5 * SECOND);
        assertThat(Inside.settings(policy).delayNanos(1, 2 * SECOND, new Random()))
                .isEqualTo(2 * SECOND);
    }

    /** Always draws the greatest number there is. */
    private static final class Highest implements RandomGenerator {
        @Override
        public long nextLong() {
            return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    }
}
