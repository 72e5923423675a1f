package io.github.jdatasks.loop;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Inside;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.internal.loop.LoopControls;
import io.github.jdatasks.support.EngineByHand;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Listeners that come and go while loops run. */
class ListenersAtRunTimeTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final List<String> told = new ArrayList<>();

    /** Notes what it is told under a name; equal to all others, as a record without fields would be. */
    private final class Notes implements LoopListener {
        private final String name;

        Notes(String name) {
            this.name = name;
        }

        @Override
        public void onIterationFinished(LoopContext run, Duration took) {
            told.add(name + ": " + run.task().name() + " " + run.iteration());
        }

        @Override
        public void onFailed(LoopContext run, Throwable error, Duration took) {
            told.add(name + ": failed after " + took.toSeconds() + " s");
        }

        @Override
        public void onPaused(LoopTask task) {
            told.add(name + ": paused");
        }

        @Override
        public void onCommand(LoopTask task, String command, String by) {
            told.add(name + ": " + command + " " + task.name() + " by " + by);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Notes;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    private static final class Announcer extends LoopCog {
        @Loop(minutes = 1)
        void news() {}
    }

    private LoopTask startWorker() {
        return Loops.every(ofMinutes(1)).name("worker").scheduler(time).start(run -> {});
    }

    @Test
    void one_that_is_added_hears_what_happens_from_then_on_until_it_is_removed() {
        startWorker();
        time.runPending();
        Notes notes = new Notes("late");
        time.addListener(notes);
        time.advance(ofMinutes(2));
        time.removeListener(notes);
        time.advance(ofMinutes(2));
        assertThat(told).containsExactly("late: worker 1", "late: worker 2");
    }

    @Test
    void one_that_is_added_twice_is_called_once_and_equal_ones_are_two() {
        Notes notes = new Notes("a");
        time.addListener(notes);
        time.addListener(notes);
        time.addListener(new Notes("b"));
        startWorker();
        time.runPending();
        assertThat(told).containsExactlyInAnyOrder("a: worker 0", "b: worker 0");
        told.clear();
        time.removeListener(notes);
        time.removeListener(new Notes("never added"));
        time.advance(ofMinutes(1));
        assertThat(told).containsExactly("b: worker 1");
    }

    @Test
    void one_that_the_builder_was_given_can_be_removed_as_well() {
        Notes notes = new Notes("built");
        try (var scheduler = LoopScheduler.builder().listener(notes).build()) {
            assertThat(Inside.scheduler(scheduler).listeners()).hasSize(1);
            scheduler.removeListener(notes);
            assertThat(Inside.scheduler(scheduler).listeners()).isEmpty();
        }
    }

    @Test
    void calls_that_wait_when_a_listener_is_removed_are_dropped() {
        EngineByHand engine = new EngineByHand(1);
        var scheduler = engine.scheduler();
        Notes notes = new Notes("slow");
        scheduler.addListener(notes);
        LoopTask task =
                Loops.every(ofMinutes(1)).name("worker").scheduler(scheduler).build(run -> {});
        LoopControls.of(task).commanded("pause", "Ada");
        scheduler.removeListener(notes);
        engine.settle();
        assertThat(told).isEmpty();
    }

    @Test
    void one_of_a_cog_hears_of_that_cogs_loops_only() {
        Announcer cog = time.create(Announcer::new);
        cog.addListener(new Notes("cog"));
        startWorker();
        VirtualConnection.of(cog).ready();
        time.runPending();
        assertThat(told).containsExactly("cog: news 0");
    }

    @Test
    void one_of_a_cog_and_one_of_the_scheduler_both_hear_of_a_pause_by_the_gate() {
        Announcer cog = time.create(Announcer::new);
        VirtualConnection connection = VirtualConnection.of(cog).ready();
        time.runPending();
        cog.addListener(new Notes("cog"));
        connection.disconnect();
        time.advance(ofSeconds(1));
        assertThat(told).containsExactly("cog: paused");
        told.clear();
        connection.resume();
        time.advance(ofSeconds(1));
        time.addListener(new Notes("all"));
        connection.disconnect();
        time.advance(ofSeconds(1));
        assertThat(told).containsExactlyInAnyOrder("cog: paused", "all: paused");
    }

    @Test
    void one_that_is_added_before_loops_without_a_listener_hears_of_the_gate_of_a_loop_outside_a_cog() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).ready();
        Loops.every(ofMinutes(1)).name("worker").scheduler(time).gate(gate).start(run -> {});
        time.runPending();
        time.addListener(new Notes("all"));
        connection.disconnect();
        time.advance(ofSeconds(1));
        assertThat(told).containsExactly("all: paused");
    }

    @Test
    void a_failure_is_told_with_how_long_the_attempt_took() {
        time.addListener(new Notes("all"));
        Loops.every(ofMinutes(1)).name("worker").scheduler(time).start(run -> {
            time.sleep(ofSeconds(7));
            throw new IllegalStateException("on purpose");
        });
        time.advance(ofSeconds(10));
        assertThat(told).containsExactly("all: failed after 7 s");
    }

    @Test
    void a_failure_of_the_schedule_takes_no_time_although_the_before_hook_did() {
        time.addListener(new Notes("all"));
        Loops.on(after -> {
                    throw new IllegalStateException("on purpose");
                })
                .name("worker")
                .scheduler(time)
                .beforeLoop(run -> time.sleep(ofSeconds(7)))
                .start(run -> {});
        time.advance(ofSeconds(10));
        assertThat(told).containsExactly("all: failed after 0 s");
    }

    @Test
    void a_command_from_outside_is_told_to_the_listeners_of_the_loop_its_cog_and_its_scheduler() {
        Announcer cog = time.create(Announcer::new);
        cog.addListener(new Notes("cog"));
        time.addListener(new Notes("all"));
        LoopControls.of(cog.loop("news")).commanded("pause", "Ada");
        time.runPending();
        assertThat(told).containsExactlyInAnyOrder("cog: pause news by Ada", "all: pause news by Ada");
    }

    @Test
    void many_threads_add_and_remove_listeners_and_none_is_lost() throws Exception {
        Notes stays = new Notes("stays");
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(i -> new Thread(() -> {
                    for (int round = 0; round < 200; round++) {
                        Notes notes = new Notes("other");
                        time.addListener(notes);
                        time.addListener(stays);
                        time.removeListener(notes);
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join(20_000);
        }
        assertThat(Inside.scheduler(time).listeners()).hasSize(1);
        startWorker();
        time.runPending();
        assertThat(told).containsExactly("stays: worker 0");
    }

    @Test
    @SuppressWarnings("NullAway") // what happens to null is the question
    void null_is_refused() {
        Announcer cog = time.create(Announcer::new);
        assertThatThrownBy(() -> time.addListener(null)).hasMessageContaining("addListener");
        assertThatThrownBy(() -> time.removeListener(null)).hasMessageContaining("removeListener");
        assertThatThrownBy(() -> cog.addListener(null)).hasMessageContaining("addListener");
    }

    @Test
    void one_hears_of_a_pause_although_another_that_has_gone_heard_of_the_pause_before() {
        LoopTask loop = startWorker();
        time.runPending();
        Notes first = new Notes("first");
        time.addListener(first);
        loop.pause();
        time.runPending();
        time.removeListener(first);
        loop.resume();
        time.runPending();
        time.addListener(new Notes("second"));
        loop.pause();
        time.runPending();
        assertThat(told).containsExactly("first: paused", "second: paused");
    }

    @Test
    void one_hears_that_the_gate_has_closed_although_another_that_has_gone_heard_of_the_time_before() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).ready();
        Loops.every(ofMinutes(1)).name("worker").scheduler(time).gate(gate).start(run -> {});
        time.runPending();
        Notes first = new Notes("first");
        time.addListener(first);
        connection.disconnect();
        time.advance(ofSeconds(1));
        time.removeListener(first);
        connection.resume();
        time.advance(ofSeconds(1));
        time.addListener(new Notes("second"));
        connection.disconnect();
        time.advance(ofSeconds(1));
        assertThat(told).containsExactly("first: paused", "second: paused");
    }
}
