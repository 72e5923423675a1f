package io.github.jdatasks.internal.timer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** An entry of a {@link LoopTimer}, examined when its deadline comes or when it was signaled after a change. */
public abstract class TimerEntry {
    private static final VarHandle SIGNALED;

    static {
        try {
            SIGNALED = MethodHandles.lookup().findVarHandle(TimerEntry.class, "signaled", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * The entry pushed before this one; guarded by {@link #signaled}: the thread that set it writes, the timer reads.
     */
    @Nullable TimerEntry nextSignaled;

    /** In timer turns only: the number of the heap this entry is in, or 0, and its id there. */
    byte heap;

    int heapId;

    /**
     * Whether the entry is in the inbox, where it is at most once. Always exchanged: a compare-and-set that fails only
     * reads, so the examination could miss what the signaling thread wrote before.
     */
    @SuppressWarnings("unused") // through SIGNALED
    private volatile boolean signaled;

    /**
     * Handles the present state; called in turns of the timer only. A deadline that has come is removed afterwards and a
     * later one stays, unless this method sets another one or cancels it.
     */
    protected abstract void examine();

    final boolean claimSignal() {
        return !(boolean) SIGNALED.getAndSet(this, true);
    }

    /** Before the entry reads the state it is to examine: a later change must be able to signal it again. */
    final void releaseSignal() {
        boolean unused = (boolean) SIGNALED.getAndSet(this, false);
    }
}
