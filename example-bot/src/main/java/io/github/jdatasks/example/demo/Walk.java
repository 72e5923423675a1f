package io.github.jdatasks.example.demo;

import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.example.Bot;
import io.github.jdatasks.example.Database;
import io.github.jdatasks.example.demo.Expectations.TimeUp;
import io.github.jdatasks.example.demo.Expectations.Unmet;
import io.github.jdatasks.mockdiscord.MockDiscord;
import io.github.jdatasks.mockdiscord.MockInteraction;
import io.github.jdatasks.mockdiscord.RestReply;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.regex.Pattern;

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
    private boolean complete;

    Walk(Timeline timeline, Expectations expect, MockDiscord discord, Bot bot, Database database) {
        this.timeline = timeline;
        this.expect = expect;
        this.discord = discord;
        this.bot = bot;
        this.database = database;
    }

    /** Goes on until it is time to end. */
    void play() throws InterruptedException, Unmet, TimeUp, SQLException {
        expect.await("the bot is connected", RECONNECT, this::isOpen);
        LoopTask countdown = bot.loop("countdown");
        expect.await("the countdown ends", SOON, () -> countdown.state() == LoopState.FINISHED);
        while (true) {
            awaitRuns("counter", 2);
            askForStatus();
            loseTheConnection();
            failRequest();
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

    private void askForStatus() throws InterruptedException, Unmet, TimeUp {
        timeline.say("demo", "Somebody uses /status.");
        MockInteraction status = discord.slash("status");
        String callback = "/interactions/" + status.id() + "/[^/]+/callback";
        expect.await(
                "/status is answered",
                SOON,
                () -> discord.rest().requests().stream().anyMatch(request -> request.is("POST", callback)));
        status.awaitReply(Duration.ZERO).lines().forEach(line -> timeline.say("/status", asDiscordShows(line)));
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

    private void failRequest() throws InterruptedException, Unmet, TimeUp {
        timeline.say("demo", "The digest's time is moved: it is due in a moment.");
        timeline.say("demo", "Discord will answer it with status 500 once.");
        LoopTask digest = bot.loop("digest");
        long retries = digest.stats().retries();
        long failures = digest.stats().failures();
        Schedule usual = digest.schedule();
        discord.rest().answer(1, request -> request.is("POST", "/channels/\\d+/messages"), RestReply.status(500));
        long runs = digest.stats().runs();
        digest.changeSchedule(inAMoment());
        try {
            expect.await("the digest is retried", SOON, () -> digest.stats().retries() > retries);
            expect.await("the digest is sent", SOON, () -> digest.stats().runs() > runs);
            if (digest.stats().failures() > failures) {
                throw new Unmet("The digest was not to fail for good");
            }
        } finally {
            digest.changeSchedule(usual);
            timeline.say("demo", "The digest is back at its usual times.");
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

    /** A time of day, as the digest has them, that is at least one second from now. */
    private static Schedule inAMoment() {
        ZoneId zone = ZoneId.systemDefault();
        return Schedule.dailyAt(zone, LocalTime.now(zone).plusSeconds(2).withNano(0));
    }

    /** Discord's clients show such a time stamp in words. */
    private static String asDiscordShows(String text) {
        return Pattern.compile("<t:(\\d+):R>").matcher(text).replaceAll(stamp -> {
            Duration left = Duration.between(Instant.now(), Instant.ofEpochSecond(Long.parseLong(stamp.group(1))));
            return left.toHours() > 0 ? "in " + left.toHours() + " h" : "in " + Math.max(0, left.toSeconds()) + " s";
        });
    }
}
