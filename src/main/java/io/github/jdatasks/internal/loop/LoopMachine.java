package io.github.jdatasks.internal.loop;

import io.github.jdatasks.AsyncLoopBody;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.loop.LoopRules.Step;
import io.github.jdatasks.internal.util.EpochNanos;
import io.github.jdatasks.internal.worker.Errand;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The state of one loop, and every change of it.
 */
public final class LoopMachine extends LoopFields implements Errand {
    /*
     * All state is guarded by this object's monitor, which is held for a few instructions at a time: never while user
     * code runs (bodies, hooks, handlers, schedules, dependents of futures) and never while anything blocks.
     *
     * The machine is level-triggered. What a user asks for - a stop, a pause, another schedule - is only written down
     * here, and the timer is signaled. decide() looks at everything that is written down and answers the one step that
     * is due now. It is asked in two places: by the timer thread, when the loop was signaled or its deadline came, and
     * by a worker that has just finished a step. So no signal can be lost or come in the wrong order; at worst decide()
     * is asked once too often.
     *
     * owner says whose turn it is:
     *
     *   TIMER --timer found work--> QUEUED --a worker claims it, decide() again--> WORKER --nothing left to do--> TIMER
     *     ^                                                                          |
     *     +---- current stays set until the stage completes ---- the body returned a stage
     *
     * A plain run, or the call of the after-hook, is WORKER_UNPUBLISHED in place of WORKER: only its worker refers to it. A
     * store from this object, which is old, to the run, which is new, would cost more than the rest of a short run, since a
     * garbage collector takes note of each. A thread that asks for the run - to interrupt it, for the state - has it looked
     * up at the Desks of the workers and written down, and it is WORKER from then on. A run that was never published cannot
     * have a pending interrupt.
     *
     * Only the timer leaves TIMER and only one worker leaves QUEUED, so a body never runs twice at once and each run
     * sees what the one before wrote. The worker decides anew when it claims: a gate that has closed since the
     * hand-over, or a stop, still counts. While it is WORKER, the worker alone plans the next run.
     *
     * Runs that may overlap are WORKER only until their worker has taken them: they go on by themselves, in a list beside
     * current, and say when they are over as a stage does. What comes after all runs waits until the list is empty.
     *
     * This file has the transitions, in the order of a life. The fields are LoopFields; when the next run is due is NextRun's,
     * what is counted StatsRecorder's. LoopCommands write down what users ask for, LoopRules decide, LoopTimerTurn is what
     * the timer does, LoopPlanning asks the schedule, LoopRuns are the runs, LoopEnding is how a life ends. All these are
     * functions over the fields and keep nothing themselves. What few loops need is in LoopExtras.
     *
     * A run that outlives its shutdown is given up: current is cleared, and when its thread comes back at last it finds
     * that it is no longer current and has no say any more.
     */

    public LoopMachine(
            Function<LoopControl, LoopTask> tasks,
            String name,
            AsyncLoopBody body,
            LoopSettings settings,
            Schedule schedule,
            LoopHost scheduler) {
        super(tasks, name, body, settings, schedule, scheduler);
    }

    @Override
    LoopMachine self() {
        return this;
    }

    // ---- what users ask for ----

    @Override
    public @Nullable LoopFuture<LoopOutcome> tryStart() {
        return LoopCommands.tryStart(this);
    }

    @Override
    public boolean startIfStopped() {
        return LoopCommands.startIfStopped(this);
    }

    @Override
    public void startOnceEnded() {
        LoopCommands.startOnceEnded(this);
    }

    @Override
    public LoopFuture<LoopOutcome> stop(LoopOutcome how) {
        return LoopCommands.stop(this, how);
    }

    @Override
    public LoopFuture<LoopOutcome> shutdown() {
        return LoopCommands.shutdown(this);
    }

    @Override
    public LoopFuture<LoopOutcome> restart() {
        return LoopCommands.restart(this);
    }

    @Override
    public void pause(boolean pause) {
        LoopCommands.pause(this, pause);
    }

    @Override
    public LoopFuture<@Nullable Void> runNow() {
        return LoopCommands.runNow(this);
    }

    @Override
    public void changeSchedule(Schedule newSchedule) {
        LoopCommands.changeSchedule(this, newSchedule);
    }

    /** The connection is gone, and the run in progress is to be interrupted and repeated. */
    public void connectionLost() {
        LoopCommands.connectionLost(this);
    }

    @Override
    public synchronized LoopState state() {
        return LoopRules.publicState(this);
    }

