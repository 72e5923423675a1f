package io.github.jdatasks.durable;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.support.RunNotes;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a durable loop is in one process: its restart, and what it refuses. */
class DurableLoopTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final List<String> posts = new ArrayList<>();

    private LoopBuilder hourly() {
        return Loops.every(ofHours(1)).name("hourly").durable(true).scheduler(time);
    }

    final class Announcer extends LoopCog {
        Announcer() {
            super(time);
        }

        @Loop(time = "08:00", durable = true)
        void digest(LoopContext run) {
            posts.add(run.scheduledAt() + " at " + run.startedAt());
        }
    }

    @Test
    void a_daily_tick_that_passes_while_the_bot_is_down_is_made_up_for_at_its_start() {
        VirtualConnection.of(time.create(Announcer::new)).ready();
        time.advance(ofHours(7));
        time.restart();
        time.advance(ofHours(2));
        assertThat(posts).isEmpty();
        VirtualConnection.of(time.create(Announcer::new)).ready();
        time.advance(ofHours(24));
        assertThat(posts)
                .containsExactly(
                        "2026-03-01T08:00:00Z at 2026-03-01T09:00:00Z", "2026-03-02T08:00:00Z at 2026-03-02T08:00:00Z");
    }

    @ParameterizedTest
    @EnumSource(Missed.class)
    void what_passed_during_a_restart_is_treated_by_the_policy(Missed policy) {
        hourly().missed(policy).start(RunNotes.and(run -> {}));
        time.advance(ofMinutes(90));
        time.restart();
        time.advance(ofHours(4)); // until 05:30: 02:00 to 05:00 have passed
        RunNotes after = new RunNotes();
        LoopTask task = hourly().missed(policy).start(after);
        time.advance(ofHours(1));
        assertThat(after.lines())
                .isEqualTo(
                        switch (policy) {
                            case SKIP -> List.of("06:00");
                            case RUN_ONCE -> List.of("05:00 at 05:30", "06:00");
                            case CATCH_UP ->
                                List.of(
                                        "02:00 at 05:30",
                                        "03:00 at 05:30",
                                        "04:00 at 05:30",
                                        "05:00 at 05:30",
                                        "06:00");
                        });
        assertThat(task.stats().missed()).isEqualTo(4);
    }

    @Test
    void catching_up_makes_the_newest_thousand_runs() {
        hourly().missed(Missed.CATCH_UP).start(run -> {});
        time.advance(ofMinutes(30));
        time.restart();
        time.advance(ofHours(1_500));
        RunNotes after = new RunNotes();
        hourly().missed(Missed.CATCH_UP).start(after);
        time.runPending();
        assertThat(after.planned()).hasSize(1_000).isSorted();
        assertThat(after.planned().get(999)).isEqualTo(MIDNIGHT.plus(ofHours(1_500)));
    }

    @Test
    void the_first_run_of_an_interval_comes_at_once_and_the_first_of_a_restart_at_its_tick() {
        RunNotes before = new RunNotes();
        hourly().start(before);
        time.advance(ofMinutes(90));
        time.restart();
        RunNotes after = new RunNotes();
        hourly().start(after);
        time.advance(ofHours(1));
        assertThat(before.lines()).containsExactly("00:00", "01:00");
        assertThat(after.lines()).containsExactly("02:00");
    }

    @Test
    void a_local_loop_begins_afresh_at_a_restart() {
        RunNotes notes = new RunNotes();
        Loops.every(ofHours(1)).name("local").scheduler(time).start(notes);
        time.advance(ofMinutes(30));
        time.restart();
        Loops.every(ofHours(1)).name("local").scheduler(time).start(notes);
        time.advance(ofMinutes(30));
        assertThat(notes.lines()).containsExactly("00:00", "00:30");
    }

    @Test
    void a_stopped_loop_that_is_started_again_goes_on_at_its_tick() {
        RunNotes notes = new RunNotes();
        LoopTask task = hourly().start(notes);
        time.advance(ofMinutes(10));
        task.stop();
        time.advance(ofMinutes(10));
        task.start();
        time.advance(ofMinutes(40));
        assertThat(notes.lines()).containsExactly("00:00", "01:00");
        assertThat(task.isDurable()).isTrue();
    }

    @Test
    void two_running_loops_of_one_name_on_one_scheduler_are_refused() {
        hourly().start(run -> {});
        LoopTask twin = hourly().build(run -> {});
        assertThatThrownBy(twin::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The loop hourly cannot start: another durable loop of this name is running on the same"
                        + " scheduler; give one of them another name");
        assertThat(twin.isRunning()).isFalse();
    }

    @Test
    void a_second_cog_of_one_class_on_one_scheduler_says_that_its_durable_loop_is_not_started() {
        VirtualConnection.of(time.create(Announcer::new)).ready();
        time.runPending();
        try (LogLines log = LogLines.ofLibrary()) {
            VirtualConnection.of(time.create(Announcer::new)).ready();
            time.runPending();
            assertThat(log.from(Level.WARN))
                    .containsExactly(
                            "ERROR Not started: The loop Announcer.digest cannot start: another durable loop of this name is"
                                    + " running on the same scheduler; give one of them another name");
        }
    }

    @Test
    void another_schedule_at_run_time_is_refused() {
        LoopTask task = hourly().build(run -> {});
        assertThatThrownBy(() -> task.changeInterval(Duration.ofMinutes(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "The loop hourly is durable: other processes have its schedule too, so it cannot"
                                + " be changed in this one; deploy the change, or if the schedule comes from a configuration");
    }

    @Test
    void what_a_durable_loop_cannot_be_is_refused_when_it_is_built() {
        assertRefused(Loops.every(ofHours(1)).durable(true).scheduler(time), "A durable loop needs a name");
        assertRefused(hourly().overlap(2), "leave overlap = 2 out");
        assertRefused(
                Loops.every(ofHours(1)).durable(true).overlap(2).scheduler(time),
                "This loop is durable, so each tick is run before the next is planned; leave overlap = 2 out");
        assertRefused(hourly().count(3), "leave count = 3 out");
        assertRefused(
                Loops.every(Duration.ofNanos(1_500_000)).name("x").durable(true).scheduler(time),
                "its interval must be whole milliseconds");
        assertRefused(
                Loops.every(ofHours(1)).name("n".repeat(101)).durable(true).scheduler(time),
                "its name has 101 characters; the table has room for 100");
        assertRefused(
                hourly().gate(new io.github.jdatasks.ConnectionGate()).shards(ShardScope.EACH),
                "it cannot be run for EACH shard");
    }

    private static void assertRefused(LoopBuilder builder, String mistake) {
        assertThatThrownBy(() -> builder.build(run -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(mistake);
    }

    static final class Homeless extends LoopCog {
        @Loop(minutes = 1, durable = true)
        void sync() {}
    }

    static final class ManyMistakes extends LoopCog {
        @Loop(minutes = 1, durable = true, overlap = 2, count = 3, shards = ShardScope.EACH)
        void first() {}

        @Loop(minutes = 1, durable = true)
        void second() {}
    }

    @Test
    void all_mistakes_of_all_durable_loops_are_told_at_once() {
        assertThatThrownBy(ManyMistakes::new)
                .hasMessageContainingAll(
                        "has 5 mistakes",
                        "ManyMistakes.first is durable, but its scheduler has no database",
                        "leave overlap = 2 out",
                        "leave count = 3 out, and for one run ever use Schedule.once(Instant)",
                        "it cannot be run for EACH shard",
                        "ManyMistakes.second is durable, but its scheduler has no database");
    }

    @Test
    void a_durable_loop_without_a_database_is_a_mistake_that_says_what_to_write() {
        assertThatThrownBy(Homeless::new)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Homeless.sync is durable, but its scheduler has no database; build one with"
                        + " LoopScheduler.builder().durable(DurableLoops.on(dataSource).build()).build(), and give it"
                        + " to the cog's constructor with super(scheduler)");
    }

    @Test
    @SuppressWarnings("NullAway") // what happens to null is the question
    void settings_are_checked() {
        DurableLoops.Builder builder = DurableLoops.on(new JdbcDataSource());
        assertThatThrownBy(() -> builder.tableName("ticks; drop table users"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tableName must be a name of letters, digits and _, also with a schema, such as"
                        + " scheduled_tasks or bot.scheduled_tasks, but it is ticks; drop table users");
        assertThatThrownBy(() -> builder.heartbeatInterval(Duration.ZERO))
                .hasMessage("heartbeatInterval must be between 100 ms and a day, but it is PT0S");
        assertThatThrownBy(() -> builder.pollingInterval(Duration.ofDays(2)))
                .hasMessage("pollingInterval must be between 100 ms and a day, but it is PT48H");
        assertThatThrownBy(() -> builder.missedHeartbeats(1))
                .hasMessage("missedHeartbeats must be between 2 and 10000, but it is 1");
        assertThatThrownBy(() -> builder.missedHeartbeats(Integer.MAX_VALUE))
                .as("times a day it is too much for a long")
                .hasMessageEndingWith("10000, but it is 2147483647");
        assertThatThrownBy(() -> DurableLoops.on(null)).hasMessage("database was given null");
        assertThat(LoopScheduler.builder()
                        .durable(builder.tableName("bot.ticks").build()))
                .isNotNull();
    }
}
