package io.github.jdatasks.internal.loop;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** One call into user code: a hook or an attempt at a run. All fields but the final ones are guarded by the machine. */
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
    final @Nullable LoopFuture<@Nullable Void> caller; // the future to complete, for a run of runNow()
    final long startTick; // the timer's time at the start
    long timeoutAt = LoopFields.NEVER; // when the timer checks for a timeout, and for a slow run
    long slowAt = LoopFields.NEVER;

    @Nullable Thread thread; // in user code, including hooks and handlers; null while a stage is pending

    boolean repeated; // since the instance of an attempt before had gone; of overlapping runs only

    boolean unwanted; // cancelled, or its bot has shut down, since it began: an error is no failure
    boolean interruptible; // its thread is in the body or before-hook, or its stage is pending
    Cause interruptedFor = Cause.NONE; // the strongest reason the call has been interrupted for

    @Nullable CountDownLatch arrival; // opened once an interrupt on its way to thread has arrived

    @Nullable CompletionStage<?> stage; // what an asynchronous body is waiting for

    boolean done; // whether stage has completed, with error if it failed

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
