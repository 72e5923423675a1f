package io.github.jdatasks.internal.worker;

import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.timer.NeutralThreads;
import io.github.jdatasks.internal.timer.ThreadStarter;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Virtual threads, as many as there is work that blocks, and platform threads when those do not get to run.
 */
final class VirtualThreads implements Workers {
    // A thread goes on with the next piece of work when it is through with one, since a new thread costs more than many
    // a run. But while there is more to do than it has taken, another thread is always coming: it begins as soon as a
    // carrier is free, for example because the first one blocks. So work that blocks delays no other work.
    //
    // The carriers of all virtual threads are as few as the processors: two bodies that spin forever starve every
    // other virtual thread of a two-core machine. So work waits in a queue, any thread takes its head, and when the
    // head does not move, a platform thread comes and helps.
    private static final Duration PATIENCE = Duration.ofMillis(50);

    /** After so long a thread ends, and lets other virtual threads of the process have its carrier. */
    private static final long STRETCH = Duration.ofMillis(1).toNanos();

    private static final @Nullable ThreadFactory FACTORY = NeutralThreads.virtual("jda-tasks-worker");

    private final LoopTimer timer;
    private final ThreadStarter starter;
    private final WorkQueue queue;
    private final StallDetector stallCheck;
    private final ElasticPool helpers;

    /** Whether a thread was started that has not begun. */
    private final AtomicBoolean coming = new AtomicBoolean();

    VirtualThreads(LoopTimer timer) {
        this.timer = timer;
        this.starter = new ThreadStarter(Objects.requireNonNull(FACTORY, "this JVM has no usable virtual threads"));
        this.queue = new WorkQueue(timer, this::attend);
        this.helpers = new ElasticPool(timer);
        this.stallCheck = new StallDetector(timer, queue, PATIENCE, () -> helpers.execute(this::takeAll), () -> {});
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
        if (!coming.get() && coming.compareAndSet(false, true) && starter.start(this::take) == null) {
            coming.set(false); // the stall detector adds a helper
        }
    }

    @Override
    public void rescue(Runnable work) {
        helpers.rescue(work);
    }

    @Override
    public void close() {
        helpers.close();
    }

    private void take() {
        coming.set(false); // before it looks: a caller that reads true may rely on this thread to look
        long enough = timer.now() + STRETCH;
        boolean more = true;
        while (more) {
            more = queue.runNext(this::startOne) && timer.now() < enough;
        }
        if (!queue.isEmpty()) {
            startOne();
        }
    }

    private void takeAll() {
        boolean more = true;
        while (more) {
            more = queue.runNext(() -> {});
        }
    }
}
