package io.github.jdatasks.mockdiscord;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.StatusChangeEvent;
import net.dv8tion.jda.api.events.session.ReadyEvent;
import net.dv8tion.jda.api.events.session.SessionResumeEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.sharding.DefaultShardManagerBuilder;
import net.dv8tion.jda.api.sharding.ShardManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("e2e")
class MockShardsTest {
    private final MockDiscord discord = MockDiscord.start(2);
    private final Recording<GenericEvent> events = new Recording<>();
    private final EventListener recorder = events::add;

    @AfterEach
    void close() {
        discord.close();
    }

    @Test
    void each_shard_has_its_guild_and_fails_alone() throws InterruptedException {
        ShardManager manager = login();
        try {
            assertThat(manager.getShardsTotal()).isEqualTo(2);
            for (int shard = 0; shard < 2; shard++) {
                assertThat(manager.getShardById(shard).getGuilds())
                        .extracting(guild -> guild.getIdLong())
                        .containsExactly(discord.guilds().get(shard).id());
            }
            discord.gateway().shard(1).drop(Drop.RST);

            GenericEvent resumed = events.await(SessionResumeEvent.class::isInstance, 1, TestClient.SOON)
                    .get(0);
            assertThat(resumed.getJDA().getShardInfo().getShardId()).isEqualTo(1);
            awaitConnected(3);
            assertThat(discord.gateway().frames())
                    .filteredOn(frame -> frame.op() == GatewayPayloads.RESUME)
                    .extracting(GatewayFrame::shard)
                    .containsExactly(1);
        } finally {
            manager.shutdown();
        }
    }

    @Test
    void an_answer_can_be_prepared_for_one_shard() throws InterruptedException {
        discord.gateway().shard(1).answerIdentify(1, GatewayReply.after(Duration.ofMillis(50)));
        ShardManager manager = login();
        try {
            assertThat(discord.gateway().frames())
                    .filteredOn(frame -> frame.op() == GatewayPayloads.IDENTIFY)
                    .extracting(GatewayFrame::shard)
                    .containsExactlyInAnyOrder(0, 1);
            List<Integer> order = events.entries().stream()
                    .filter(ReadyEvent.class::isInstance)
                    .map(event -> event.getJDA().getShardInfo().getShardId())
                    .toList();
            assertThat(order).containsExactly(0, 1);
        } finally {
            manager.shutdown();
        }
    }

    private ShardManager login() throws InterruptedException {
        DefaultShardManagerBuilder builder = DefaultShardManagerBuilder.createLight("token")
                .setEnableShutdownHook(false)
                .addEventListeners(recorder);
        ShardManager manager = discord.configure(builder).build();
        awaitConnected(2);
        return manager;
    }

    private void awaitConnected(int times) throws InterruptedException {
        events.await(
                event -> event instanceof StatusChangeEvent change && change.getNewStatus() == JDA.Status.CONNECTED,
                times,
                TestClient.SOON);
    }
}
