package io.github.jdatasks.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.jdatasks.Schedule;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random expressions against a plain look at one date after the other, from 1970 to 2200. */
class RandomCronTest {
    private static final long LAST = Instant.parse("2200-01-01T00:00:00Z").getEpochSecond();

    @Test
    void the_next_run_is_the_first_match_date_by_date() {
        compare(2_000);
    }

    @Test
    @Tag("slow")
    @Tag("evidence")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void the_next_run_is_the_first_match_date_by_date_for_many_expressions() {
        compare(50_000);
    }

    private static void compare(int expressions) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RandomCron texts = new RandomCron(random);
        int refused = 0;
        int compared = 0;
        for (int i = 0; i < expressions; i++) {
            String text = texts.next();
            NaiveCron naive = new NaiveCron(text);
            if (naive.firstAfter(LocalDateTime.of(2000, 1, 1, 0, 0)) == null) {
                assertThatIllegalArgumentException()
                        .as("%s, seed %d", text, seed)
                        .isThrownBy(() -> Schedule.cron(text, ZoneOffset.UTC))
                        .withMessageContaining("there is no such date");
                refused++;
                continue;
            }
            Schedule schedule = Schedule.cron(text, ZoneOffset.UTC);
            Instant instant = Instant.ofEpochSecond((long) (random.nextDouble() * LAST), random.nextInt(2));
            for (int run = 0; run < 4; run++) {
                Instant next = schedule.nextAfter(instant).orElseThrow();
                assertThat(next)
                        .as("%s after %s, seed %d", text, instant, seed)
                        .isEqualTo(instantOf(naive.firstAfter(LocalDateTime.ofInstant(instant, ZoneOffset.UTC))));
                instant = next;
                compared++;
            }
        }
        System.out.printf(
                "seed %d: %,d expressions, %,d of them without a date, %,d runs compared, 0 differences%n",
                seed, expressions, refused, compared);
    }

    private static @Nullable Instant instantOf(@Nullable LocalDateTime local) {
        return local == null ? null : local.toInstant(ZoneOffset.UTC);
    }
}
