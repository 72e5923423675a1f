package io.github.jdatasks.example.demo;

import io.github.jdatasks.example.Bot;
import io.github.jdatasks.example.Database;
import io.github.jdatasks.example.MessageTable;
import io.github.jdatasks.example.Options;
import io.github.jdatasks.example.demo.Expectations.TimeUp;
import io.github.jdatasks.example.demo.Expectations.Unmet;
import io.github.jdatasks.mockdiscord.MockDiscord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import net.dv8tion.jda.api.JDA;

/** Runs the bot on a mock Discord where things go wrong, and shows what happens. */
public final class Demo {
    private final Timeline timeline = new Timeline();
    private final MockDiscord discord = MockDiscord.start();
    private final Options options;
    private final Path data;
    private final Database database;
    private final MessageTable messages;
    private final Bot bot;
    private final Watch watch;

    /** A directory given by the user is kept, a temporary one is deleted at the end. */
    private Demo(Options options, Path data) {
        this.options = options;
        this.data = data;
        database = new Database(data);
        messages = new MessageTable(database);
        bot = new Bot(database);
        watch = new Watch(timeline, bot);
    }

    /** Returns the exit code: 1 if anything that was expected did not happen. */
    public static int run(Options options) throws InterruptedException, SQLException, IOException {
        Path data = options.data().isPresent() ? options.data().get() : Files.createTempDirectory("example-bot");
        return new Demo(options, data).run();
    }

    private int run() throws InterruptedException, SQLException, IOException {
        LogLines.showIn(timeline);
        timeline.say("demo", "Without DISCORD_TOKEN the bot logs in to a mock Discord.");
        if (options.metrics().isPresent()) {
            timeline.say(
                    "demo", "Metrics: " + bot.metrics().serve(options.metrics().getAsInt()));
        }
        messages.create();
        long rowsBefore = messages.count();
        Expectations expect = new Expectations(timeline, options.duration());
        Thread onSignal = new Thread(
                () -> {
                    expect.freeze();
                    timeline.say("demo", "The process is told to end.");
                    end(rowsBefore);
                },
                "summary");
        Runtime.getRuntime().addShutdownHook(onSignal);
        watch.start();
        JDA jda = discord.login(bot.builder("no-token-needed").addEventListeners(watch));
        Chat.start(discord, options.rate());
        boolean asExpected = walk(expect);
        Runtime.getRuntime().removeShutdownHook(onSignal);
        timeline.say("demo", "The bot shuts down.");
        jda.shutdown();
        jda.awaitShutdown(Duration.ofSeconds(2));
        return end(rowsBefore) && asExpected ? 0 : 1;
    }

    private boolean walk(Expectations expect) throws InterruptedException {
        Walk walk = new Walk(timeline, expect, discord, bot, database);
        try {
            walk.play();
            return true;
        } catch (TimeUp end) {
            if (!walk.isComplete()) {
                timeline.say("demo", "The time is up before everything was shown.");
            }
            return true;
        } catch (Unmet unmet) {
            timeline.error("demo", unmet.getMessage());
            return false;
        } catch (SQLException | RuntimeException fault) {
            if (expect.isFrozen()) {
                Thread.sleep(Long.MAX_VALUE); // a signal has closed the connection that was to be dropped
            }
            timeline.error("demo", fault.toString());
            return false;
        }
    }

    /** Waits for the loops, and compares what the bulker accepted with what is in the database. */
    private boolean end(long rowsBefore) {
        try {
            String metrics = MetricsTable.of(bot.metrics().registry());
            boolean ended = bot.awaitEnd();
            watch.look();
            long accepted = bot.bulker().accepted();
            long saved = messages.count() - rowsBefore;
            timeline.plain("\n" + Summary.of(bot) + "\n" + metrics + "\nmessages: " + accepted
                    + " accepted by the bulker, " + saved + " in the database");
            if (!ended) {
                timeline.error("demo", "Not all loops have ended within 10 s.");
            }
            return ended && accepted == saved;
        } catch (InterruptedException | SQLException problem) {
            timeline.error("demo", problem.toString());
            return false;
        } finally {
            if (options.data().isEmpty()) {
                data.resolve("bot.mv.db").toFile().delete();
                data.toFile().delete();
            }
        }
    }
}
