package io.github.jdatasks.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary.Failure;

/** The check that is made after each class of tests. */
class NothingLeftTest {
    /** One with no pool, which may start another thread at any time. */
    private static final LoopScheduler SCHEDULER =
            LoopScheduler.builder().executor(Runnable::run).build();

    private static final CountDownLatch SHUT_DOWN = new CountDownLatch(1);
    private static final Thread BOT = new Thread(
            () -> {
                try {
                    SHUT_DOWN.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            },
            "JDA MainWS-ReadThread");

    static class Tidy {
        @Test
        void ends_what_it_began() {
            try (LoopScheduler own = LoopScheduler.builder().build()) {
                Loops.every(Duration.ofHours(1)).scheduler(own).start(run -> {});
            }
            Loops.every(Duration.ofHours(1)).count(1).start(run -> {});
        }
    }

    static class LeavesScheduler {
        @Test
        void leaves_its_scheduler_open() {
            LoopTask loop =
                    Loops.every(Duration.ofHours(1)).scheduler(SCHEDULER).start(run -> {});
            loop.runNow().join(); // its thread is there to be found
        }
    }

    static class LeavesBot {
        @Test
        void leaves_a_thread_of_its_bot() {
            BOT.start();
        }
    }

    static class LeavesLoop {
        @Test
        void leaves_a_loop_on_the_shared_scheduler() {
            Loops.every(Duration.ofHours(1)).name("forgotten").start(run -> {});
        }
    }

    @Test
    void a_class_that_ends_what_it_began_passes() {
        assertThat(failuresOf(Tidy.class, Duration.ofSeconds(20))).isEmpty();
    }

    @Test
    void a_class_that_leaves_threads_fails_and_the_next_one_does_not() {
        assertThat(failuresOf(LeavesScheduler.class, Duration.ofMillis(100)))
                .singleElement()
                .asString()
                .contains("not closed", "jda-tasks-");
        assertThat(failuresOf(Tidy.class, Duration.ofSeconds(20))).isEmpty();
        SCHEDULER.close();
    }

    @Test
    void a_class_that_leaves_threads_of_a_bot_fails() {
        assertThat(failuresOf(LeavesBot.class, Duration.ofMillis(100)))
                .singleElement()
                .asString()
                .contains("not closed", "MainWS");
        SHUT_DOWN.countDown();
    }

    @Test
    void a_class_that_leaves_a_loop_on_the_shared_scheduler_fails_and_the_loop_is_ended() {
        assertThat(failuresOf(LeavesLoop.class, Duration.ofMillis(100)))
                .singleElement()
                .asString()
                .contains("not ended", "forgotten");
        assertThat(LoopScheduler.shared().loops()).isEmpty();
    }

    private static List<Throwable> failuresOf(Class<?> tests, Duration patience) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create(LauncherConfig.builder()
                        .enableLauncherSessionListenerAutoRegistration(false)
                        .build())
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tests))
                                .configurationParameter(NothingLeft.PATIENCE, patience.toString())
                                .build(),
                        listener);
        assertThat(listener.getSummary().getTestsSucceededCount()).isEqualTo(1);
        return listener.getSummary().getFailures().stream()
                .map(Failure::getException)
                .toList();
    }
}
