package io.github.jdatasks.internal.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * An interrupt on its way to a call into user code.
 *
 * <p>It is prepared under the machine's lock and delivered outside, since interrupting a thread may run code that closes
 * channels. Meanwhile the thread may have left the user code; it waits for {@link #arrival} before it does anything
 * else, so the interrupt cannot reach a hook or the next loop.
 *
 * @param arrival opened after delivery
 */
public record Interrupt(@Nullable Thread thread, @Nullable CompletionStage<?> stage, CountDownLatch arrival) {

    /**
     * Prepares the interrupt of a call; under the machine's lock.
     *
     * @return null if there is nothing to interrupt or it has been already, for this or a stronger reason
     */
    static @Nullable Interrupt of(@Nullable Run run, Run.Cause cause) {
        if (run == null || !run.interruptible || run.done || cause.compareTo(run.interruptedFor) <= 0) {
            return null;
        }
        run.interruptedFor = cause;
        if (run.arrival != null && run.arrival.getCount() > 0) {
            return null; // one is on its way and serves for both
        }
        run.arrival = new CountDownLatch(1);
        return new Interrupt(run.thread, run.stage, run.arrival);
    }

    /** As {@link #of(Run, Run.Cause)}, for several runs. */
    static List<Interrupt> of(List<Run> runs, Run.Cause cause) {
        List<Interrupt> interrupts = new ArrayList<>();
        for (Run run : runs) {
            Interrupt interrupt = of(run, cause);
            if (interrupt != null) {
                interrupts.add(interrupt);
            }
        }
        return interrupts;
    }

    /**
     * Delivers interrupts, never under a lock. In a turn of the timer stages are left to a worker: what depends on a
     * cancelled stage must not run there.
     */
    public static void deliver(List<Interrupt> interrupts, LoopHost scheduler) {
        boolean inTurn = scheduler.timer().isTurnOf(Thread.currentThread());
        for (Interrupt interrupt : interrupts) {
            if (interrupt.stage != null && inTurn) {
                scheduler.onWorker(interrupt::deliver);
            } else {
                interrupt.deliver();
            }
        }
    }

    private void deliver() {
        try {
            if (thread != null) {
                thread.interrupt();
            }
        } catch (Throwable e) { // of a class of the user's, or a channel that fails to close: no loop may wait for it
            LoopLog.notInterruptible(thread, e);
        } finally {
            arrival.countDown();
        }
        if (stage != null) {
            cancel(stage);
        }
    }

    /** Cancels a stage as far as it lets itself be cancelled. */
    static void cancel(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().cancel(true);
        } catch (Throwable e) { // UnsupportedOperationException, or whatever a foreign stage throws
            LoopLog.notCancellable(stage, e);
        }
    }

    /** Clears a flag that user code has set, so that it does not reach what the thread does next. */
    static void forget() {
        Thread.interrupted();
    }

    /** Waits until an interrupt on its way to the calling thread has arrived, and clears it. */
    static void absorb(@Nullable CountDownLatch arrival) {
        boolean arrived = false;
        while (arrival != null && !arrived) {
            try {
                arrival.await();
                arrived = true;
            } catch (InterruptedException e) { // the one we wait for, or one before it
                arrived = arrival.getCount() == 0;
            }
        }
        Thread.interrupted();
    }
}
