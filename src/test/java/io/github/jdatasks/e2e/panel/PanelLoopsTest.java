package io.github.jdatasks.e2e.panel;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.e2e.Await;
import io.github.jdatasks.e2e.Bot;
import io.github.jdatasks.e2e.EndToEnd;
import io.github.jdatasks.mockdiscord.MockChoice;
import io.github.jdatasks.mockdiscord.MockDiscord;
import io.github.jdatasks.mockdiscord.MockMember;
import io.github.jdatasks.mockdiscord.MockMessage;
import io.github.jdatasks.mockdiscord.SlashCall;
import io.github.jdatasks.panel.LoopPanel;
import io.github.jdatasks.testing.VirtualConnection;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The loops of cogs, of shards, and those that the bot has made anew. */
@EndToEnd
class PanelLoopsTest {
    private static final class Announcer extends LoopCog {
        final AtomicInteger runs = new AtomicInteger();

        Announcer(LoopScheduler scheduler) {
            super(scheduler);
        }

        @Loop(minutes = 5)
        void printer() {
            runs.incrementAndGet();
        }

        @Loop(hours = 1, autoStart = false)
        void idle() {}
    }

    @Test
    void the_loops_of_a_cog_are_there_before_they_are_started_and_after_it_was_unloaded() {
        try (MockDiscord discord = MockDiscord.start();
                LoopScheduler scheduler = LoopScheduler.builder().build()) {
            discord.patience(Await.SOON);
            Announcer announcer = new Announcer(scheduler);
            try (Bot bot = Bot.login(discord, announcer, LoopPanel.of(announcer))) {
                bot.awaitConnected();
                LoopTask printer = announcer.loop("printer");
                Await.until(
                        "the end of the first run",
                        () -> announcer.runs.get() == 1 && printer.state() == LoopState.WAITING);
                MockMember ada = discord.member("ada").administrator();
                assertThat(ada.slash("loops list").reply().embed().description())
                        .contains("⚪ **Announcer.idle** · not started", "**Announcer.printer** · waiting · next run");
                assertThat(ada.slash(Stage.call("start", "idle")).reply().content())
                        .isEqualTo("**Announcer.idle** has been started.");
                assertThat(ada.slash(Stage.call("run", "printer")).reply().content())
                        .startsWith("**Announcer.printer** has been run");
                assertThat(announcer.runs).hasValue(2);

                announcer.unload().join();
                assertThat(ada.slash(Stage.call("start", "printer")).reply().content())
                        .isEqualTo("**Announcer.printer** will start when its cog is registered with the bot.");
            }
        }
    }

    @Test
    void a_loop_for_each_shard_is_one_line_and_each_shard_is_reachable() {
        try (Stage stage = new Stage()) {
            ConnectionGate gate = new ConnectionGate();
            VirtualConnection.of(gate).shards(3).ready();
            LoopTask group = Loops.every(ofMinutes(5))
                    .name("stats")
                    .gate(gate)
                    .shards(ShardScope.EACH)
                    .scheduler(stage.time)
                    .start(run -> {});
            stage.time.runPending();
            MockMessage list = stage.admin.slash("loops list").reply();
            assertThat(list.embed().title()).isEqualTo("Loops (1)");
            assertThat(list.embed().description())
                    .contains("**stats** · waiting")
                    .doesNotContain("stats\\#0");
            assertThat(stage.show("stats").embed().field("Shards")).isEqualTo("🟢 #0  🟢 #1  🟢 #2");
            assertThat(stage.admin.type(SlashCall.of("loops show"), "loop", "#").choices())
                    .extracting(MockChoice::name)
                    .containsExactly("stats#0", "stats#1", "stats#2");

            assertThat(stage.use("pause", "stats#1").reply().content()).startsWith("**stats\\#1** is paused.");
            assertThat(stage.show("stats").embed().field("Shards")).isEqualTo("🟢 #0  ⏸️ #1  🟢 #2");
            stage.use("pause", "stats").reply();
            assertThat(group.isPaused()).isTrue();
            assertThat(stage.show("stats#2").embed().field("State")).isEqualTo("paused");
        }
    }

    @Test
    void a_shard_that_is_not_connected_is_named_and_its_loops_wait() {
        try (Stage stage = new Stage()) {
            ConnectionGate gate = new ConnectionGate();
            VirtualConnection connection = VirtualConnection.of(gate).shards(2);
            connection.ready();
            Loops.every(ofMinutes(5))
                    .name("news")
                    .gate(gate)
                    .scheduler(stage.time)
                    .start(run -> {});
            stage.time.runPending();
            connection.disconnect(1);
            stage.time.advance(ofMinutes(6));
            assertThat(stage.admin.slash("loops list").reply().embed().description())
                    .contains("⚠️ **Something needs a look**", "🔌 Not connected to Discord: shard 1")
                    .contains("⏸️ **news** · waiting for the connection to Discord");
            assertThat(stage.use("resume", "news").reply().content())
                    .startsWith("**news** is not paused: it waits for the connection");
        }
    }

    @Test
    void of_a_loop_that_was_built_anew_only_the_new_one_is_there_and_of_two_at_once_each_has_its_name() {
        try (Stage stage = new Stage()) {
            LoopTask first = stage.start("news");
            LoopTask second = stage.start("news");
            assertThat(stage.admin.slash("loops list").reply().embed().description())
                    .contains("**news**", "**news \\(2\\)**");
            stage.use("pause", "news (2)").reply();
            assertThat(first.isPaused() || second.isPaused()).isTrue();
            assertThat(first.isPaused() && second.isPaused()).isFalse();
            first.stop();
            second.stop();
            stage.time.runPending();
            LoopTask third = stage.start("news");
            assertThat(stage.admin.slash("loops list").reply().embed().title()).isEqualTo("Loops (1)");
            stage.use("pause", "news").reply();
            assertThat(third.isPaused()).isTrue();
        }
    }
}
