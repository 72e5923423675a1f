package io.github.jdatasks.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopTask;
import io.github.jdatasks.mockdiscord.MockDiscord;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import net.dv8tion.jda.api.JDA;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What restarts of the bot do to its digest. */
class DigestCogTest {
    @TempDir
    private Path directory;

    private final MockDiscord discord = MockDiscord.start();
    private Database database;
    private Bot bot;
    private JDA jda;

    @BeforeEach
    void firstStart() {
        database = new Database(directory);
        start();
        awaitTrue(() -> digest().nextIteration().isPresent());
    }

    @AfterEach
    void end() {
        discord.close();
    }

    @Test
    void a_digest_whose_times_passed_while_the_bot_was_off_is_sent_once_when_it_is_back() throws Exception {
        stop();
        setRow(Instant.now().minus(Duration.ofDays(3)));
        start();
        awaitTrue(() -> digest().stats().runs() == 1);
        awaitTrue(() -> digest().nextIteration().filter(Instant.now()::isBefore).isPresent());
        assertThat(messages()).isEqualTo(1);
        restart();
        assertThat(messages()).isEqualTo(1);
    }

    @Test
    void a_restart_sends_no_digest_before_its_time() throws Exception {
        Instant next = digest().nextIteration().orElseThrow();
        restart();
        assertThat(digest().nextIteration()).contains(next);
        assertThat(digest().stats().runs()).isZero();
        assertThat(messages()).isZero();
    }

    private void start() {
        bot = new Bot(database);
        jda = discord.login(bot.builder("token").setEnableShutdownHook(false));
    }

    private void stop() throws InterruptedException {
        jda.shutdown();
        assertThat(bot.awaitEnd()).isTrue();
    }

    /** Restarts the bot, and waits until the digest knows its next time. */
    private void restart() throws InterruptedException {
        stop();
        start();
        awaitTrue(() -> digest().nextIteration().isPresent());
    }

    private LoopTask digest() {
        return bot.loop("digest");
    }

    private long messages() {
        return discord.rest().requests().stream()
                .filter(request -> request.is("POST", "/channels/\\d+/messages"))
                .count();
    }

    private void setRow(Instant instant) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE scheduled_tasks SET execution_time = ? WHERE task_name = 'DigestCog.digest'")) {
            update.setObject(1, instant.atOffset(ZoneOffset.UTC));
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    private static void awaitTrue(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
