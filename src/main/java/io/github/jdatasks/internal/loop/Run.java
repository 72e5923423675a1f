package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopTask;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * One call into user code: a hook or an attempt at a run. All fields but the final ones are guarded by the machine.
 */
public final class Run {
    enum Kind {
        BEFORE,
        SCHEDULED,
        NOW,
        /** The schedule has failed, so only the error handler is called. */
        REPORT,
        AFTER
    }

    /** Why a call is interrupted, the strongest reason last. Each reason interrupts a call at most once. */
    enum Cause {
        NONE,
        DISCONNECTED,
        TIMEOUT,
        ENDING
    }

    final Kind kind;
    public final RunContext context;

    /** The future to complete, for a run of {@link LoopTask#runNow()}. */
    final @Nullable LoopFuture<@Nullable Void> caller;

    /** The timer's time at the start. */
    final long startTick;

    /** When the timer checks for a timeout, and for a slow run. */
    long timeoutAt = LoopFields.NEVER;

    long slowAt = LoopFields.NEVER;

    /** The thread in user code, hooks and handlers included; null while a stage is pending. */
    @Nullable Thread thread;

    /** Whether the loop was cancelled or its bot has shut down since the run began, so that no error of it is a failure. */
    boolean unwanted;

    /** Whether the loop was stopped or cancelled since the run began, so that the run may not request another one. */
    boolean stopped;

    /** Whether an interrupt may be sent: {@link #thread} is in the body or before-hook, or {@link #stage} is pending. */
    boolean interruptible;

    /** The strongest reason the call has been interrupted for. */
    Cause interruptedFor = Cause.NONE;

    /** Opened once an interrupt on its way to {@link #thread} has arrived. */
    @Nullable CountDownLatch arrival;

    /** What an asynchronous body is waiting for. */
    @Nullable CompletionStage<?> stage;

    /** Whether {@link #stage} has completed, with {@link #error} if it failed. */
    boolean done;

    @Nullable Throwable error;

    Run(Kind kind, RunContext context, @Nullable LoopFuture<@Nullable Void> caller, long startTick) {
        this.kind = kind;
        this.context = context;
        this.caller = caller;
        this.startTick = startTick;
        this.thread = Thread.currentThread();
        this.interruptible = kind != Kind.AFTER && kind != Kind.REPORT;
    }
}
