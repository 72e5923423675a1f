package io.github.jdatasks.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No retry waits beyond the next tick, or beyond a second if that is nearer. */
class RetryBeforeNextTickTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final RetryPolicy IN_AN_HOUR = RetryPolicy.fixedDelay(Duration.ofHours(1));

    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(START);
    private final List<Instant> attempts = new ArrayList<>();

    private LoopBuilder loop(Schedule schedule) {
        return Loops.on(schedule).name("failing").scheduler(time);
    }

    private void fail(LoopContext run) throws IOException {
        attempts.add(time.now());
        throw new IOException("reset");
    }

    static Stream<Schedule> everyTenSeconds() {
        return Stream.of(
                Schedule.every(Duration.ofSeconds(10)),
                Schedule.fixedDelay(Duration.ofSeconds(10)),
                Schedule.cron("*/10 * * * * *", ZoneOffset.UTC),
                Schedule.cron("0,10,20,30,40,50 * * * * *", ZoneId.of("Europe/Berlin")),
                Schedule.alignedTo(Duration.ofSeconds(10), ZoneOffset.UTC),
                Schedule.anyOf(
                        Schedule.cron("*/20 * * * * *", ZoneOffset.UTC),
                        Schedule.cron("10/20 * * * * *", ZoneOffset.UTC)),
                after -> Optional.of(Instant.ofEpochSecond(Math.floorDiv(after.getEpochSecond(), 10) * 10 + 10)));
    }

    @ParameterizedTest
    @MethodSource("everyTenSeconds")
    void a_body_that_always_fails_is_attempted_at_each_tick_at_the_latest(Schedule schedule) {
        loop(schedule).start(this::fail);
        time.advance(Duration.ofMinutes(30));
        assertThat(attempts).hasSizeGreaterThan(180);
        for (int i = 1; i < attempts.size(); i++) {
            assertThat(Duration.between(attempts.get(i - 1), attempts.get(i)))
                    .isLessThanOrEqualTo(Duration.ofSeconds(10));
        }
    }

    @ParameterizedTest
    @MethodSource("everyTenSeconds")
    void a_fixed_delay_before_each_retry_is_shortened_too(Schedule schedule) {
        loop(schedule).retry(IN_AN_HOUR.maxAttempts(4)).count(1).start(this::fail);
        time.advance(Duration.ofMinutes(1));
        for (int i = 1; i < attempts.size(); i++) {
            assertThat(attempts.get(i)).isEqualTo(attempts.get(0).plusSeconds(10L * i));
        }
        assertThat(attempts).hasSize(4);
    }

    @Test
    void a_tick_nearer_than_a_second_leaves_the_retry_a_second() {
        loop(Schedule.alignedTo(Duration.ofMillis(100), ZoneOffset.UTC))
                .retry(IN_AN_HOUR.maxAttempts(2))
                .count(1)
                .start(this::fail);
        time.advance(Duration.ofSeconds(2));
        assertThat(attempts).containsExactly(START.plusMillis(100), START.plusMillis(1_100));
    }

    @Test
    void the_next_tick_is_that_after_the_failure_however_long_the_attempt_took() {
        loop(Schedule.cron("*/10 * * * * *", ZoneOffset.UTC))
                .retry(IN_AN_HOUR.maxAttempts(2))
                .count(1)
                .start(run -> {
                    attempts.add(time.now());
                    time.sleep(Duration.ofSeconds(13));
                    throw new IOException("reset");
                });
        time.advance(Duration.ofMinutes(1));
        assertThat(attempts).containsExactly(START.plusSeconds(10), START.plusSeconds(30));
    }

    @Test
    void after_the_only_tick_of_a_schedule_the_policy_alone_counts() {
        loop(Schedule.once(START.plusSeconds(1)))
                .retry(IN_AN_HOUR.maxAttempts(2))
                .start(this::fail);
        time.advance(Duration.ofHours(2));
        assertThat(attempts).containsExactly(START.plusSeconds(1), START.plusSeconds(3_601));
    }

    @Test
    void a_distant_tick_leaves_the_policy_as_it_is() {
        loop(Schedule.dailyAt(ZoneOffset.UTC, LocalTime.NOON))
                .retry(IN_AN_HOUR.maxAttempts(3))
                .start(this::fail);
        time.advance(Duration.ofHours(20));
        assertThat(attempts)
                .containsExactly(
                        START.plus(12, ChronoUnit.HOURS),
                        START.plus(13, ChronoUnit.HOURS),
                        START.plus(14, ChronoUnit.HOURS));
    }

    @Test
    void a_before_hook_is_retried_at_the_next_tick_at_the_latest() {
        loop(Schedule.cron("*/10 * * * * *", ZoneOffset.UTC))
                .retry(IN_AN_HOUR.maxAttempts(3))
                .beforeLoop(this::fail)
                .start(run -> {});
        time.advance(Duration.ofMinutes(1));
        assertThat(attempts).containsExactly(START, START.plusSeconds(10), START.plusSeconds(20));
    }

    @Test
    void runs_that_may_overlap_are_retried_at_the_next_tick_at_the_latest() {
        loop(Schedule.cron("*/10 * * * * *", ZoneOffset.UTC))
                .retry(IN_AN_HOUR.maxAttempts(3))
                .overlap(2)
                .count(1)
                .start(this::fail);
        time.advance(Duration.ofMinutes(1));
        assertThat(attempts).containsExactly(START.plusSeconds(10), START.plusSeconds(20), START.plusSeconds(30));
    }

    @Test
    void a_future_that_fails_is_retried_at_the_next_tick_at_the_latest_for_each_shard() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection.of(gate).shards(2).ready();
        loop(Schedule.alignedTo(Duration.ofSeconds(10), ZoneOffset.UTC))
                .gate(gate)
                .shards(ShardScope.EACH)
                .retry(IN_AN_HOUR.maxAttempts(2))
                .count(1)
                .startAsync(run -> {
                    attempts.add(time.now());
                    return CompletableFuture.failedFuture(new IOException("reset"));
                });
        time.advance(Duration.ofMinutes(1));
        Instant first = START.plusSeconds(10);
        assertThat(attempts).containsExactly(first, first, first.plusSeconds(10), first.plusSeconds(10));
    }

    @Test
    void a_schedule_that_was_changed_during_the_attempt_counts() {
        loop(Schedule.cron("0 * * * *", ZoneOffset.UTC))
                .retry(RetryPolicy.fixedDelay(Duration.ofHours(2)).maxAttempts(2))
                .count(1)
                .start(run -> {
                    attempts.add(time.now());
                    run.task().changeSchedule(Schedule.cron("*/5 * * * *", ZoneOffset.UTC));
                    throw new IOException("reset");
                });
        time.advance(Duration.ofHours(3));
        assertThat(attempts).containsExactly(START.plusSeconds(3_600), START.plusSeconds(3_900));
    }

    @Test
    void a_schedule_that_fails_when_it_is_asked_for_the_next_tick_shortens_nothing_and_harms_no_loop() {
        Instant first = START.plusSeconds(10);
        Schedule failing = after -> {
            if (after.isBefore(first)) {
                return Optional.of(first);
            }
            throw new IllegalStateException("no calendar");
        };
        try (LogLines log = LogLines.of("io.github.jdatasks.loop.failing")) {
            LoopTask loop = loop(failing).retry(IN_AN_HOUR.maxAttempts(2)).start(this::fail);
            time.advance(Duration.ofHours(2));
            assertThat(attempts).containsExactly(first, first.plusSeconds(3_600));
            assertThat(loop.completion()).isCompletedWithValue(LoopOutcome.FAILED);
            assertThat(log.with("so a retry may come later than the next tick")).hasSize(1);
        }
    }
}
