package io.github.jdatasks.durable;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.testing.VirtualCluster;
import io.github.jdatasks.testing.VirtualCluster.Node;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a database that is slow or refuses to write, and runs that make up for missed ticks, do to a cluster. */
class DurableBreakTest {
    private final VirtualCluster cluster = new VirtualCluster(MIDNIGHT);
    private final List<String> runs = new ArrayList<>();

    @AfterEach
    void close() {
        cluster.close();
    }

    private LoopBuilder hourly(Node process, Missed missed) {
        return Loops.on(Schedule.cron("0 * * * *", ZoneOffset.UTC))
                .name("loop")
                .durable(true)
                .missed(missed)
                .scheduler(process);
    }

    private void note(String who, LoopContext run) {
        runs.add(who + " " + LocalTime.ofInstant(run.scheduledAt(), ZoneOffset.UTC));
    }

    private static void sleep(java.time.Duration duration) {
        try {
            VirtualCluster.sleep(duration);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
    void while_a_pick_takes_longer_than_the_interval_the_timer_rests() {
        Node process = cluster.start();
        Loops.every(ofSeconds(1)).name("loop").durable(true).scheduler(process).start(run -> note("a", run));
        cluster.advance(ofMillis(500));
        cluster.table.beforePickIsAnswered = () -> sleep(ofSeconds(5));
        cluster.advance(ofSeconds(20));
        assertThat(runs).hasSizeGreaterThan(2);
    }

    @Test
    void a_run_that_stands_for_missed_ticks_is_repeated_with_the_same_instant_after_a_crash() {
        Node first = cluster.start();
        hourly(first, Missed.RUN_ONCE).start(run -> note("first", run));
        cluster.advance(ofMinutes(90));
        first.close();
        cluster.advance(ofHours(4));
        Node second = cluster.start();
        hourly(second, Missed.RUN_ONCE).start(run -> {
            note("second", run);
            VirtualCluster.sleep(ofHours(1));
        });
        cluster.advance(ofSeconds(10));
        second.kill();
        cluster.advance(ofSeconds(10));
        hourly(cluster.start(), Missed.RUN_ONCE).start(run -> note("third", run));
        cluster.advance(ofMinutes(10));
        assertThat(runs).containsExactly("first 01:00", "second 05:00", "third 05:00");
    }

    @Test
    void a_run_that_stands_for_missed_ticks_is_repeated_with_the_same_instant_after_an_interrupt() {
        Node first = cluster.start();
        hourly(first, Missed.RUN_ONCE).start(run -> note("first", run));
        cluster.advance(ofMinutes(90));
        first.close();
        cluster.advance(ofHours(4));
        Node second = cluster.start();
        hourly(second, Missed.RUN_ONCE).start(run -> {
            note("second", run);
            VirtualCluster.sleep(ofHours(1));
        });
        cluster.advance(ofSeconds(10));
        second.close();
        hourly(cluster.start(), Missed.RUN_ONCE).start(run -> note("third", run));
        cluster.advance(ofMinutes(10));
        assertThat(runs).containsExactly("first 01:00", "second 05:00", "third 05:00");
    }

    @Test
    void a_database_that_can_only_be_read_is_asked_less_and_less_often() {
        Node process = cluster.start();
        Loops.every(ofMinutes(1))
                .name("loop")
                .durable(true)
                .missed(Missed.CATCH_UP)
                .scheduler(process)
                .start(run -> note("a", run));
        cluster.advance(ofSeconds(30));
        try (LogLines log = LogLines.of("io.github.jdatasks.DurableLoops")) {
            cluster.table.readOnly = true;
            int before = cluster.table.questions;
            cluster.advance(ofMinutes(10));
            assertThat(log.from(Level.INFO)).hasSizeLessThan(140);
            assertThat(cluster.table.questions - before).isLessThan(400);
            cluster.table.readOnly = false;
            cluster.advance(ofMinutes(1));
        }
        assertThat(runs).hasSize(12);
    }
}
