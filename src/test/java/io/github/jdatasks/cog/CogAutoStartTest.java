package io.github.jdatasks.cog;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.Inside;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import net.dv8tion.jda.api.JDA;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Loops that are to start with their cog, and were started and ended already while cogLoad ran. */
class CogAutoStartTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(Instant.parse("2026-03-01T00:00:00Z"));
    private final List<String> events = new ArrayList<>();
    private final List<CompletableFuture<LoopOutcome>> ends = new ArrayList<>();

    private final class Once extends LoopCog {
        private final Consumer<LoopTask> inCogLoad;

        Once(ShardScope shards, boolean hasAfterHook, Consumer<LoopTask> inCogLoad) {
            this.inCogLoad = inCogLoad;
            LoopBuilder loop =
                    newLoop(Schedule.every(ofMinutes(1))).name("loop").shards(shards);
            if (hasAfterHook) {
                loop.afterLoop(run -> events.add("after"));
            }
            LoopTask unused = loop.build(run -> events.add("run"));
        }

        @Override
        protected void cogLoad(JDA jda) {
            inCogLoad.accept(loop("loop"));
        }
    }

    private LoopTask loaded(ShardScope shards, boolean hasAfterHook, Consumer<LoopTask> inCogLoad) {
        Once cog = time.create(() -> new Once(shards, hasAfterHook, inCogLoad));
        VirtualConnection.of(cog).ready();
        time.advance(ofSeconds(1));
        return cog.loop("loop");
    }

    private void startAndStop(LoopTask loop) {
        ends.add(loop.start());
        ends.add(loop.stop());
    }

    @ParameterizedTest
    @EnumSource
    void one_that_was_stopped_runs_when_its_after_hook_has(ShardScope shards) {
        LoopTask loop = loaded(shards, true, this::startAndStop);
        assertThat(events).containsExactly("after", "run");
        assertThat(ends).allMatch(end -> end.getNow(null) == LoopOutcome.STOPPED);
        assertThat(loop.completion()).isNotDone();
        time.advance(ofMinutes(1));
        assertThat(events).containsExactly("after", "run", "run");
    }

    @ParameterizedTest
    @EnumSource
    void one_without_an_after_hook_runs_as_well(ShardScope shards) {
        LoopTask loop = loaded(shards, false, this::startAndStop);
        assertThat(events).containsExactly("run");
        assertThat(loop.isRunning()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void one_that_was_cancelled_runs_too(ShardScope shards) {
        LoopTask unused = loaded(shards, true, loop -> {
            ends.add(loop.start());
            ends.add(loop.cancel());
        });
        assertThat(events).containsExactly("after", "run");
        assertThat(ends).allMatch(end -> end.getNow(null) == LoopOutcome.CANCELLED);
    }

    @Test
    void a_shard_of_one_that_was_stopped_by_itself_runs_too() {
        LoopTask unused = loaded(
                ShardScope.EACH,
                true,
                loop -> startAndStop(Inside.control(loop).part(0).task()));
        assertThat(events).containsExactly("after", "run");
    }

    @ParameterizedTest
    @EnumSource
    void one_that_was_only_started_begins_one_life(ShardScope shards) {
        LoopTask loop = loaded(shards, true, task -> ends.add(task.start()));
        assertThat(events).containsExactly("run");
        ends.add(loop.stop());
        time.runPending();
        assertThat(events).containsExactly("run", "after");
        assertThat(ends).allMatch(end -> end.getNow(null) == LoopOutcome.STOPPED);
    }

    @ParameterizedTest
    @EnumSource
    void one_that_was_restarted_begins_one_life_more(ShardScope shards) {
        LoopTask unused = loaded(shards, true, loop -> {
            ends.add(loop.start());
            ends.add(loop.restart());
        });
        assertThat(events).containsExactly("after", "run");
        assertThat(ends.get(0)).isCompletedWithValue(LoopOutcome.CANCELLED);
        assertThat(ends.get(1)).isNotDone();
    }

    @ParameterizedTest
    @EnumSource
    void one_that_is_stopped_after_cogLoad_does_not_start_again(ShardScope shards) {
        LoopTask loop = loaded(shards, true, this::startAndStop);
        ends.add(loop.stop());
        time.advance(ofMinutes(5));
        assertThat(events).containsExactly("after", "run", "after");
        assertThat(loop.state()).isEqualTo(LoopState.FINISHED);
    }
}
