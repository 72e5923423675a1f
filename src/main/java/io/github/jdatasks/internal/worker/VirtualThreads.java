package io.github.jdatasks.internal.worker;

import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.timer.NeutralThreads;
import io.github.jdatasks.internal.timer.ThreadStarter;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Runs work on virtual threads, and on platform threads if the virtual ones do not get a carrier. */
final class VirtualThreads implements Workers {
    // A thread takes one piece of work after another, since a new thread costs more than many runs do. But while there
    // is more work, another thread is always started: it begins as soon as a carrier is free, for example because the
    // first thread blocks. So work that blocks delays no other work.
    //
    // There are only as many carriers as processors: two bodies that spin forever starve all other virtual threads of a
    // two-core machine. So work waits in a queue, and if its head does not move, a platform thread helps.
    private static final Duration PATIENCE = Duration.ofMillis(50);

    /** After this time a thread ends, so that other virtual threads of the process get its carrier. */
    private static final long STRETCH = Duration.ofMillis(1).toNanos();

    private static final @Nullable ThreadFactory FACTORY = NeutralThreads.virtual("jda-tasks-worker");

    private final LoopTimer timer;
    private final ThreadStarter starter;
    private final Runnable startOne = this::startOne;
    private final Runnable take = this::take;
    private final WorkQueue queue;
    private final StallDetector stallCheck;
    private final HelperPool helpers;

    /** Whether a started thread has not begun yet. */
    private final AtomicBoolean coming = new AtomicBoolean();

    VirtualThreads(LoopTimer timer) {
        this.timer = timer;
        this.starter = new ThreadStarter(Objects.requireNonNull(FACTORY, "this JVM has no usable virtual threads"));
        this.queue = new WorkQueue(timer, this::attend);
        this.helpers = new HelperPool(timer);
        this.stallCheck = new StallDetector(timer, queue, PATIENCE, this::help, () -> {});
    }

    static boolean areUsable() {
        return FACTORY != null;
    }

    @Override
    public void execute(Runnable work) {
        queue.add(work);
    }

    private void attend() {
        stallCheck.arm();
        startOne();
    }

    private void startOne() {
        if (!coming.get() && coming.compareAndSet(false, true) && starter.start(take) == null) {
            coming.set(false); // the stall detector adds a helper
        }
    }

    private void help() {
        helpers.get().execute(() -> queue.runAll(() -> {}));
    }

    @Override
    public void rescue(Runnable work) {
        helpers.get().rescue(work);
    }

    @Override
    public void close() {
        helpers.close();
    }

    private void take() {
        coming.set(false); // before it reads the queue: a caller that reads true relies on that
        long enough = timer.now() + STRETCH;
        boolean more = true;
        while (more) {
            more = queue.runNext(startOne) && timer.now() < enough;
        }
        if (!queue.isEmpty()) {
            startOne();
        }
    }
}
