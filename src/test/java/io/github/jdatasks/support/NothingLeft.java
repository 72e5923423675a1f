package io.github.jdatasks.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopTask;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails each class of tests that leaves loops on the shared scheduler behind, or threads of any other, of a JDA or of a
 * mock Discord; for all classes, by way of {@code META-INF/services}.
 *
 * <p>The threads of a virtual scheduler do not count: whoever leaves one open leaves no loop that would ever run.
 */
public final class NothingLeft implements AfterAllCallback {
    public static final String PATIENCE = "jda-tasks.patience";

    /** What JDA may take to let go of a bot that was told to shut down, on a machine with better things to do. */
    private static final Duration LONG = Duration.ofSeconds(40);

    /** The library's own, JDA's, the mock's, and those of the mock's websockets. */
    private static final Pattern OURS = Pattern.compile("(jda-tasks-(?!test-)|JDA |mock-discord-|WebSocket).*");

    /** Threads of classes that have failed because of them. */
    private static final Set<Thread> REPORTED = new HashSet<>();

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException, ExecutionException {
        Duration patience =
                context.getConfigurationParameter(PATIENCE, Duration::parse).orElse(LONG);
        endShared(patience);
        List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> OURS.matcher(thread.getName()).matches())
                .filter(thread -> !REPORTED.contains(thread))
                .toList();
        long deadline = System.nanoTime() + patience.toNanos();
        for (Thread thread : threads) {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        }
        List<Thread> left = threads.stream().filter(Thread::isAlive).toList();
        REPORTED.addAll(left);
        assertThat(left)
                .as("threads of schedulers, bots or mocks that were not closed")
                .isEmpty();
    }

    /** Closes the shared scheduler, whose threads would stay; the next to ask for it gets another one. */
    private static void endShared(Duration patience) throws InterruptedException, ExecutionException {
        LoopScheduler shared = LoopScheduler.shared();
        try {
            CompletableFuture.allOf(
                            shared.loops().stream().map(LoopTask::completion).toArray(CompletableFuture[]::new))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            assertThat(shared.loops()).as("loops that were not ended").isEmpty();
        } finally {
            shared.close();
        }
    }
}