    @Override
    public Optional<Instant> nextIteration() {
        return LoopPlanning.nextIteration(this);
    }

    // ---- a life begins ----

    /** Begins a life, whose future is the given one, or the first life's, or a new one. */
    void begin(@Nullable LoopFuture<LoopOutcome> promised) {
        LoopCommands.register(this);
        long grace = LoopCommands.graceOfBefore(this);
        extras = extras == null ? null : extras.ofNextLife();
        if (grace != NEVER) {
            extras().interruptAt = grace;
        }
        lifetime.begin(promised, phase() == Phase.FINISHED);
        if (phase() == Phase.FINISHED) { // else it has been paused with its group, or by itself, before
            paused = settings.group() != null && settings.group().holdsParts();
        }
        setPhase(Phase.STARTING);
        setEnding(null);
        quitting = false;
        iteration = 0;
        next.resetPlan(schedule);
        LoopEvents.started(this);
        tellPause();
    }

    /** What follows the beginning of a life, without the lock. */
    void begun() {
        LoopLog.started(this);
        LoopEvents.flush(this);
        timer().signal(this);
    }

    /** Tells the listeners whether the loop is paused, if that has changed. */
    public synchronized void tellPause() {
        if (LoopEvents.hasListeners(this) && isLive() && ending() == null) {
            boolean held = paused || (phase() == Phase.ACTIVE && !settings.mayRun());
            if (held != extras().toldPaused) {
                extras().toldPaused = held;
                LoopEvents.paused(this, held);
            }
        }
    }

    // ---- the timer finds work and hands it over ----

    @Override
    protected void examine() {
        LoopTimerTurn.examine(this);
    }

    /** Has a worker take this machine over; the owner is QUEUED. */
    void handOver(Errand work) {
        try {
            scheduler.workers().execute(work);
        } catch (Throwable rejection) { // the user's executor: that run fails, the loop goes on
            scheduler.workers().rescue(() -> runRejected(rejection));
        }
    }

    @Override
    public String subject() {
        return "loop " + name();
    }

    @Override
    public synchronized Urgency urgency() {
        if (owner() != Owner.QUEUED) {
            return Urgency.OVER;
        }
        if (ending() != null || quitting) {
            return Urgency.END;
        }
        boolean called = nowCall() != null || runsInProgress().stream().anyMatch(run -> run.caller != null);
        boolean isBody = phase() != Phase.STARTING; // a before-hook does not fail because a call is waiting
        return called && isBody ? Urgency.CALL : Urgency.RUN;
    }

    // ---- a worker takes it over ----

    @Override
    public void run() {
        LoopWorker.work(this, null);
    }

    @Override
    public void runRejected(Throwable rejection) {
        LoopWorker.work(this, rejection);
    }

    /** Takes over what was handed over, if it is still to be done. */
    synchronized Step claim(LoopWorker worker) {
        if (owner() != Owner.QUEUED) {
            return Step.REST; // another thread was quicker
        }
        setOwner(Owner.WORKER);
        long now = timer().now();
        worker.begin(now);
        return proceed(worker, now);
    }

    /** Decides the worker's next step and gives it the run for that; gives the loop back if there is none. */
    Step proceed(LoopWorker worker, long now) {
        Step step = LoopRules.decide(this, now, false);
        switch (step) {
            case BEFORE -> setCurrent(LoopRuns.newRun(this, Run.Kind.BEFORE, now, attempt(), 0));
            case RUN -> {
                if (mayOverlap()) {
                    setCurrent(LoopRuns.overlappingRun(this, now));
                } else {
                    give(worker, LoopRuns.scheduledRun(this, iteration, now, attempt(), next.lateness(now)));
                }
            }
            case RUN_NOW -> {
                setCurrent(LoopRuns.newRun(this, Run.Kind.NOW, now, 1, 0));
                extras().nowCall = null;
            }
            case AFTER -> give(worker, LoopRuns.newRun(this, Run.Kind.AFTER, now, 1, 0));
            case FINISH_RUN -> {
                if (current() == null) {
                    setCurrent(LoopRuns.completedRun(this));
                }
            }
            case PLAN -> {
                return step;
            }
            default -> {
                release(step, now);
                return step;
            }
        }
        if (owner() != Owner.WORKER_UNPUBLISHED) {
            worker.run(step.callsBody ? LoopRuns.take(this) : LoopRuns.given(this));
        }
        return step;
    }

    private void give(LoopWorker worker, Run run) {
        if (worker.canBeFound() && !settings.policies().watchesRuns()) {
            worker.runAlone(run);
            setOwner(Owner.WORKER_UNPUBLISHED);
        } else {
            setCurrent(run);
        }
    }

