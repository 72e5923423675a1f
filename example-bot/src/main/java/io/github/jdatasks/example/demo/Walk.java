package io.github.jdatasks.example.demo;

import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.example.Bot;
import io.github.jdatasks.example.Database;
import io.github.jdatasks.example.demo.Expectations.TimeUp;
import io.github.jdatasks.example.demo.Expectations.Unmet;
import io.github.jdatasks.mockdiscord.MockDiscord;
import io.github.jdatasks.mockdiscord.MockInteraction;
import io.github.jdatasks.mockdiscord.MockMember;
import io.github.jdatasks.mockdiscord.MockMessage;
import io.github.jdatasks.mockdiscord.RestReply;
import io.github.jdatasks.mockdiscord.SlashCall;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** The script of the demonstration: something goes wrong, and the bot is expected to cope, several times over. */
final class Walk {
    private static final Duration SOON = Duration.ofSeconds(10);
    /** JDA waits 2 s before its first attempt to reconnect and doubles that. */
    private static final Duration RECONNECT = Duration.ofSeconds(30);

    private final Timeline timeline;
    private final Expectations expect;
    private final MockDiscord discord;
    private final Bot bot;
    private final Database database;
    private final MockMember administrator;
    private boolean complete;

    Walk(Timeline timeline, Expectations expect, MockDiscord discord, Bot bot, Database database) {
        this.timeline = timeline;
        this.expect = expect;
        this.discord = discord;
        this.bot = bot;
        this.database = database;
        this.administrator = discord.member("Ada").administrator();
    }

    /** Goes on until it is time to end. */
    void play() throws InterruptedException, Unmet, TimeUp, SQLException {
        expect.await("the bot is connected", RECONNECT, this::isOpen);
        LoopTask countdown = bot.loop("countdown");
        expect.await("the countdown ends", SOON, () -> countdown.state() == LoopState.FINISHED);
        while (true) {
            awaitRuns("counter", 2);
            useThePanel();
            loseTheConnection();
            restartTheDigest();
            lockTheDatabase();
            invalidateTheSession();
            complete = true;
            timeline.say("demo", "That was the demonstration; it begins again.");
        }
    }

    /** Whether everything has been shown once. */
    boolean isComplete() {
        return complete;
    }

    private void useThePanel() throws InterruptedException, Unmet, TimeUp {
        show("An administrator uses /loops list.", SlashCall.of("loops list"));
        LoopTask counter = bot.loop("counter");
        MockMessage shown = show(
                "And /loops show, to see one of them.",
                SlashCall.of("loops show").option("loop", "CounterCog.counter"));
        timeline.say("demo", "A click on Pause.");
        MockMessage paused = draw(administrator.click(shown, "Pause"));
        expect.await("the counter is paused", SOON, () -> counter.state() == LoopState.PAUSED);
        timeline.say("demo", "A click on Resume.");
        administrator.click(paused, "Resume");
        expect.await("the counter goes on", SOON, () -> counter.state() != LoopState.PAUSED);
        awaitRuns("counter", 1);
    }

    private MockMessage show(String what, SlashCall call) throws Unmet {
        timeline.say("demo", what);
        return draw(administrator.slash(call));
    }

    private MockMessage draw(MockInteraction interaction) throws Unmet {
        MockMessage reply = reply(interaction);
        Screen.draw(reply).forEach(line -> timeline.say("/loops", line));
        return reply;
    }

    private static MockMessage reply(MockInteraction interaction) throws Unmet {
        try {
            return interaction.reply();
        } catch (AssertionError none) { // the mock says what came instead
            throw new Unmet(none.getMessage());
        }
    }

    private void loseTheConnection() throws InterruptedException, Unmet, TimeUp {
        timeline.say("demo", "The gateway goes down.");
        discord.gateway().down();
        try {
            expect.await("the gate closes", SOON, () -> !isOpen());
            expect.await("the counter pauses", SOON, () -> bot.loop("counter").state() == LoopState.PAUSED);
            // Which this loop is free to do, because it ignores the connection.
            awaitRuns("uptime", 1);
        } finally {
            timeline.say("demo", "The gateway is back.");
            discord.gateway().up();
        }
        expect.await("the gate opens", RECONNECT, this::isOpen);
        awaitRuns("counter", 1);
    }

    /** As when the bot is off at the time of a digest; and then Discord does not take the message at first. */
    private void restartTheDigest() throws InterruptedException, Unmet, TimeUp, SQLException {
        LoopTask digest = bot.loop("digest");
        long retries = digest.stats().retries();
        long failures = digest.stats().failures();
        long runs = digest.stats().runs();
        timeline.say("demo", "The digest is stopped, as if the bot were off.");
        digest.stop();
        expect.await("the digest ends", SOON, () -> digest.state() == LoopState.FINISHED);
        letPass(digest);
        timeline.say("demo", "Its row in the database is set to a time that has passed.");
        awaitRuns("counter", 1);
        discord.rest().answer(1, request -> request.is("POST", "/channels/\\d+/messages"), RestReply.status(500));
        timeline.say("demo", "The digest is started again. Discord will answer it with status 500 once.");
        digest.start();
        expect.await("the digest is retried", SOON, () -> digest.stats().retries() > retries);
        expect.await("the digest is sent", SOON, () -> digest.stats().runs() > runs);
        if (digest.stats().failures() > failures) {
            throw new Unmet("The digest was not to fail for good");
        }
    }

    /** Writes the latest of a loop's times into its row, as if no process had run it then. */
    private void letPass(LoopTask loop) throws SQLException {
        Instant now = Instant.now();
        Instant latest = now.minus(Duration.ofDays(1));
        for (Instant next = latest;
                next.isBefore(now);
                next = loop.schedule().nextAfter(next).orElse(now)) {
            latest = next;
        }
        try (Connection connection = database.connect();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE scheduled_tasks SET execution_time = ? WHERE task_name = 'DigestCog.digest'")) {
            update.setObject(1, latest.atOffset(ZoneOffset.UTC));
            update.executeUpdate();
        }
    }

    private void lockTheDatabase() throws InterruptedException, Unmet, TimeUp, SQLException {
        timeline.say("demo", "Somebody locks the scores in the database.");
        LoopTask update = bot.loop("batchUpdate");
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("UPDATE scores SET score = score");
            long retries = update.stats().retries();
            expect.await(
                    "the batch update is retried", SOON, () -> update.stats().retries() > retries);
            timeline.say("demo", "The lock is released.");
        }
        awaitRuns("batchUpdate", 1);
    }

    private void invalidateTheSession() throws InterruptedException, Unmet, TimeUp {
        timeline.say("demo", "Discord declares the session invalid.");
        discord.gateway().invalidateSession(false);
        expect.await("the gate closes", SOON, () -> !isOpen());
        expect.await("the gate opens", RECONNECT, this::isOpen);
        awaitRuns("counter", 1);
    }

    private void awaitRuns(String loop, long more) throws InterruptedException, Unmet, TimeUp {
        LoopTask task = bot.loop(loop);
        long wanted = task.stats().runs() + more;
        expect.await(
                "the loop " + loop + " makes " + more + " more runs",
                SOON,
                () -> task.stats().runs() >= wanted);
    }

    private boolean isOpen() {
        return bot.gate().isOpen();
    }
}
