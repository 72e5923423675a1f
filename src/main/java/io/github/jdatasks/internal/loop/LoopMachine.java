package io.github.jdatasks.internal.loop;

import io.github.jdatasks.AsyncLoopBody;
import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.listener.ListenerCalls;
import io.github.jdatasks.internal.loop.NextStep.Step;
import io.github.jdatasks.internal.util.EpochNanos;
import io.github.jdatasks.internal.worker.Errand;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The state of one loop, and every change of it. */
public final class LoopMachine extends LoopFields implements Errand {
    /*
     * All state is guarded by this object's monitor. It is held for a few instructions at a time, never while user code
     * runs (bodies, hooks, handlers, schedules, dependents of futures) and never while anything blocks.
     *
     * The machine is level-triggered. A command such as stop() or pause() only records what the user wants, and
     * signals the timer. decide() reads everything that is recorded and returns the one step that is due now. Two
     * threads call it: one in a timer turn, when the loop was signaled or its deadline came, and a worker that has just
     * finished a step. So no signal can be lost or arrive in the wrong order. At worst decide() is called once too
     * often.
     *
     * The owner is the thread that decides the next step:
     *
     *   TIMER --timer found work--> QUEUED --a worker claims it, decide() again--> WORKER --nothing left to do--> TIMER
     *     ^                                                                          |
     *     +---- current stays set until the stage completes ---- the body returned a stage
     *
     * Only the timer leaves TIMER, and only one worker leaves QUEUED. So a body never runs twice at once, and each run
     * sees what the one before wrote. The worker decides again when it claims the loop, so a stop or a closing gate
     * since the hand-over still counts. While the owner is WORKER, only that worker plans the next run.
     *
     * WORKER_UNPUBLISHED stands for WORKER during a plain run or an after-hook: only the worker refers to the Run.
     * This object is old and the Run is new, so a reference from here would cost a garbage collector barrier, which is
     * more than the rest of a short run. A thread that needs the run, to interrupt it for example, finds it through
     * ActiveWorkers and publishes it: the owner is WORKER from then on. A run that was never published has no pending
     * interrupt.
     *
     * Runs that may overlap are WORKER only until their worker has taken them. From then on they are in a list beside
     * current, and they signal the timer at their end, as a stage does. The after-hook waits until the list is empty.
     *
     * A run that outlives its shutdown is given up: current is cleared. When its thread returns, it finds that its run
     * is no longer in progress, and changes nothing.
     *
     * This file has what can happen to a loop, in the order of a life. LoopFields has the state, NextRun has when the
     * next run is due, StatsRecorder counts, and RareLoopState is for what few loops need. LoopCommands records what
     * users want, NextStep decides, LoopTimerTurn is the timer's part, LoopRuns makes and ends runs, LoopEnding ends
     * a life. These are static functions over the fields.
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

    // ---- commands of users ----

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

    @Override
    public void postpone(long nanos) {
        LoopCommands.postpone(this, nanos);
    }

    /** Interrupts the scheduled runs in progress, which are repeated, because the connection was lost. */
    public void connectionLost() {
        List<Interrupt> interrupts;
        synchronized (this) {
            List<Run> runs = runsInProgress().stream()
                    .filter(run -> run.kind == Run.Kind.SCHEDULED)
                    .toList();
            interrupts = Interrupt.of(runs, Run.Cause.DISCONNECTED);
        }
        Interrupt.deliver(interrupts, this);
    }

    // ---- a life begins ----

    /** Begins a life, under the lock; with its future, if it was promised. */
    void begin(@Nullable LifeFuture promised) {
        LoopCommands.register(this);
        long grace = graceInProgress();
        rare = rare == null ? null : rare.ofNextLife();
        if (grace != NEVER) {
            rare().interruptAt = grace;
        }
        if (promised != null || phase() == Phase.FINISHED) { // else it may have been requested before the first life
            life = promised;
        }
        if (phase() == Phase.FINISHED) { // a pause of the life before is over; one before the first life counts
            paused = settings.group() != null && settings.group().pausesShards();
        }
        setPhase(Phase.STARTING);
        setEnding(null);
        quitting = false;
        iteration = 0;
        next.begin(schedule);
        for (ListenerCalls calls : listeners()) { // under the lock, so that lives are reported in their order
            calls.put(listener -> listener.onStarted(task()));
        }
        reportPause();
    }

