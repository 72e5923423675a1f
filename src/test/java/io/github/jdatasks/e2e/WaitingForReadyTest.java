package io.github.jdatasks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.mockdiscord.GatewayReply;
import io.github.jdatasks.mockdiscord.MockDiscord;
import java.time.Duration;
import net.dv8tion.jda.api.JDA;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waits for ready inside loops: which shards count, and what a shutdown makes of the wait. */
@EndToEnd
class WaitingForReadyTest {
    private final MockDiscord discord = MockDiscord.start(2);

    @AfterEach
    void close() {
        discord.close();
    }

    @Test
    void waiting_for_ready_in_the_before_hook_of_a_loop_for_any_shard_returns_at_once() {
        discord.gateway().shard(1).answerIdentify(1, GatewayReply.silence());
        Journal<String> journal = new Journal<>();
        LoopCog cog = new LoopCog() {
            {
                LoopTask unused = newLoop(Schedule.every(Duration.ofMillis(10)))
                        .shards(ShardScope.ANY)
                        .beforeLoop(run -> waitUntilReady())
                        .build(run -> journal.add("run"));
            }
        };
        try (Bot first = Bot.login(discord, builder -> builder.useSharding(0, 2), cog);
                Bot second = Bot.login(discord, builder -> builder.useSharding(1, 2), cog)) {
            first.awaitConnected();
            second.awaitStatus(JDA.Status.AWAITING_LOGIN_CONFIRMATION, 1);
            journal.await("run"::equals);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_wait_for_ready_that_is_ended_by_the_shutdown_is_no_failure(boolean inHook) {
        discord.gateway().down();
        Journal<String> journal = new Journal<>();
        LoopCog cog = new LoopCog() {
            {
                LoopTask unused = newLoop(Schedule.every(Duration.ofMillis(10)))
                        .name("waiting")
                        .whenDisconnected(WhenDisconnected.IGNORE)
                        .beforeLoop(run -> {
                            if (inHook) {
                                journal.add("wait");
                                waitUntilReady();
                            }
                        })
                        .onError((error, run) -> journal.add(error.toString()))
                        .build(run -> {
                            journal.add("wait");
                            waitUntilReady();
                        });
            }
        };
        try (Bot bot = Bot.login(discord, cog)) {
            journal.await("wait"::equals);
            bot.jda().shutdownNow();
            assertThat(cog.loop("waiting").completion().join()).isEqualTo(LoopOutcome.CANCELLED);
        }
        assertThat(journal.entries()).containsExactly("wait");
        assertThat(cog.loop("waiting").stats().failures()).isZero();
    }
}
