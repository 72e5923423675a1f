package io.github.jdatasks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.Schedule;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class CronSpeedTest {
    private static final int INSTANTS = 1_000;
    private static final int ROUNDS = 2_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/5 * * * *",
                "0 8 * * MON-FRI",
                "30 2 * * *",
                "0 0 L * *",
                "15 10 15W * *",
                "0 9 * * MON#1",
                "0 18 * * FRIL",
                "0 0 13 * FRI",
                "0 0 29 2 *",
                "*/10 * * * * *",
            })
    void the_next_run_is_found_within_a_microsecond(String expression) {
        Schedule schedule = Schedule.cron(expression, ZoneId.of("America/New_York"));
        long first = Instant.parse("2024-01-01T00:00:00Z").getEpochSecond();
        Instant[] instants = new Random(1)
                .longs(INSTANTS, first, first + 10L * 365 * 86_400)
                .mapToObj(Instant::ofEpochSecond)
                .toArray(Instant[]::new);
        long[] nanos = new long[ROUNDS];
        long sum = 0;
        for (int round = 0; round < 2 * ROUNDS; round++) { // the first half warms up
            long start = System.nanoTime();
            for (Instant instant : instants) {
                sum += schedule.nextAfter(instant).orElseThrow().getEpochSecond();
            }
            nanos[round % ROUNDS] = (System.nanoTime() - start) / INSTANTS;
        }
        Arrays.sort(nanos);
        System.out.printf("%-16s %d ns at the median (%d)%n", expression, nanos[ROUNDS / 2], sum % 10);
        assertThat(nanos[ROUNDS / 2]).isLessThan(1_000);
    }
}
