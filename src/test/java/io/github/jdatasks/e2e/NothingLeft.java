package io.github.jdatasks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopScheduler;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Checks after a class of tests that its bots have taken their loops with them. */
final class NothingLeft implements AfterAllCallback {
    @Override
    public void afterAll(ExtensionContext context) {
        Await.until(
                "the end of all loops",
                () -> LoopScheduler.shared().loops().isEmpty(),
                () -> LoopScheduler.shared().loops());
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("jda-tasks"))
                .allMatch(Thread::isDaemon);
    }
}
