package io.github.jdatasks.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.e2e.Await;
import io.github.jdatasks.e2e.EndToEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ends the process of a bot at random moments, in every way, and looks for each row that its bulker had accepted. That the
 * JVM is gone also says that no thread was left to keep it.
 *
 * <p>{@code -Dtests.ends.seed=…} takes the same moments again, {@code -Dtests.ends.rounds=…} more of them.
 */
@Tag("posix")
@EndToEnd
class ProcessEndsTest {
    private static final Duration KILLED_BY_CONTAINERS_AFTER = Duration.ofSeconds(10);
    private static final int AT_A_TIME = 2;

    /** Some signals come while the bot starts, one in so many. */
    private static final int EARLY = 5;

    private static final int START_MILLIS = 1_500;
    private static final int FLOW_MILLIS = 500;

    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @EnumSource
    void every_accepted_row_is_saved_when_the_process_ends(ProcessEnd end) throws Exception {
        endTimes(end, 1);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("evidence")
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void every_accepted_row_is_saved_a_hundred_times(ProcessEnd end) throws Exception {
        endTimes(end, Integer.getInteger("tests.ends.rounds", 100));
    }

    private record Ended(int accepted, Duration took) {}

    private void endTimes(ProcessEnd end, int rounds) throws Exception {
        long seed = Long.getLong("tests.ends.seed", System.nanoTime());
        System.out.printf("%s: tests.ends.seed=%d%n", end, seed);
        ExecutorService lanes = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            List<Future<Ended>> processes = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                long own = seed + round;
                processes.add(lanes.submit(() -> endOnce(end, own)));
            }
            report(end, processes);
        } finally {
            lanes.shutdownNow();
        }
    }

    private static void report(ProcessEnd end, List<Future<Ended>> processes)
            throws InterruptedException, ExecutionException {
        long rows = 0;
        int without = 0;
        List<Duration> took = new ArrayList<>();
        for (Future<Ended> process : processes) {
            Ended ended = process.get();
            rows += ended.accepted;
            without += ended.accepted == 0 ? 1 : 0;
            took.add(ended.took);
        }
        took.sort(null);
        System.out.printf(
                "%s: %d processes with exit status %d, %d rows accepted and saved (%d had none yet);"
                        + " from its cause to the end: median %d ms, greatest %d ms%n",
                end,
                took.size(),
                end.status(),
                rows,
                without,
                took.get(took.size() / 2).toMillis(),
                took.get(took.size() - 1).toMillis());
    }

    private Ended endOnce(ProcessEnd end, long seed) throws Exception {
        Path own = Files.createDirectory(directory.resolve(end + "-" + seed));
        RowStore store = new RowStore(own);
        Process bot = start(end, own, seed);
        try {
            Instant cause = end.isSignal() ? signal(bot, end, store, new SplittableRandom(seed)) : Instant.MAX;
            assertThat(bot.waitFor(Await.SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            Instant gone = Instant.now();
            if (!end.isSignal()) {
                cause = Instant.parse(Files.readString(own.resolve(BulkerBot.ENDING)));
            }
            Duration took = Duration.between(cause, gone);
            Set<Long> accepted = store.accepted();
            assertThat(bot.exitValue()).isEqualTo(end.status());
            assertThat(store.saved()).isEqualTo(accepted);
            assertThat(took).isLessThan(KILLED_BY_CONTAINERS_AFTER);
            return new Ended(accepted.size(), took);
        } catch (Throwable failed) {
            throw new AssertionError(
                    end + ", tests.ends.seed=" + seed + ": " + SmallBot.read(own.resolve("output")), failed);
        } finally {
            bot.destroyForcibly();
        }
    }

    private static Process start(ProcessEnd end, Path own, long seed) throws IOException {
        List<String> command = new ArrayList<>();
        if (end == ProcessEnd.SIGINT) {
            // A build in the background of a shell ignores SIGINT, and its children inherit that.
            command.addAll(List.of("env", "--default-signal=INT"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx96m",
                "-Dsun.net.httpserver.nodelay=true",
                BulkerBot.class.getName(),
                end.name(),
                own.toString(),
                Long.toString(seed)));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.redirectErrorStream(true)
                .redirectOutput(own.resolve("output").toFile())
                .start();
    }

    private static Instant signal(Process bot, ProcessEnd end, RowStore store, SplittableRandom random)
            throws IOException, InterruptedException {
        boolean early = random.nextInt(EARLY) == 0;
        if (!early) {
            Await.until("an accepted row", () -> store.hasAccepted() || !bot.isAlive());
        }
        long moment = random.nextLong(TimeUnit.MILLISECONDS.toNanos(early ? START_MILLIS : FLOW_MILLIS));
        assertThat(bot.waitFor(moment, TimeUnit.NANOSECONDS))
                .as("ended by itself")
                .isFalse();
        Instant cause = Instant.now();
        if (end == ProcessEnd.SIGTERM) {
            bot.destroy();
        } else {
            assertThat(new ProcessBuilder("kill", "-INT", Long.toString(bot.pid()))
                            .start()
                            .waitFor())
                    .isZero();
        }
        return cause;
    }
}
