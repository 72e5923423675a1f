package io.github.jdatasks.simulation;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.simulation.ModelCall.Cause;
import io.github.jdatasks.simulation.ModelCall.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a loop, as the model sees it: the half of the {@link ModelLoop} that takes orders.
 */
abstract class ModelLife {
    static final long NEVER = Long.MAX_VALUE;
    static final long GRACE = Seconds.nanos("4");

    enum Phase {
        IDLE,
        STARTING,
        ACTIVE,
        ENDING,
        FINISHED
    }

    final LoopSpec spec;
    final ModelGate gate;
    final RealLoop.Chance chance;
    final ModelPlan plan;
    final List<String> entries = new ArrayList<>();
    final List<ModelFuture> futures = new ArrayList<>();
    long now;
    long wallAhead;
    int bodies;
    int befores;
    int afters;
    int errors;
    private final RealLoop.Brake brake = new RealLoop.Brake();

    Phase phase = Phase.IDLE;

    @Nullable LoopOutcome ending;

    boolean quitting;
    boolean paused;
    boolean hasFailed;
    long iteration;
    int attempt = 1;
    boolean underWay;
    long retryAt = NEVER;
    int failuresInARow;
    long graceEnd = NEVER;
    long runs;
    long failures;
    long retries;

    @Nullable ModelCall current;

    @Nullable ModelFuture nowCall;

    /** The call in whose body, hook or handler the loop is asked for something; null if that comes from outside. */
    @Nullable ModelCall asking;

    private ModelFuture completion = new ModelFuture();
    private @Nullable ModelFuture restart;

    ModelLife(LoopSpec spec, ModelGate gate, RealLoop.Chance chance) {
        this.spec = spec;
        this.gate = gate;
        this.chance = chance;
        this.plan = new ModelPlan(spec);
    }

    long now() {
        return now;
    }

    final void note(String word) {
        entries.add(Seconds.text(now) + " " + word);
    }

    final String wall(long time) {
        return Seconds.text(time + wallAhead);
    }

    /** Does what is asked; says whether it was refused. */
    final void ask(String order) {
        if (!brake.allows(order, now, bodies + befores + afters)) {
            return;
        }
        boolean live = isLive();
        switch (order.replaceFirst("@.*", "")) {
            case "start" -> {
                if (live || restart != null || isBotGone()) {
                    note("start refused");
                } else {
                    beginLife(null);
                    futures.add(completion);
                    note("start");
                }
            }
            case "startIfStopped" -> {
                boolean taken = live || restart != null;
                if (!taken && isBotGone()) {
                    note("startIfStopped refused");
                } else {
                    if (!taken) {
                        beginLife(null);
                    }
                    note("startIfStopped " + !taken);
                }
            }
            case "stop" -> {
                futures.add(stop(LoopOutcome.STOPPED));
                note("stop");
            }
            case "cancel" -> {
                futures.add(stop(LoopOutcome.CANCELLED));
                note("cancel");
            }
            case "restart" -> note(restart() ? "restart" : "restart refused");
            case "runNow" -> note(runNow() ? "runNow" : "runNow refused");
            case "pause", "resume" -> {
                if (phase != Phase.FINISHED) {
                    paused = order.equals("pause");
                }
                note(order);
            }
            case "postpone" -> {
                if (live && ending == null) {
                    boolean begun = underWay || (current != null && current.kind == Kind.RUN);
                    plan.postpone(Seconds.nanos(order.substring(order.indexOf('@') + 1)), begun, now());
                }
                note("postpone");
            }
            case "change" -> {
                plan.change(Timing.parse(order.substring(order.indexOf('@') + 1)), phase == Phase.ACTIVE, now());
                note("change");
            }
            default -> throw new IllegalArgumentException(order);
        }
    }

    private boolean isLive() {
        return phase != Phase.IDLE && phase != Phase.FINISHED;
    }

    final boolean isBeingCancelled() {
        return isLive() && ending == LoopOutcome.CANCELLED;
    }

    private boolean isBotGone() {
        return spec.gate() != null && gate.isOver();
    }

    private void beginLife(@Nullable ModelFuture promised) {
        if (promised != null || phase == Phase.FINISHED) {
            completion = promised == null ? new ModelFuture() : promised;
        }
        phase = Phase.STARTING;
        ending = null;
        quitting = false;
        hasFailed = false;
        iteration = 0;
        attempt = 1;
        underWay = false;
        retryAt = NEVER;
        failuresInARow = 0;
        graceEnd = current == null ? NEVER : graceEnd;
        plan.beginLife(now);
    }

