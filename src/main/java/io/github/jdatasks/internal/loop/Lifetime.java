package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopOutcome;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The futures of the lives of a loop, or of a group of loops. Guarded by the loop or group. */
public final class Lifetime {
    private final LoopControl loop;
    private @Nullable LoopFuture<LoopOutcome> completion; // of the present or last life; null until it is requested
    private @Nullable LoopFuture<LoopOutcome> next; // of the life that a restart has promised to begin after this one

    public Lifetime(LoopControl loop) {
        this.loop = loop;
    }

    /**
     * Begins a life.
     *
     * @param promised its future; null for a new one, or for that of the first life if it was requested before
     * @param another whether there was a life before
     */
    public void begin(@Nullable LoopFuture<LoopOutcome> promised, boolean another) {
        if (promised != null || another) {
            completion = promised;
        }
    }

    /**
     * Returns the future of the present or last life.
     *
     * @param ended how that life has ended; null if it has not
     */
    public LoopFuture<LoopOutcome> completion(@Nullable LoopOutcome ended) {
        if (completion == null) {
            completion = new LoopFuture<>(loop);
            if (ended != null) {
                completion.finish(ended);
            }
        }
        return completion;
    }

    /** Returns the future of the promised life; null if there is none. */
    public @Nullable LoopFuture<LoopOutcome> next() {
        return next;
    }

    public LoopFuture<LoopOutcome> promise() {
        next = new LoopFuture<>(loop);
        return next;
    }

    /** Drops the promised life. Its future completes after the present life, so a thread may wait for both. */
    public void dropPromise(LoopOutcome how) {
        LoopFuture<LoopOutcome> dropped = next;
        next = null;
        if (dropped != null) {
            var unused = loop.completion()
                    .thenAcceptAsync(
                            ended -> dropped.finish(how), loop.scheduler().workers()::rescue);
        }
    }

    /**
     * Ends the life.
     *
     * @param begin begins the promised life; called under the lock
     * @param begun called after that, without the lock
     * @return completes the future and begins the promised life; to be called without the lock
     */
    public Runnable end(LoopOutcome how, Consumer<LoopFuture<LoopOutcome>> begin, Runnable begun) {
        LoopFuture<LoopOutcome> ended = completion;
        LoopFuture<LoopOutcome> promised = next;
        return () -> {
            if (ended != null) {
                ended.finish(how);
            }
            if (promised != null) {
                beginPromised(promised, begin, begun);
            }
        };
    }

    private void beginPromised(
            LoopFuture<LoopOutcome> promised, Consumer<LoopFuture<LoopOutcome>> begin, Runnable begun) {
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
    }
}
