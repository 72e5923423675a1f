package io.github.jdatasks.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.mockdiscord.MockDiscord;
import io.github.jdatasks.mockdiscord.MockUser;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.requests.GatewayIntent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BulkerCogTest {
    private static final long MILLISECOND = 1_000_000;
    private static final MockUser ALICE = MockUser.person(7, "alice");

    @TempDir
    private Path directory;

    private final MockDiscord discord = MockDiscord.start();
    private Database database;
    private BulkerCog cog;
    private LoopTask bulker;

    @BeforeEach
    void start() throws InterruptedException {
        database = new Database(directory);
        cog = new BulkerCog(database);
        bulker = cog.loop("bulker");
        discord.login(JDABuilder.createLight("token", GatewayIntent.GUILD_MESSAGES)
                        .setEnableShutdownHook(false)
                        .addEventListeners(cog))
                .awaitReady();
        awaitTrue(() -> bulker.stats().runs() > 0);
    }

    @AfterEach
    void end() {
        discord.close();
    }

    @Test
    void a_cancel_in_the_midst_of_a_save_loses_no_row_and_breaks_no_database() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 30; round++) {
            bulker.changeInterval(Duration.ofMillis(5));
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(20, 80));
            while (System.nanoTime() < end) {
                write();
                LockSupport.parkNanos(MILLISECOND); // people do not type faster
            }
            assertThat(bulker.cancel().get(5, TimeUnit.SECONDS)).isEqualTo(LoopOutcome.CANCELLED);
            assertThat(new MessageTable(database).count()).isEqualTo(cog.accepted());
            bulker.start();
        }
        assertThat(cog.accepted()).isGreaterThan(100);
        assertThat(bulker.stats().failures()).isZero();
    }

    @Test
    void a_failed_save_keeps_its_rows_for_the_after_hook() throws Exception {
        execute("ALTER TABLE messages RENAME TO elsewhere");
        write();
        awaitTrue(() -> cog.accepted() == 1);
        assertThatThrownBy(bulker.runNow()::join).hasRootCauseInstanceOf(SQLException.class);
        execute("ALTER TABLE elsewhere RENAME TO messages");

        bulker.cancel().join();
        assertThat(new MessageTable(database).count()).isEqualTo(1);
    }

    private void write() {
        discord.sendMessage(discord.guild().channel().id(), ALICE, "hello");
    }

    private static void awaitTrue(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(5 * MILLISECOND);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
