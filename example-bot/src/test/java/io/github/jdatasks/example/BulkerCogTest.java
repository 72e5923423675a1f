package io.github.jdatasks.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.mockdiscord.MockDiscord;
import io.github.jdatasks.mockdiscord.MockUser;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.requests.GatewayIntent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BulkerCogTest {
    private static final MockUser ALICE = MockUser.person(7, "alice");

    @TempDir
    private Path directory;

    @Test
    void a_cancel_in_the_midst_of_a_save_loses_no_row_and_breaks_no_database() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Database database = new Database(directory);
        BulkerCog cog = new BulkerCog(database);
        try (MockDiscord discord = MockDiscord.start()) {
            JDA jda = discord.login(JDABuilder.createLight("token", GatewayIntent.GUILD_MESSAGES)
                            .setEnableShutdownHook(false)
                            .addEventListeners(cog))
                    .awaitReady();
            LoopTask bulker = cog.loop("bulker");
            for (int round = 0; round < 30; round++) {
                bulker.changeInterval(Duration.ofMillis(5));
                long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20 + random.nextInt(60));
                while (System.nanoTime() < end) {
                    discord.sendMessage(discord.guild().channel().id(), ALICE, "hello");
                    Thread.sleep(1);
                }
                assertThat(bulker.cancel().get(5, TimeUnit.SECONDS)).isEqualTo(LoopOutcome.CANCELLED);
                assertThat(rows(database)).isEqualTo(cog.accepted());
                bulker.start();
            }
            assertThat(cog.accepted()).isGreaterThan(100);
            assertThat(bulker.stats().failures()).isZero();
            jda.shutdownNow();
        }
    }

    private static long rows(Database database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM messages")) {
            count.next();
            return count.getLong(1);
        }
    }
}