    private void release(Step step, long now) {
        setOwner(Owner.TIMER);
        boolean patient = nowCall() == null && interruptAt() == NEVER;
        if (patient && next.isTimed() && (step == Step.REST || step == Step.AWAIT_TICK)) {
            return; // the timer will look anyway, or the thread that changes that signals it
        }
        long notBefore = Long.MIN_VALUE;
        if (patient && step == Step.AWAIT_TICK) {
            notBefore = next.dueTick(now);
        } else if (patient && step == Step.AWAIT_RETRY) {
            notBefore = extras().retryAt;
        }
        timer().signal(this, notBefore);
    }

    // ---- a run is over ----

    /** The before-hook or a report is over; with an error, the loop is too. */
    synchronized Step beforeDone(LoopWorker worker, @Nullable Throwable error) {
        if (!isInProgress(worker.run())) {
            return Step.REST;
        }
        setCurrent(null);
        settled();
        if (error != null) {
            stats.recordFailure(error);
            LoopEnding.fail(this, error);
        } else if (ending() == null) {
            LoopRules.beginRuns(this);
        }
        return proceed(worker, timer().now());
    }

    /** An attempt failed with a transient error; there is another after a delay. */
    synchronized Step backOff(LoopWorker worker, Throwable error, long delayNanos) {
        Run run = worker.run();
        if (!isInProgress(run)) {
            return Step.REST;
        }
        long now = timer().now();
        stats.recordRetry(error, now - run.startTick);
        if (run != current()) {
            return LoopRuns.retryOverlapping(this, run, run.context.attempt() + 1, EpochNanos.plus(now, delayNanos));
        }
        setCurrent(null);
        LoopExtras retry = extras();
        retry.underWay = run.kind == Run.Kind.SCHEDULED;
        retry.attempt++;
        retry.retryAt = EpochNanos.plus(now, delayNanos);
        return proceed(worker, now);
    }

    /** The run was interrupted because the connection was lost; it is repeated as the same attempt. */
    synchronized Step repeat(LoopWorker worker) {
        Run run = worker.run();
        if (!isInProgress(run)) {
            return Step.REST;
        }
        if (run != current()) {
            return LoopRuns.retryOverlapping(this, run, run.context.attempt(), timer().now());
        }
        setCurrent(null);
        long now = timer().now();
        extras().underWay = true;
        extras().retryAt = now;
        return proceed(worker, now);
    }

    /** The next attempt is the first of another run. */
    private void settled() {
        if (extras != null) {
            extras.underWay = false;
            extras.attempt = 1;
        }
    }

    /**
     * Ends a run whose body has returned, if only its worker knows it: then there is no more to it.
     *
     * @return what comes next; null if there is more to it
     */
    synchronized @Nullable Step endPlainRun(LoopWorker worker) {
        if (!worker.isAlone() || LoopEvents.hasListeners(this)) {
            return null;
        }
        Run run = worker.noLongerAlone();
        setOwner(Owner.WORKER);
        long now = timer().now();
        stats.recordEnd(null, now - run.startTick);
        return goOn(worker, run, null, now);
    }

    /**
     * A run is over.
     *
     * @param error what it failed with; null if it succeeded or was cancelled
     */
    synchronized Step runDone(LoopWorker worker, @Nullable Throwable error) {
        Run run = worker.run();
        if (!isInProgress(run)) {
            return Step.REST;
        }
        long now = timer().now();
        stats.recordEnd(error, now - run.startTick);
        if (run != current()) {
            return LoopRuns.overlappingDone(this, run, error);
        }
        setCurrent(null);
        return goOn(worker, run, error, now);
    }

    private Step goOn(LoopWorker worker, Run over, @Nullable Throwable error, long now) {
        if (over.kind == Run.Kind.SCHEDULED) {
            settled();
            next.ran(schedule, now);
            if (!quitting) {
                LoopRules.countRun(this, error);
            }
        } else {
            next.passedDuringOtherRun(now);
            LoopEnding.unregisterIfAtRest(this);
        }
        // After a run that was asked for, this worker has a future to complete, whose dependents may take long. And a
        // loop
        // that is always due lets others have the thread now and then. Then the timer finds another worker.
        if (over.kind != Run.Kind.SCHEDULED || worker.hasHadEnough(now)) {
            setOwner(Owner.TIMER);
            timer().signal(this);
            return Step.REST;
        }
        return proceed(worker, now);
    }
}
