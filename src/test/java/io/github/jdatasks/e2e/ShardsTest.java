package io.github.jdatasks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.mockdiscord.Drop;
import io.github.jdatasks.mockdiscord.GatewayReply;
import io.github.jdatasks.mockdiscord.MockDiscord;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.StatusChangeEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.sharding.DefaultShardManagerBuilder;
import net.dv8tion.jda.api.sharding.ShardManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@EndToEnd
class ShardsTest {
    private final MockDiscord discord = MockDiscord.start(2);
    private final Journal<GenericEvent> events = new Journal<>();
    private final TickingCog all = new TickingCog();
    private final TickingCog any = new TickingCog(loop -> loop.shards(ShardScope.ANY));

    @AfterEach
    void close() {
        discord.close();
    }

    @Test
    void a_loop_starts_when_all_shards_are_ready_or_any() {
        discord.gateway().shard(1).answerIdentify(1, GatewayReply.silence());
        ShardManager manager = manager(builder -> builder.addEventListeners(all, any));
        try {
            any.awaitMoreRuns();
            all.awaitState(LoopState.STARTING);
            assertThat(all.gate().isOpen()).isFalse();
            assertThat(all.gate().isOpen(ShardScope.ANY)).isTrue();
            assertThat(all.journal()).containsExactly("load");
            assertThat(all.runs()).isZero();
        } finally {
            Managers.end(manager);
        }
    }

    @Test
    void a_loop_for_all_shards_pauses_when_one_is_away_and_one_for_any_goes_on() {
        ShardManager manager = manager(builder -> builder.addEventListeners(all, any));
        try {
            awaitConnected(2);
            all.awaitMoreRuns();
            any.awaitMoreRuns();
            discord.gateway().answerResume(1, GatewayReply.silence());
            discord.gateway().shard(1).drop(Drop.RST);
            all.awaitState(LoopState.PAUSED);
            long paused = all.runs();
            any.awaitMoreRuns();
            assertThat(all.runs()).isEqualTo(paused);

            Managers.restart(manager, 1); // the answer to its RESUME never comes
            awaitConnected(3);
            all.awaitMoreRuns();
            assertThat(all.journal()).containsExactly("load", "before");
            assertThat(any.journal()).containsExactly("load", "before");
        } finally {
            Managers.end(manager);
        }
    }

    @Test
    void the_restart_of_a_shard_is_a_pause() {
        ShardManager manager = manager(builder -> builder.addEventListeners(all, any));
        try {
            awaitConnected(2);
            all.awaitMoreRuns();
            JDA before = manager.getShardById(0);
            Managers.restart(manager, 0);
            awaitConnected(3);
            assertThat(manager.getShardById(0)).isNotSameAs(before);
            all.awaitMoreRuns();
            any.awaitMoreRuns();
            Managers.restart(manager, 0);
            Managers.restart(manager, 1);
            awaitConnected(5);
            all.awaitMoreRuns();
            any.awaitMoreRuns();
            assertThat(all.journal()).containsExactly("load", "before");
            assertThat(any.journal()).containsExactly("load", "before");
        } finally {
            Managers.end(manager);
        }
    }

    @Test
    void the_restart_of_the_only_shard_is_a_pause() {
        ShardManager manager = onlyShard1();
        try {
            awaitConnected(1);
            all.awaitMoreRuns();
            Managers.restart(manager, 1);
            awaitConnected(2);
            all.awaitMoreRuns();
            assertThat(all.journal()).containsExactly("load", "before");
        } finally {
            Managers.end(manager);
        }
    }

    @Test
    void a_shard_that_is_shut_down_by_itself_and_started_again_is_a_pause() {
        ShardManager manager = manager(builder -> builder.addEventListeners(all, any));
        try {
            awaitConnected(2);
            all.awaitMoreRuns();
            manager.shutdown(1);
            all.awaitState(LoopState.PAUSED);
            any.awaitMoreRuns();
            manager.start(1);
            awaitConnected(3);
            all.awaitMoreRuns();
            assertThat(all.journal()).containsExactly("load", "before");
        } finally {
            Managers.end(manager);
        }
    }

    @Test
    void the_end_of_all_shards_ends_the_loops_after_the_grace() {
        try (LoopScheduler scheduler =
                LoopScheduler.builder().shutdownGrace(Duration.ofMillis(300)).build()) {
            TickingCog cog = new TickingCog(scheduler, loop -> loop);
            ShardManager manager = manager(builder -> builder.addEventListeners(cog));
            awaitConnected(2);
            cog.awaitMoreRuns();
            Managers.end(manager);
            cog.await("unload");
            assertThat(cog.journal()).containsExactly("load", "before", "after", "unload");
            assertThat(cog.ticker().completion()).isCompletedWithValue(LoopOutcome.CANCELLED);
        }
    }

