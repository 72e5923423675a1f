package io.github.jdatasks.internal.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * An interrupt on its way to a call into user code.
 *
 * <p>It is prepared under the machine's lock and delivered without it, since interrupting a thread may run code that
 * closes channels. Meanwhile the thread may have left the user code; it waits for {@link #arrival} before it does
 * anything else, so the interrupt cannot reach a hook or the next loop.
 *
 * @param arrival opened after delivery
 */
public record Interrupt(@Nullable Thread thread, @Nullable CompletionStage<?> stage, CountDownLatch arrival) {

    /** Prepares the interrupts of those runs that were not interrupted for this or a stronger cause; under the lock. */
    static List<Interrupt> of(List<Run> runs, Run.Cause cause) {
        List<Interrupt> interrupts = new ArrayList<>();
        for (Run run : runs) {
            if (!run.interruptible || run.done || cause.compareTo(run.interruptedFor) <= 0) {
                continue;
            }
            run.interruptedFor = cause;
            boolean onItsWay = run.arrival != null && run.arrival.getCount() > 0; // that one serves for both causes
            if (!onItsWay) {
                run.arrival = new CountDownLatch(1);
                interrupts.add(new Interrupt(run.thread, run.stage, run.arrival));
            }
        }
        return interrupts;
    }

    /**
     * Delivers interrupts of a loop's runs, never under a lock. In a turn of the timer, stages are canceled on a worker:
     * dependents of a canceled stage must not run in a turn. Those of a group are, too: while it stops its loops it must
     * not wait for dependents, which may wait for the group.
     */
    public static void deliver(List<Interrupt> interrupts, LoopMachine loop) {
        boolean onWorker = loop.timer().isTurnOf(Thread.currentThread()) || loop.settings.group() != null;
        for (Interrupt interrupt : interrupts) {
            if (interrupt.stage != null && onWorker) {
                loop.scheduler.onWorker(interrupt::deliver);
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
        } catch (Throwable t) { // the user's subclass of Thread, or a channel that failed to close
            LoopLog.notInterruptible(thread, t);
        } finally {
            arrival.countDown();
        }
        if (stage != null) {
            cancel(stage);
        }
    }

    static void cancel(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().cancel(true);
        } catch (Throwable t) { // UnsupportedOperationException, or anything from a foreign stage
            LoopLog.notCancellable(stage, t);
        }
    }

    /** Clears the interrupt flag that user code may have set, so that it does not affect what the thread does next. */
    static void clearFlag() {
        Thread.interrupted();
    }

    /** Waits until an interrupt on its way to the calling thread has arrived, and clears the flag. */
    static void absorb(@Nullable CountDownLatch arrival) {
        boolean arrived = false;
        while (arrival != null && !arrived) {
            try {
                arrival.await();
                arrived = true;
            } catch (InterruptedException e) { // the awaited interrupt, or one before it
                arrived = arrival.getCount() == 0;
            }
        }
        clearFlag();
    }
}
