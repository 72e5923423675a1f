package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopTask;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * One call into user code: a hook or an attempt at a run. All fields but the final ones are guarded by the machine.
 */
public final class Run {
    /** What is called. */
    enum Kind {
        BEFORE,
        SCHEDULED,
        NOW,
        /** No call but the error handler's, because the schedule has failed. */
        REPORT,
        AFTER
    }

    /** Why a call is interrupted, the stronger reason last: each is delivered once. */
    enum Cause {
        NONE,
        DISCONNECTED,
        TIMEOUT,
        ENDING
    }

    final Kind kind;
    public final RunContext context;

    /** Whom to tell, for a run of {@link LoopTask#runNow()}. */
    final @Nullable LoopFuture<@Nullable Void> caller;

    /** The timer's time at the start. */
    final long startTick;

    /** When the timer looks at it again, as a time of the timer: it has timed out, or takes long. */
    long timeoutAt = LoopFields.NEVER;

    long slowAt = LoopFields.NEVER;

    /** The thread in user code, hooks and handlers included; null while a stage is pending. */
    @Nullable Thread thread;

    /** Whether the loop was cancelled, or its bot has gone, since it began: what it ends with is no failure. */
    boolean unwanted;

    /** Whether the loop was stopped or cancelled since it began: it may not ask for another run. */
    boolean stopped;

    /** Whether an interrupt may reach {@link #thread}: it is in the body or the before-hook. */
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
