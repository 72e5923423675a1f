package io.github.jdatasks.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills the bot at random moments with SIGTERM, and looks for each row that its bulker had accepted.
 *
 * <p>{@code -Dsigterm.rounds=20} does so more often, {@code -Dsigterm.seed=…} again in the same way.
 */
class SigtermTest {
    private static final long EXIT_CODE_OF_SIGTERM = 128 + 15;
    /** Container runtimes wait for 10 s before they kill. */
    private static final Duration SHUTDOWN = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    static List<Long> seeds() {
        long seed = Long.getLong("sigterm.seed", System.nanoTime());
        return IntStream.range(0, Integer.getInteger("sigterm.rounds", 3))
                .mapToObj(round -> seed + round)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void every_accepted_row_is_in_the_database(long seed) throws Exception {
        Path journal = directory.resolve("journal");
        SplittableRandom random = new SplittableRandom(seed);
        Process bot = start(journal);
        try {
            // One in four dies while it starts, the others while messages flow and the connection comes and goes.
            boolean early = random.nextInt(4) == 0;
            if (!early) {
                awaitLine(journal, bot);
            }
            Duration delay = Duration.ofMillis(random.nextInt(early ? 3_000 : 8_000));
            assertThat(bot.waitFor(delay.toMillis(), TimeUnit.MILLISECONDS))
                    .as("it ended by itself")
                    .isFalse();
            bot.destroy();
            long begin = System.nanoTime();
            assertThat(bot.waitFor(2 * SHUTDOWN.toSeconds(), TimeUnit.SECONDS)).isTrue();
            Duration took = Duration.ofNanos(System.nanoTime() - begin);

            Set<Long> accepted = lines(journal);
            Set<Long> saved = rows();
            System.out.printf(
                    "sigterm.seed=%d: SIGTERM %s ms after %s; %d accepted, %d saved, ended in %d ms%n",
                    seed,
                    delay.toMillis(),
                    early ? "the start" : "the first message",
                    accepted.size(),
                    saved.size(),
                    took.toMillis());
            assertThat(saved).isEqualTo(accepted);
            assertThat(took).isLessThan(SHUTDOWN);
            assertThat(bot.exitValue()).isEqualTo((int) EXIT_CODE_OF_SIGTERM);
        } catch (AssertionError failed) {
            System.out.println(Files.readString(directory.resolve("output")));
            throw failed;
        } finally {
            bot.destroyForcibly();
        }
    }

    private Process start(Path journal) throws IOException, URISyntaxException {
        Path logging =
                Path.of(SigtermTest.class.getResource("/journal-logback.xml").toURI());
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlogback.configurationFile=" + logging,
                "-Djournal=" + journal,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--rate",
                "200",
                "--data",
                directory.toString());
        builder.environment().remove("DISCORD_TOKEN");
        return builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
    }

    private static void awaitLine(Path journal, Process bot) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        while (lines(journal).isEmpty()) {
            assertThat(bot.isAlive()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
            assertThat(bot.waitFor(20, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    private static Set<Long> lines(Path journal) throws IOException {
        if (!Files.exists(journal)) {
            return Set.of();
        }
        return Files.readString(journal).lines().map(Long::valueOf).collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<Long> rows() throws SQLException {
        Set<Long> rows = new TreeSet<>();
        try (Connection connection = new Database(directory).connect();
                Statement statement = connection.createStatement()) {
            ResultSet table = connection.getMetaData().getTables(null, null, "MESSAGES", null);
            if (table.next()) {
                ResultSet ids = statement.executeQuery("SELECT id FROM messages");
                while (ids.next()) {
                    rows.add(ids.getLong(1));
                }
            }
        }
        return rows;
    }
}
