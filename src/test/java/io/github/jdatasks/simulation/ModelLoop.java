package io.github.jdatasks.simulation;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.OnFailure;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.simulation.ModelCall.Cause;
import io.github.jdatasks.simulation.ModelCall.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a loop must do, said once more and in the plainest way: nothing here knows of threads, timers or locks.
 */
final class ModelLoop extends ModelLife {
    private static final long PATIENCE = Seconds.nanos("1");

    private final List<ModelCall> givenUp = new ArrayList<>();

    ModelLoop(LoopSpec spec, ModelGate gate, RealLoop.Chance chance) {
        super(spec, gate, chance);
    }

    // ---- time ----

    /** Lets time pass and does everything that is due on the way. */
    void advanceTo(long target) {
        settle();
        for (long next = nextEvent(); next <= target; next = nextEvent()) {
            now = next;
            settle();
        }
        now = target;
    }

    private long nextEvent() {
        long next = later(NEVER, graceEnd);
        next = graceEnd == NEVER ? next : later(next, graceEnd + PATIENCE);
        next = later(next, plan.planned());
        next = later(next, retryAt);
        for (ModelCall call : givenUp) {
            next = later(next, call.wakeAt());
        }
        if (current != null) {
            next = later(later(next, current.wakeAt()), current.timeoutAt);
        }
        return next;
    }

    private long later(long best, long candidate) {
        return candidate > now ? Math.min(best, candidate) : best;
    }

    private void settle() {
        boolean busy = true;
        while (busy) {
            watch();
            givenUp.removeIf(call -> call.goOn(this));
            busy = current == null ? begin() : end(current);
        }
    }

    private void watch() {
        ModelCall call = current;
        if (call == null || call.kind == Kind.AFTER) {
            return;
        }
        if (graceEnd != NEVER && now >= graceEnd + PATIENCE) {
            givenUp.add(call);
            current = null;
            if (call.caller != null) {
                call.caller.complete("CancellationException");
            }
        } else if (now >= graceEnd) {
            call.interrupt(Cause.END);
        } else if (now >= call.timeoutAt) {
            call.interrupt(Cause.TIMEOUT);
        }
    }

    // ---- what begins ----

    /** Does the next thing that may begin now; returns whether there was one. */
    private boolean begin() {
        boolean open = gate.letsRun(spec.gate(), spec.shards());
        graceEnd = quitting ? graceEnd : NEVER; // else it was that of a run by hand that is over
        switch (phase) {
            case IDLE, FINISHED -> {
                return nowCall != null && open && beginCall(Kind.NOW);
            }
            case STARTING -> {
                if (ending != null) {
                    return beginAfter();
                }
                if (!gate.letsBegin(spec.gate(), spec.shards()) || (attempt > 1 && now < retryAt)) {
                    return false;
                }
                if (spec.before != null) {
                    return (attempt == 1 || open) && beginCall(Kind.BEFORE);
                }
                phase = Phase.ACTIVE;
                plan.beginRuns();
                return true;
            }
            case ACTIVE -> {
                if (ending != null) {
                    return (nowCall != null && open) ? beginCall(Kind.NOW) : beginAfter();
                }
                return beginRun(open);
            }
            case ENDING -> {
                return beginAfter();
            }
        }
        throw new AssertionError(phase);
    }

    private boolean beginRun(boolean open) {
        if (nowCall != null && open) {
            return beginCall(Kind.NOW);
        }
        if (underWay) {
            return now >= retryAt && open && !paused && beginCall(Kind.RUN);
        }
        if (plan.waitsToBegin() && (paused || !open)) {
            return false;
        }
        plan.plan(now);
        if (plan.isExhausted()) {
            ending = LoopOutcome.COMPLETED;
            return true;
        }
        if (now < plan.planned() || paused || !open) {
            return false;
        }
        plan.resolve(now);
        return now < plan.planned() || beginCall(Kind.RUN);
    }

    private boolean beginAfter() {
        phase = Phase.ENDING;
        dropCall();
        return beginCall(Kind.AFTER);
    }

    private boolean beginCall(Kind kind) {
        long timeoutAt =
                spec.timeout() == 0 || kind == Kind.BEFORE || kind == Kind.AFTER ? NEVER : now + spec.timeout();
        Behaviour behaviour = switch (kind) {
            case BEFORE -> entered(spec.before, befores++, "before " + attempt);
            case AFTER -> entered(spec.after, afters++, "after " + isBeingCancelled());
            case NOW -> entered(spec.bodies, bodies++, "run " + iteration + ".1 @" + wall(now));
            case RUN ->
                entered(spec.bodies, bodies++, "run " + iteration + "." + attempt + " @" + wall(plan.planned()));
        };
        current = new ModelCall(
                kind, behaviour, kind == Kind.NOW ? 1 : attempt, kind == Kind.NOW ? nowCall : null, timeoutAt);
        if (kind == Kind.NOW) {
            nowCall = null;
        }
        return true;
    }

    private Behaviour entered(@Nullable List<Behaviour> behaviours, int call, String word) {
        if (behaviours != null) {
            note(word);
        }
        return RealLoop.next(behaviours, call);
    }

    // ---- what ends ----

    private boolean end(ModelCall call) {
        asking = call;
        boolean over = goOnOrEnd(call);
        asking = null;
        return over;
    }