    @Test
    void a_process_may_have_some_of_the_shards() {
        try (MockDiscord big = MockDiscord.start(4)) {
            Journal<List<Integer>> shards = new Journal<>();
            Journal<JDA> jdas = new Journal<>();
            LoopTask task = Loops.every(Duration.ofMillis(10)).gate(all.gate()).build(run -> {
                jdas.add(run.jda());
                shards.add(run.shards().stream()
                        .map(jda -> jda.getShardInfo().getShardId())
                        .toList());
            });
            var end = task.start();
            ShardManager manager = build(
                    big,
                    Managers.builder()
                            .setShardsTotal(4)
                            .setShards(List.of(1, 3))
                            .addEventListeners(all));
            try {
                awaitConnected(2);
                all.awaitMoreRuns();
                shards.await(ids -> ids.equals(List.of(1, 3)), 3);
                assertThat(shards.entries()).containsOnly(List.of(1, 3));
                assertThat(jdas.entries()).containsOnly(manager.getShardById(1));
            } finally {
                Managers.end(manager);
            }
            task.cancel().join();
            assertThat(end).isCompletedWithValue(LoopOutcome.CANCELLED);
        }
    }

    @Test
    void a_cog_can_be_attached_to_a_manager() {
        ShardManager manager = manager(builder -> builder);
        try {
            awaitConnected(2);
            all.attach(manager);
            all.awaitMoreRuns();
            assertThat(all.gate().isOpen()).isTrue();
            Managers.restart(manager, 1);
            awaitConnected(3);
            all.awaitMoreRuns();
            assertThat(all.journal()).containsExactly("load", "before");
            all.unload().join();
            assertThat(manager.getShards())
                    .allSatisfy(jda -> assertThat(jda.getRegisteredListeners()).doesNotContain(all, all.gate()));
        } finally {
            Managers.end(manager);
        }
    }

    @Test
    void a_gate_can_be_made_for_a_manager() throws InterruptedException {
        ShardManager manager = manager(builder -> builder);
        try {
            awaitConnected(2);
            ConnectionGate gate = ConnectionGate.of(manager);
            assertThat(gate.awaitOpen(Await.SOON)).isTrue();
        } finally {
            Managers.end(manager);
        }
    }

    @Test
    void a_cog_that_is_unloaded_while_its_only_shard_is_down_does_not_come_back_with_it() {
        ShardManager manager = onlyShard1();
        try {
            awaitConnected(1);
            all.awaitMoreRuns();
            manager.shutdown(1);
            all.awaitState(LoopState.PAUSED);
            all.unload().join();
            manager.start(1);
            awaitConnected(2);
            assertThat(manager.getShardById(1).getRegisteredListeners()).doesNotContain(all);
            assertThat(all.gate().isOpen()).isFalse();
            assertThat(all.journal()).containsExactly("load", "before", "after", "unload");
        } finally {
            Managers.end(manager);
        }
    }

    @Test
    void attaching_a_cog_to_the_manager_it_was_built_with_registers_it_once() {
        ShardManager manager = onlyShard1();
        try {
            awaitConnected(1);
            all.attach(manager);
            all.awaitMoreRuns();
            Managers.restart(manager, 1);
            awaitConnected(2);
            all.awaitMoreRuns();
            assertThat(manager.getShardById(1).getRegisteredListeners()).containsOnlyOnce(all);
            assertThat(all.journal()).containsExactly("load", "before");
        } finally {
            Managers.end(manager);
        }
    }

    @Test
    void instances_without_a_manager_can_share_a_cog() {
        Bot first = Bot.login(discord, builder -> builder.useSharding(0, 2), all, any);
        Bot second = Bot.login(discord, builder -> builder.useSharding(1, 2), all, any);
        try (first;
                second) {
            first.awaitConnected();
            second.awaitConnected();
            all.awaitMoreRuns();
            discord.gateway().answerResume(1, GatewayReply.silence());
            discord.gateway().shard(1).reconnect();
            second.awaitStatus(JDA.Status.AWAITING_LOGIN_CONFIRMATION, 2);
            all.awaitState(LoopState.PAUSED);
            any.awaitMoreRuns();
            second.close();
            all.awaitMoreRuns(); // a closed instance is no longer one of all
            assertThat(all.journal()).containsExactly("load", "before");
        }
        all.await("unload");
        any.await("unload");
        assertThat(any.journal()).containsExactly("load", "before", "after", "unload");
    }

    private ShardManager onlyShard1() {
        return manager(
                builder -> builder.setShardsTotal(2).setShards(List.of(1)).addEventListeners(all));
    }

    private ShardManager manager(UnaryOperator<DefaultShardManagerBuilder> settings) {
        return build(discord, settings.apply(Managers.builder()));
    }

    private ShardManager build(MockDiscord server, DefaultShardManagerBuilder builder) {
        EventListener recorder = events::add;
        return Managers.build(server, builder.addEventListeners(recorder));
    }

    private void awaitConnected(int times) {
        events.await(
                event -> event instanceof StatusChangeEvent change && change.getNewStatus() == JDA.Status.CONNECTED,
                times);
    }
}
