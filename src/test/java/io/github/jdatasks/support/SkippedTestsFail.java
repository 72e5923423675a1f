package io.github.jdatasks.support;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Makes a run fail in which a test was disabled, or aborted by an assumption: a test that does not run proves nothing.
 * Tests for some machines only are chosen by tag, in the build.
 */
public final class SkippedTestsFail implements LauncherSessionListener, TestExecutionListener {
    private final Queue<String> skipped = new ConcurrentLinkedQueue<>();

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        session.getLauncher().registerTestExecutionListeners(this);
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        skipped.add(test.getUniqueId() + " was skipped: " + reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
            skipped.add(test.getUniqueId() + " was aborted: "
                    + result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
        }
    }

    // An exception thrown in any of the methods above would be logged and forgotten.
    @Override
    public void launcherSessionClosed(LauncherSession session) {
        if (!skipped.isEmpty()) {
            throw new AssertionError(String.join(System.lineSeparator(), skipped));
        }
    }
}
