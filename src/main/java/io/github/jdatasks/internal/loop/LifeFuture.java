package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopOutcome;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The future of one life of a loop or group. It knows the life that a restart has promised to begin after this one.
 * Guarded by the loop or group.
 */
public final class LifeFuture extends LoopFuture<LoopOutcome> {
    private final LoopControl loop;
    private @Nullable LifeFuture next;

    public LifeFuture(LoopControl loop) {
        super(loop);
        this.loop = loop;
    }

    /** Returns the future of the promised life; null if there is none. */
    public @Nullable LifeFuture next() {
        return next;
    }

    public LifeFuture promise() {
        next = new LifeFuture(loop);
        return next;
    }

    /** Drops the promised life. Its future completes after this life, so a thread may wait for both. */
    public void dropPromise(LoopOutcome how) {
        LifeFuture dropped = next;
        next = null;
        if (dropped != null) {
            var unused = thenAcceptAsync(
                    ended -> dropped.finish(how), loop.scheduler().workers()::rescue);
        }
    }

    /**
     * Ends the life.
     *
     * @param begin begins the promised life; called under the lock
     * @param begun called after that, without the lock
     * @return completes this future and begins the promised life; to be called without the lock
     */
    public Runnable end(LoopOutcome how, Consumer<LifeFuture> begin, Runnable begun) {
        LifeFuture promised = next;
        return () -> {
            finish(how);
            if (promised == null) {
                return;
            }
            IllegalStateException shutDown = null; // set if the bot or the scheduler has shut down since the restart
            synchronized (loop) {
                if (next != promised) {
                    return; // dropped in the meantime
                }
                next = null;
                try {
                    begin.accept(promised);
                } catch (IllegalStateException e) {
                    shutDown = e;
                }
            }
            if (shutDown == null) {
                begun.run();
            } else {
                LoopLog.notStarted(loop, shutDown);
                promised.finish(LoopOutcome.CANCELLED);
            }
        };
    }
}