    private ModelFuture stop(LoopOutcome how) {
        dropPending(how);
        markStopped();
        boolean live = isLive();
        if (live) {
            end(how);
        }
        if (how == LoopOutcome.CANCELLED) {
            quitting = true;
            if (current != null) {
                current.unwanted = true;
                current.interrupt(Cause.END);
            }
        }
        if (live || (current == null && phase == Phase.FINISHED)) {
            return completion;
        }
        ModelFuture ended = new ModelFuture();
        if (current == null) {
            ended.complete(how.name());
        } else {
            afterCall(current, ended, how);
        }
        return ended;
    }

    private void markStopped() {
        if (current != null) {
            current.stopped = true;
        }
    }

    private final List<BooleanSupplier> waiting = new ArrayList<>();

    private void afterCall(ModelCall call, ModelFuture future, LoopOutcome how) {
        waiting.add(() -> {
            boolean done = call.caller == null || call.caller.isDone();
            if (done) {
                future.complete(how.name());
            }
            return done;
        });
    }

    /** Completes what was waiting for calls that are over. */
    final void completeWaiting() {
        waiting.removeIf(BooleanSupplier::getAsBoolean);
    }

    private void end(LoopOutcome how) {
        boolean decided = current != null && current.kind == Kind.AFTER;
        if (!decided && (ending == null || how == LoopOutcome.CANCELLED)) {
            ending = how;
        }
        if (current == null) {
            phase = Phase.ENDING;
        }
    }

    private boolean restart() {
        if (restart != null) {
            futures.add(restart);
            return true;
        }
        if (isBotGone()) {
            return false;
        }
        dropPending(LoopOutcome.CANCELLED);
        markStopped();
        if (current != null) {
            current.unwanted = true;
            current.interrupt(Cause.END);
        }
        if (!isLive()) {
            beginLife(null);
            futures.add(completion);
            return true;
        }
        end(LoopOutcome.CANCELLED);
        quitting = true;
        restart = new ModelFuture();
        futures.add(restart);
        return true;
    }

    private boolean runNow() {
        if (nowCall != null) {
            futures.add(nowCall);
            return true;
        }
        if (isBotGone()) {
            return false;
        }
        ModelFuture call = new ModelFuture();
        futures.add(call);
        if ((isLive() && ending != null) || (asking != null && asking.stopped)) {
            call.complete("CancellationException");
            return true;
        }
        if (!isLive()) {
            quitting = false;
            graceEnd = current == null ? NEVER : graceEnd;
        }
        nowCall = call;
        return true;
    }

    final void dropCall() {
        if (nowCall != null) {
            nowCall.complete("CancellationException");
            nowCall = null;
        }
    }

    private void dropPending(LoopOutcome how) {
        dropCall();
        ModelFuture dropped = restart;
        if (dropped != null) {
            restart = null;
            ModelFuture life = completion;
            waiting.add(() -> {
                if (life.isDone()) {
                    dropped.complete(how.name());
                }
                return life.isDone();
            });
        }
    }

    /** The after-hook is over. */
    final void lifeEnds() {
        current = null;
        phase = Phase.FINISHED;
        iteration = 0;
        paused = false;
        completion.complete((ending == null ? LoopOutcome.COMPLETED : ending).name());
        ModelFuture next = restart;
        restart = null;
        if (next == null) {
            return;
        }
        if (isBotGone()) {
            next.complete(LoopOutcome.CANCELLED.name());
        } else {
            beginLife(next);
        }
    }

    /** The connection has changed. */
    final void gateChanged(boolean overNow) {
        if (spec.gate() == null) {
            return;
        }
        if (overNow) {
            shutdown();
        } else if (graceEnd == NEVER // else the run has the time that a shutdown gives it
                && spec.gate() == WhenDisconnected.CANCEL
                && !gate.letsRun(spec.gate(), spec.shards())
                && current != null
                && current.kind == Kind.RUN) {
            current.interrupt(Cause.DISCONNECTED);
        }
    }

    private void shutdown() {
        boolean byHand = nowCall != null || (current != null && current.kind == Kind.NOW);
        if (!isLive() && !byHand) {
            return;
        }
        dropPending(LoopOutcome.CANCELLED);
        quitting = true;
        if (current != null) {
            current.unwanted = true;
        }
        if (isLive()) {
            end(LoopOutcome.CANCELLED);
        }
        if (graceEnd == NEVER) {
            graceEnd = now + GRACE;
        }
    }
}
