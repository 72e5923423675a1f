package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopOutcome;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The futures of the lives of a loop, or of a group of loops: that of the present or last life, and that of the life which
 * a restart has promised. Guarded by the loop or group.
 */
public final class Lifetime {
    private final LoopControl loop;

    /** Of the present or last life; null until it is first requested. */
    private @Nullable LoopFuture<LoopOutcome> completion;

    /** Of the life that begins when the present one has ended; null if none is promised. */
    private @Nullable LoopFuture<LoopOutcome> next;

    public Lifetime(LoopControl loop) {
        this.loop = loop;
    }

    /**
     * A life begins.
     *
     * @param promised its future; null for a new one, or for that of the first life, which may have been requested before
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

    /** Promises a life that begins when the present one has ended. */
    public LoopFuture<LoopOutcome> promise() {
        next = new LoopFuture<>(loop);
        return next;
    }

    /** Drops the promised life; its future completes after the present life, so that a thread may wait for both. */
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
     * The life has ended.
     *
     * @param begin begins the promised life; under the lock
     * @param begun what follows that; without the lock
     * @return what remains to be done without the lock: the future completes, and the promised life begins
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
        IllegalStateException shutDown = null; // the bot or the scheduler, since the restart was requested
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
