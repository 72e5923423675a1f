package io.github.jdatasks.simulation;

import org.jspecify.annotations.Nullable;

/**
 * A call of a body or hook that is in progress, as the model sees it: how far it has come in its {@link Behaviour}.
 */
final class ModelCall {
    enum Kind {
        BEFORE,
        RUN,
        NOW,
        AFTER
    }

    /** Why it was interrupted, the stronger reason last. */
    enum Cause {
        NONE,
        DISCONNECTED,
        TIMEOUT,
        END
    }

    final Kind kind;
    final Behaviour behaviour;
    final int attempt;
    final @Nullable ModelFuture caller;
    final long timeoutAt;
    Cause cause = Cause.NONE;
    boolean unwanted; // since its loop was cancelled, or its bot went
    boolean stopped; // since its loop was stopped or cancelled: it may not ask for another run
    boolean over; // the body is, and no interrupt reaches what comes after it

    @Nullable String error;

    private int act;
    private boolean asleep;
    private boolean inStage;
    private @Nullable String stageError;
    private boolean interrupted;
    private long wakeAt;

    ModelCall(Kind kind, Behaviour behaviour, int attempt, @Nullable ModelFuture caller, long timeoutAt) {
        this.kind = kind;
        this.behaviour = behaviour;
        this.attempt = attempt;
        this.caller = caller;
        this.timeoutAt = timeoutAt;
    }

    /** When it will go on by itself. */
    long wakeAt() {
        return asleep || inStage ? wakeAt : ModelLoop.NEVER;
    }

    void interrupt(Cause why) {
        if (kind != Kind.AFTER && !over && why.compareTo(cause) > 0) {
            cause = why;
            interrupted = true;
        }
    }

    /** Goes on as far as it gets by now; returns whether it is over. */
    boolean goOn(ModelLoop loop) {
        while (!isWaiting(loop.now())) {
            if (over || act == behaviour.acts().size()) {
                over = true;
                return true;
            }
            perform(behaviour.acts().get(act++), loop);
        }
        return false;
    }

    private boolean isWaiting(long now) {
        if ((asleep || inStage) && interrupted) {
            interrupted = false;
            if (!behaviour.stubborn()) {
                over = true;
                error = inStage ? "CancellationException" : "InterruptedException";
                return false;
            }
        }
        if ((asleep || inStage) && now < wakeAt) {
            return true;
        }
        if (inStage) {
            over = true;
            error = stageError;
        }
        asleep = false;
        return false;
    }

    private void perform(String act, ModelLoop loop) {
        if (Behaviour.isTime(act)) {
            asleep = true;
            wakeAt = loop.now() + Seconds.nanos(act);
        } else if (Behaviour.isStage(act)) {
            inStage = true;
            boolean fails = act.startsWith("laterio");
            stageError = fails ? "IOException" : null;
            String time = act.replaceAll("[a-z]", "");
            wakeAt = time.isEmpty() ? ModelLoop.NEVER : loop.now() + Seconds.nanos(time);
            interrupted = loop.isUnwanted(this);
        } else if (act.equals("io") || act.equals("bug") || act.equals("error")) {
            error = RealLoop.thrown(act).getClass().getSimpleName();
            over = true;
        } else {
            loop.ask(act);
        }
    }
}