    private boolean goOnOrEnd(ModelCall call) {
        if (!call.goOn(this)) {
            return false;
        }
        String error = call.cause == Cause.TIMEOUT ? "TimeoutException" : call.error;
        switch (call.kind) {
            case BEFORE -> beforeEnds(call, call.error);
            case AFTER -> lifeEnds();
            default -> runEnds(call, error);
        }
        return true;
    }

    private void beforeEnds(ModelCall call, @Nullable String error) {
        if (error != null && !quitting && !call.unwanted) {
            if (mayRetry(call, error)) {
                backOff(call);
                return;
            }
            failed(error);
            failures++;
            fail();
        }
        current = null;
        attempt = 1;
        retryAt = NEVER;
        if (ending == null) {
            phase = Phase.ACTIVE;
            plan.beginRuns();
        }
    }

    private void runEnds(ModelCall call, @Nullable String error) {
        if (error != null && (quitting || call.unwanted)) {
            ended(call, null);
            complete(call.caller, "CancellationException");
        } else if (error != null && call.cause == Cause.DISCONNECTED) {
            current = null;
            underWay = true;
            retryAt = now;
        } else if (error != null && mayRetry(call, error)) {
            underWay = call.kind == Kind.RUN;
            backOff(call);
        } else {
            if (error != null) {
                failed(error);
            }
            ended(call, error);
            complete(call.caller, error == null ? "null" : error);
        }
    }

    private static void complete(@Nullable ModelFuture caller, String result) {
        if (caller != null) {
            caller.complete(result);
        }
    }

    private void ended(ModelCall call, @Nullable String error) {
        current = null;
        runs++;
        failures += error == null ? 0 : 1;
        if (call.kind == Kind.NOW) {
            return;
        }
        underWay = false;
        attempt = 1;
        retryAt = NEVER;
        plan.ran(now);
        if (quitting) {
            return;
        }
        iteration++;
        failuresInARow = error == null ? 0 : failuresInARow + 1;
        boolean tooMany = spec.maxFailures() > 0 && failuresInARow >= spec.maxFailures();
        if (error != null && (tooMany || spec.onFailure() == OnFailure.STOP)) {
            fail();
        }
        if (ending == null && spec.count() > 0 && iteration >= spec.count()) {
            ending = LoopOutcome.COMPLETED;
        }
    }

    private boolean mayRetry(ModelCall call, String error) {
        boolean isTransient = error.equals("IOException") || error.equals("TimeoutException");
        return isTransient && ending == null && call.caller == null && call.attempt < spec.maxAttempts();
    }

    private void backOff(ModelCall call) {
        current = null;
        retries++;
        retryAt = now + chance.delay(spec, call.attempt, plan.longestRetryDelay(now));
        attempt++;
    }

    /** Calls the error handler. */
    private void failed(String error) {
        if (spec.onError != null) {
            note("error " + error);
            new ModelCall(Kind.AFTER, RealLoop.next(spec.onError, errors++), 1, null, NEVER).goOn(this);
        }
    }

    private void fail() {
        if (ending != LoopOutcome.CANCELLED) {
            ending = LoopOutcome.FAILED;
            hasFailed = true;
        }
    }

    /** Whether a stage that a body has just returned is to be cancelled at once. */
    boolean isUnwanted(ModelCall call) {
        boolean lost = spec.gate() == WhenDisconnected.CANCEL
                && call.kind == Kind.RUN
                && !gate.letsRun(spec.gate(), spec.shards());
        if (lost) {
            call.interrupt(Cause.DISCONNECTED);
        }
        return call != current || ((quitting || call.unwanted) && graceEnd == NEVER) || call.cause != Cause.NONE;
    }

    // ---- what can be seen ----

    private LoopState state() {
        return switch (phase) {
            case IDLE -> LoopState.IDLE;
            case STARTING -> LoopState.STARTING;
            case ENDING -> LoopState.STOPPING;
            case FINISHED -> LoopState.FINISHED;
            case ACTIVE -> {
                if (current != null) {
                    yield LoopState.RUNNING;
                }
                if (ending != null) {
                    yield LoopState.STOPPING;
                }
                if (paused || !gate.letsRun(spec.gate(), spec.shards())) {
                    yield LoopState.PAUSED;
                }
                yield underWay ? LoopState.BACKING_OFF : LoopState.WAITING;
            }
        };
    }

    /** Describes the loop as {@link RealLoop#describe} does. */
    String describe(boolean next) {
        StringBuilder text = new StringBuilder().append(state());
        text.append(" loop ").append(iteration).append(" paused ").append(paused);
        text.append(" cancelled ").append(isBeingCancelled()).append(" failed ").append(hasFailed);
        text.append(" runs ").append(runs).append(" failures ").append(failures);
        text.append(" retries ").append(retries);
        text.append(" missed ").append(plan.missed).append(" skipped ").append(plan.skipped);
        if (next) {
            text.append(" next ").append(nextIteration());
        }
        return text.toString();
    }

    private String nextIteration() {
        boolean running = underWay || (current != null && current.kind == Kind.RUN);
        boolean last = spec.count() > 0 && iteration + (running ? 1 : 0) >= spec.count();
        long next = phase != Phase.ACTIVE || ending != null || last ? NEVER : plan.preview(running, now);
        return next == NEVER ? "none" : wall(next);
    }

    /** Whether it is said when the next run is while this state lasts. */
    boolean knowsNext() {
        return current == null || current.kind != Kind.NOW;
    }
}
