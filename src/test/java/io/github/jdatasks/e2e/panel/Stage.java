package io.github.jdatasks.e2e.panel;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.jdatasks.LoopBody;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.e2e.Await;
import io.github.jdatasks.e2e.Bot;
import io.github.jdatasks.mockdiscord.MockAnswer;
import io.github.jdatasks.mockdiscord.MockDiscord;
import io.github.jdatasks.mockdiscord.MockInteraction;
import io.github.jdatasks.mockdiscord.MockMember;
import io.github.jdatasks.mockdiscord.MockMessage;
import io.github.jdatasks.mockdiscord.SlashCall;
import io.github.jdatasks.panel.LoopPanel;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.testing.VirtualLoopScheduler;

/** A bot with a panel on the mock Discord, whose loops run in virtual time, and people who use it. */
final class Stage implements AutoCloseable {
    final MockDiscord discord = MockDiscord.start();
    final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    final LoopPanel panel = LoopPanel.of(time);
    final LogLines log = LogLines.of("io.github.jdatasks.LoopPanel");
    final MockMember admin = discord.member("ada").administrator();
    final MockMember guest = discord.member("gil");
    private final Bot bot;

    Stage() {
        discord.patience(Await.SOON);
        bot = Bot.login(discord, panel);
        var unused = discord.command("loops list");
    }

    Bot bot() {
        return bot;
    }

    /** Starts a loop that runs every five minutes, and makes its first run. */
    LoopTask start(String name, LoopBody body) {
        LoopTask loop = Loops.every(ofMinutes(5)).name(name).scheduler(time).start(body);
        time.runPending();
        return loop;
    }

    LoopTask start(String name) {
        return start(name, run -> {});
    }

    static SlashCall call(String subcommand, String loop) {
        return SlashCall.of("loops " + subcommand).option("loop", loop);
    }

    /** Uses a subcommand as the administrator. */
    MockInteraction use(String subcommand, String loop) {
        return admin.slash(call(subcommand, loop));
    }

    /** Uses a subcommand that takes a while, and returns once the panel has begun to wait for its end. */
    MockInteraction begin(String subcommand, String loop) {
        MockInteraction use = use(subcommand, loop);
        assertThat(use.answer().type()).isEqualTo(MockAnswer.Type.DEFERRED_REPLY);
        assertThat(use.answer().ephemeral()).isTrue();
        awaitLine("/loops " + subcommand + ": begun for " + loop);
        return use;
    }

    /** Waits for a line in the panel's log. */
    void awaitLine(String part) {
        Await.until("the line " + part, () -> !log.with(part).isEmpty(), () -> log.from(Level.DEBUG));
    }

    MockMessage show(String loop) {
        return use("show", loop).reply();
    }

    @Override
    public void close() {
        bot.close();
        discord.close();
        time.close();
        log.close();
    }
}
