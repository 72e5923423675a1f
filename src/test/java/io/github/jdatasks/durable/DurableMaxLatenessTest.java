package io.github.jdatasks.durable;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Missed;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.testing.VirtualCluster;
import io.github.jdatasks.testing.VirtualCluster.Node;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ticks for which no process could make a run in time. */
class DurableMaxLatenessTest extends InVirtualCluster {
    private static final Schedule MORNING = Schedule.dailyAt(ZoneOffset.UTC, LocalTime.of(8, 0));

    private LoopTask startMorning(String who) {
        return loop(cluster.start(), MORNING).maxLateness(ofHours(1)).start(run -> note(who, run));
    }

    @Test
    void a_tick_that_a_restart_finds_too_late_is_skipped_and_the_row_moves_on() {
        Node before = cluster.start();
        loop(before, MORNING).maxLateness(ofHours(1)).start(run -> note("before", run));
        cluster.advance(ofHours(7));
        before.close();
        cluster.advance(ofHours(13));
        LoopTask evening = startMorning("evening");
        cluster.advance(ofMinutes(1));
        assertThat(runs).isEmpty();
        assertThat(evening.stats().missed()).isEqualTo(1);
        assertThat(evening.stats().skipped()).isEqualTo(1);
        assertThat(dueAt()).isEqualTo(MIDNIGHT.plus(ofHours(32)));
        assertThat(evening.nextIteration()).contains(MIDNIGHT.plus(ofHours(32)));
        cluster.advance(ofHours(12));
        assertThat(runs).containsExactly("evening 08:00");
    }

    @Test
    void a_tick_that_a_restart_finds_in_time_is_run() {
        Node before = cluster.start();
        loop(before, MORNING).maxLateness(ofHours(1)).start(run -> note("before", run));
        cluster.advance(ofHours(7));
        before.close();
        cluster.advance(ofHours(2));
        startMorning("after");
        cluster.runPending();
        assertThat(runs).as("exactly at the limit").containsExactly("after 08:00");
    }

    @ParameterizedTest
    @EnumSource
    void what_is_made_up_for_is_limited_too(Missed policy) {
        Node before = cluster.start();
        loop(before, Schedule.every(ofHours(1))).start(run -> note("before", run));
        cluster.advance(ofMinutes(90));
        before.close();
        runs.clear();
        cluster.advance(ofHours(4));
        LoopTask after = loop(cluster.start(), Schedule.every(ofHours(1)))
                .missed(policy)
                .maxLateness(ofHours(2))
                .start(run -> note("after", run));
        cluster.advance(ofMinutes(10));
        List<String> late = switch (policy) {
            case SKIP -> List.of();
            case RUN_ONCE -> List.of("05:00");
            case CATCH_UP -> List.of("04:00", "05:00");
        };
        assertThat(ticks()).isEqualTo(late);
        assertThat(after.stats().skipped()).isEqualTo(4 - late.size());
        cluster.advance(ofMinutes(20));
        assertThat(runs).endsWith("after 06:00");
    }

    @Test
    void a_run_that_was_cut_short_is_repeated_however_late() {
        Node before = cluster.start();
        loop(before, MORNING).maxLateness(ofMinutes(1)).start(run -> {
            note("before", run);
            VirtualCluster.sleep(ofHours(1));
        });
        cluster.advance(ofHours(8).plusSeconds(1));
        before.close();
        cluster.advance(ofHours(5));
        LoopTask after =
                loop(cluster.start(), MORNING).maxLateness(ofMinutes(1)).start(run -> note("after", run));
        cluster.advance(ofMinutes(1));
        assertThat(runs).containsExactly("before 08:00", "after 08:00");
        assertThat(after.stats().skipped()).isZero();
    }

    @Test
    void a_loop_that_was_ready_skips_a_tick_that_comes_too_late_by_an_outage() {
        LoopTask task = loop(cluster.start(), Schedule.every(ofHours(1)))
                .maxLateness(ofSeconds(10))
                .start(run -> note("a", run));
        cluster.advance(ofMinutes(59).plusSeconds(58));
        cluster.table.away = true;
        cluster.advance(ofSeconds(40));
        cluster.table.away = false;
        cluster.advance(ofMinutes(1));
        assertThat(ticks()).containsExactly("00:00");
        assertThat(task.stats().skipped()).isEqualTo(1);
        cluster.advance(ofHours(1));
        assertThat(ticks()).containsExactly("00:00", "02:00");
    }

    @Test
    void a_jitter_is_no_lateness() {
        LoopTask task = loop(cluster.start(), Schedule.every(ofMinutes(10)))
                .jitter(ofMinutes(1))
                .maxLateness(ofSeconds(1))
                .start(run -> note("a", run));
        cluster.advance(ofHours(3));
        assertThat(runs).hasSizeGreaterThanOrEqualTo(18);
        assertThat(task.stats().greatestLateness()).isGreaterThan(ofSeconds(30));
        assertThat(task.stats().skipped()).isZero();
    }

    @Test
    void the_only_tick_that_comes_too_late_ends_the_loop_and_the_log_says_so() {
        Schedule once = Schedule.once(MIDNIGHT.plus(ofHours(1)));
        Node before = cluster.start();
        loop(before, once).maxLateness(ofMinutes(1)).start(run -> note("before", run));
        cluster.advance(ofMinutes(30));
        before.close();
        cluster.advance(ofHours(1));
        LoopTask after = loop(cluster.start(), once).maxLateness(ofMinutes(1)).start(run -> note("after", run));
        try (LogLines log = LogLines.ofLoop()) {
            cluster.advance(ofMinutes(1));
            assertThat(log.from(Level.WARN)).singleElement().asString().contains("Loop loop ended without a run");
        }
        assertThat(runs).isEmpty();
        assertThat(after.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
        assertThat(cluster.table.dueAt("loop")).isNull();
    }
}
