package io.github.jdatasks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.jdatasks.AfterLoop;
import io.github.jdatasks.BeforeLoop;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.mockdiscord.Drop;
import io.github.jdatasks.mockdiscord.GatewayReply;
import io.github.jdatasks.mockdiscord.MockDiscord;
import io.github.jdatasks.mockdiscord.RestReply;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.session.ShutdownEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.sharding.ShardManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Loops that are one for each shard, with a real shard manager. */
@EndToEnd
class EachShardTest {
    private final MockDiscord discord = MockDiscord.start(4);
    private final Journal<String> journal = new Journal<>();
    private final Journal<JDA> jdas = new Journal<>();
    private final LoopScheduler scheduler =
            LoopScheduler.builder().shutdownGrace(Duration.ofMillis(300)).build();
    private final Sharded cog = new Sharded();

    @SuppressWarnings("UnusedMethod") // called by the library
    private final class Sharded extends LoopCog {
        Sharded() {
            super(scheduler);
        }

        @Loop(seconds = 0.01, shards = ShardScope.EACH)
        void tick(LoopContext run) {
            JDA jda = run.jda();
            assertThat(run.task().name()).isEqualTo("tick#" + idOf(jda));
            jdas.add(jda);
        }

        @BeforeLoop
        void before(LoopContext run) throws InterruptedException {
            waitUntilReady();
            journal.add("before " + run.task().name());
        }

        @AfterLoop
        void after(LoopContext run) {
            journal.add("after " + run.task().name());
        }
    }

    @AfterEach
    void close() {
        scheduler.close();
        discord.close();
    }

    private static int idOf(JDA jda) {
        return jda.getShardInfo().getShardId();
    }

    private ShardManager manager(Integer... shards) {
        return Managers.build(
                discord,
                Managers.builder().setShardsTotal(4).setShards(List.of(shards)).addEventListeners(cog));
    }

    private void awaitRunsOn(Predicate<JDA> which) {
        long before = jdas.entries().stream().filter(which).count();
        jdas.await(which, (int) before + 3);
    }

    private void awaitRunsOn(int shard) {
        awaitRunsOn(jda -> idOf(jda) == shard);
    }

    private void awaitState(int shard, LoopState state) {
        LoopTask loop = cog.loop("tick", shard);
        Await.until(state + " of", () -> loop.state() == state, loop::toString);
    }

    @Test
    void a_process_with_some_of_the_shards_has_loops_for_those() {
        ShardManager manager = manager(1, 3);
        try {
            awaitRunsOn(1);
            awaitRunsOn(3);
            assertThat(cog.loops()).extracting(LoopTask::name).containsExactly("tick#1", "tick#3");
            assertThat(jdas.entries()).containsOnly(manager.getShardById(1), manager.getShardById(3));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> cog.loop("tick", 0))
                    .withMessageContaining("[1, 3]");
        } finally {
            Managers.end(manager);
        }
        assertThat(cog.loop("tick").completion().join()).isEqualTo(LoopOutcome.CANCELLED);
        assertThat(journal.entries()).contains("after tick#1", "after tick#3");
    }

    @Test
    void a_shard_that_is_slow_to_come_or_away_holds_up_no_other() {
        discord.gateway().shard(3).answerIdentify(1, GatewayReply.silence());
        ShardManager manager = manager(1, 3);
        try {
            awaitRunsOn(1);
            awaitState(3, LoopState.STARTING);
            discord.gateway().answerResume(1, GatewayReply.silence());
            discord.gateway().shard(1).drop(Drop.RST);
            awaitState(1, LoopState.PAUSED);
            Managers.restart(manager, 3);
            awaitRunsOn(3);
            assertThat(cog.loop("tick", 1).state()).isEqualTo(LoopState.PAUSED);
            assertThat(journal.entries()).containsExactly("before tick#1", "before tick#3");
        } finally {
            Managers.end(manager);
        }
    }

    @Test
    void a_shard_killed_by_a_fatal_error_pauses_its_loop_until_it_is_restarted() {
        ShardManager manager = manager(1, 3);
        try {
            awaitRunsOn(1);
            awaitRunsOn(3);
            JDA dead = manager.getShardById(1);
            discord.gateway().shard(1).close(4014);
            awaitState(1, LoopState.PAUSED);
            Await.until("the end", () -> dead.getStatus() == JDA.Status.SHUTDOWN, dead::getStatus);
            awaitRunsOn(3);
            Managers.restart(manager, 1);
            awaitRunsOn(jda -> idOf(jda) == 1 && jda != dead);
            assertThat(journal.entries()).containsExactlyInAnyOrder("before tick#1", "before tick#3");
        } finally {
            Managers.end(manager);
        }
    }

    @Test
    void a_restarted_shard_whose_old_instance_ends_late_keeps_its_loop() throws InterruptedException {
        Journal<ShutdownEvent> ends = new Journal<>();
        EventListener recorder = event -> {
            if (event instanceof ShutdownEvent end) {
                ends.add(end);
            }
        };
        ShardManager manager = manager(1, 3);
        try {
            manager.addEventListener(recorder);
            awaitRunsOn(1);
            JDA old = manager.getShardById(1);
            discord.rest()
                    .answer(
                            1,
                            request -> request.path().contains("messages"),
                            RestReply.rateLimited(Duration.ofSeconds(10)));
            old.getTextChannels()
                    .get(0)
                    .sendMessage("waits, and so does the end")
                    .queue();
            discord.rest().await(request -> request.path().contains("messages"), Await.SOON);
            Managers.restart(manager, 1);
            awaitRunsOn(jda -> idOf(jda) == 1 && jda != old);
            assertThat(old.getStatus()).isNotEqualTo(JDA.Status.SHUTDOWN);
            old.shutdownNow(); // which drops the request
            ends.await(end -> end.getJDA() == old);
            awaitRunsOn(jda -> idOf(jda) == 1 && jda != old);
            assertThat(cog.loop("tick", 1).state()).isNotEqualTo(LoopState.PAUSED);
            assertThat(journal.entries()).doesNotContain("after tick#1");
        } finally {
            Managers.end(manager);
        }
    }

    @Test
    void a_shard_that_is_started_later_gets_its_loop() {
        ShardManager manager = manager(1);
        try {
            awaitRunsOn(1);
            manager.start(2);
            awaitRunsOn(2);
            assertThat(cog.loops()).extracting(LoopTask::name).containsExactly("tick#1", "tick#2");
        } finally {
            Managers.end(manager);
        }
    }

    @Test
    void instances_without_a_manager_have_a_loop_each_which_ends_with_them() {
        Bot first = Bot.login(discord, builder -> builder.useSharding(0, 4), cog);
        Bot second = Bot.login(discord, builder -> builder.useSharding(2, 4), cog);
        try (first;
                second) {
            awaitRunsOn(0);
            awaitRunsOn(2);
            second.close();
            journal.await("after tick#2"::equals);
            awaitRunsOn(0);
            assertThat(cog.loop("tick", 2).completion().join()).isEqualTo(LoopOutcome.CANCELLED);
            try (Bot third = Bot.login(discord, builder -> builder.useSharding(2, 4), cog)) {
                awaitRunsOn(jda -> jda == third.jda());
            }
        }
        journal.await("after tick#0"::equals);
        assertThat(cog.loop("tick").completion().join()).isEqualTo(LoopOutcome.CANCELLED);
    }
}