    /** Called after {@link #begin}, without the lock. */
    void begun() {
        LoopLog.started(this);
        for (ListenerCalls calls : listeners()) {
            calls.flush();
        }
        timer().signal(this);
    }

    /** Notifies the listeners if the loop has been paused or resumed since the last report. */
    public synchronized void reportPause() {
        boolean pausedNow = paused || (phase() == Phase.ACTIVE && !settings.mayRun());
        boolean pausedBefore = rare != null && rare.reportedPaused; // listeners may have gone since
        List<ListenerCalls> listeners = isLive() && ending() == null ? listeners() : List.of();
        if (pausedNow != pausedBefore && (pausedBefore || !listeners.isEmpty())) {
            rare().reportedPaused = pausedNow;
            Consumer<LoopListener> call =
                    pausedNow ? listener -> listener.onPaused(task()) : listener -> listener.onResumed(task());
            listeners.forEach(calls -> calls.addByTimer(call));
        }
    }

    // ---- the timer finds work and hands it over ----

    @Override
    protected void examine() {
        LoopTimerTurn.examine(this);
    }

    /** Hands this machine, whose owner is QUEUED, over to a worker. */
    void handOver() {
        try {
            scheduler.workers().execute(this);
        } catch (Throwable rejection) { // the user's executor rejects it: this run fails, and the loop goes on
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
        if ((isLive() && ending() != null) || quitting) {
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

    /** Makes a worker the owner, unless another one was quicker, and returns its first step. */
    synchronized Step claim(LoopWorker worker) {
        if (owner() != Owner.QUEUED) {
            return Step.REST;
        }
        setOwner(Owner.WORKER);
        long now = timer().now();
        worker.began = now;
        return proceed(worker, now);
    }

    /** Decides the worker's next step and gives it the run; returns the loop to the timer if there is no work. */
    Step proceed(LoopWorker worker, long now) {
        Step step = NextStep.decide(this, now, false);
        switch (step) {
            case BEFORE -> current = LoopRuns.newRun(this, Run.Kind.BEFORE, now, attempt());
            case RUN -> {
                if (mayOverlap()) {
                    current = LoopRuns.overlappingRun(this, now);
                } else {
                    give(worker, LoopRuns.scheduledRun(this, iteration, now, attempt()));
                }
            }
            case RUN_NOW -> {
                current = LoopRuns.newRun(this, Run.Kind.NOW, now, 1);
                rare().nowCall = null;
            }
            case AFTER -> give(worker, LoopRuns.newRun(this, Run.Kind.AFTER, now, 1));
            case FINISH_RUN -> {
                if (current() == null) {
                    current = LoopRuns.completedRun(this);
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
            worker.run = step.callsBody ? LoopRuns.take(this) : current();
        }
        return step;
    }

    private void give(LoopWorker worker, Run run) {
        if (worker.hasSlot && !settings.policies().watchesRuns()) {
            worker.run = run;
            worker.unpublished = true;
            setOwner(Owner.WORKER_UNPUBLISHED);
        } else {
            current = run;
        }
    }

    private void release(Step step, long now) {
        setOwner(Owner.TIMER);
        boolean patient = nowCall() == null && interruptAt() == NEVER;
        if (patient && timed && (step == Step.REST || step == Step.AWAIT_TICK)) {
            return; // the timer has a deadline; a thread that changes anything signals it
        }
        long notBefore = Long.MIN_VALUE;
        if (patient && step == Step.AWAIT_TICK) {
            notBefore = next.toBeKnownAt(now);
        } else if (patient && step == Step.AWAIT_RETRY) {
            notBefore = rare().retryAt;
        }
        timer().signal(this, notBefore);
    }

    /** Returns the place of this loop's last error among those of all loops; 0 if there was none. */
    public synchronized long lastErrorNumber() {
        return stats.lastErrorNumber();
    }

    // ---- a run is over ----

    /** Ends the before-hook or the report of a failed schedule; an error ends the life. */
    synchronized Step beforeDone(LoopWorker worker, @Nullable Throwable error) {
        if (!isInProgress(worker.run())) {
            return Step.REST;
        }
        current = null;
        resetAttempts();
        if (error != null) {
            stats.recordFailure(error);
            LoopEnding.fail(this, error);
        } else if (ending() == null) {
            NextStep.beginRuns(this);
        }
        return proceed(worker, timer().now());
    }

    /**
     * Ends an attempt that has another one after a delay.
     *
     * @param error a transient error; null if the connection was lost, so that the same attempt is repeated
     */
    synchronized Step retry(LoopWorker worker, @Nullable Throwable error, long delayNanos) {
        Run run = worker.run();
        if (!isInProgress(run)) {
            return Step.REST;
        }
        long now = timer().now();
        long retryAt = EpochNanos.plus(now, delayNanos);
        int attempt = run.context.attempt();
        if (error != null) {
            stats.recordRetry(error);
            attempt++;
        } else if (run.interruptedFor != Run.Cause.DISCONNECTED) {
            run.repeated = true;
        }
        if (run.kind != Run.Kind.BEFORE) {
            stats.recordDuration(worker.took);
        }
        if (run != current()) {
            return LoopRuns.retryOverlapping(this, run, attempt, retryAt);
        }
        current = null;
        rare().underWay = run.kind == Run.Kind.SCHEDULED;
        rare().repeated |= run.repeated;
        rare().attempt = attempt;
        rare().retryAt = retryAt;
        return proceed(worker, now);
    }

    /** Makes the next attempt the first one of another run. */
    void resetAttempts() {
        if (rare != null) {
            rare.underWay = false;
            rare.repeated = false;
            rare.attempt = 1;
        }
    }

    /**
     * Ends a run whose body has returned normally, if it is still unpublished and no listener has to be notified.
     *
     * @return the next step; null if the run has to end by {@link #runDone}
     */
    synchronized @Nullable Step endPlainRun(LoopWorker worker) {
        if (!worker.unpublished || !listeners().isEmpty()) {
            return null;
        }
        Run run = worker.publish();
        setOwner(Owner.WORKER);
        long now = timer().now();
        stats.recordEnd(null, now - run.startTick);
        return goOn(worker, run, null, true, now);
    }

    /**
     * Ends a run.
     *
     * @param error null if it succeeded or was cancelled
     * @param completely false if it was cancelled
     */
    synchronized Step runDone(LoopWorker worker, @Nullable Throwable error, boolean completely) {
        Run run = worker.run();
        if (!isInProgress(run)) {
            return Step.REST;
        }
        long now = timer().now();
        stats.recordEnd(error, worker.took);
        if (run != current()) {
            return LoopRuns.overlappingDone(this, run, error);
        }
        current = null;
        return goOn(worker, run, error, completely, now);
    }

    private Step goOn(LoopWorker worker, Run over, @Nullable Throwable error, boolean completely, long now) {
        if (over.kind == Run.Kind.SCHEDULED) {
            resetAttempts();
            next.ran(schedule, now, completely);
            if (!quitting && (completely || ending() != null)) { // else the bot has just shut down
                NextStep.countRun(this, error);
            }
        } else {
            next.passedDuringOtherRun(now);
            LoopEnding.unregisterIfAtRest(this);
        }
        // After a runNow() run this worker completes its future, whose dependents may take long. A loop that is always
        // due has to let other loops use the thread. In both cases the timer hands the loop to another worker.
        if (over.kind != Run.Kind.SCHEDULED || worker.shouldYield(now)) {
            setOwner(Owner.TIMER);
            timer().signal(this);
            return Step.REST;
        }
        return proceed(worker, now);
    }
}
