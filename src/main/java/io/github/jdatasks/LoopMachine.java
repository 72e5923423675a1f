package io.github.jdatasks;

import io.github.jdatasks.internal.EpochNanos;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The state of one loop, and every change of it.
 */
final class LoopMachine extends LoopTurns {
    /*
     * All state is guarded by this object's monitor, which is held for a few instructions at a time: never while user
     * code runs (bodies, hooks, handlers, schedules, dependents of futures) and never while anything blocks.
     *
     * The machine is level-triggered. What a user asks for - a stop, a pause, another schedule - is only written down
     * here, and the timer is noticed. decide() looks at everything that is written down and answers the one step that
     * is due now. It is asked in two places: by the timer thread, when the loop was noticed or its deadline came, and
     * by a worker that has just finished a step. So no signal can be lost or come in the wrong order; at worst decide()
     * is asked once too often.
     *
     * hold says whose turn it is:
     *
     *   FREE --timer found work--> HANDED --a worker claims it, decide() again--> BUSY --nothing left to do--> FREE
     *    ^                                                                         |
     *    +---- current stays set until the stage completes ---- the body returned a stage
     *
     * Only the timer leaves FREE and only one worker leaves HANDED, so a body never runs twice at once and each run
     * sees what the one before wrote. The worker decides anew when it claims: a gate that has closed since the
     * hand-over, or a stop, still counts. While BUSY the worker alone plans the next run.
     *
     * A run that outlives its shutdown is given up: current is cleared, and when its thread comes back at last it finds
     * that it is no longer current and has no say any more.
     */

    LoopMachine(
            LoopTask task,
            String name,
            Object body,
            LoopSettings settings,
            Schedule schedule,
            LoopScheduler scheduler) {
        super(task, name, body, settings, schedule, scheduler);
    }

    // ---- the worker's side ----

    @Override
    public void run() {
        LoopWorker.work(this, null);
    }

    /** Has another worker go on with this machine; the hold is HANDED. */
    void passOn() {
        Thread here = Thread.currentThread();
        boolean[] passed = new boolean[1];
        handOver(() -> {
            if (Thread.currentThread() == here && !passed[0]) {
                handBack(); // a user's executor that calls us from here: to go on would nest deeper each time
            } else {
                run();
            }
        });
        passed[0] = true;
    }

    private void handBack() {
        synchronized (this) {
            if (hold != Hold.HANDED) {
                return; // another thread was quicker
            }
            hold = Hold.FREE;
        }
        timer().notice(this);
    }

    @Override
    void runRejected(Throwable rejection) {
        LoopWorker.work(this, rejection);
    }

    /** Takes over what was handed over, if it is still to be done. */
    synchronized Step claim() {
        if (hold != Hold.HANDED) {
            return Step.REST; // another thread was quicker
        }
        hold = Hold.BUSY;
        return proceed();
    }

    /** Decides the worker's next step and prepares it; gives the loop back if there is none. */
    private Step proceed() {
        long now = timer().now();
        Step step = decide(now, false);
        switch (step) {
            case BEFORE -> current = newRun(Run.Kind.BEFORE, now, attempt(), 0);
            case RUN ->
                current = mayOverlap() ? overlappingRun(now) : scheduledRun(iteration, now, attempt(), lateness(now));
            case RUN_NOW -> {
                current = newRun(Run.Kind.NOW, now, 1, 0);
                extras().nowCall = null;
            }
            case AFTER -> current = newRun(Run.Kind.AFTER, now, 1, 0);
            case FINISH_RUN -> current = current == null ? completedRun() : current;
            case PLAN -> {}
            default -> release(step, now);
        }
        return step;
    }

    private Run newRun(Run.Kind kind, long now, int number, long lateness) {
        return newRun(kind, iteration, now, number, lateness);
    }

    private Run scheduledRun(long number, long now, int ofAttempt, long lateness) {
        return newRun(Run.Kind.SCHEDULED, number, now, ofAttempt, lateness);
    }

    private Run newRun(Run.Kind kind, long number, long now, int ofAttempt, long lateness) {
        boolean body = kind == Run.Kind.SCHEDULED || kind == Run.Kind.NOW;
        if (body) {
            recordStart(lateness);
        }
        LoopContext context = new LoopContext(this, number, ofAttempt, timer().wallNow(), lateness);
        Run run = new Run(kind, context, kind == Run.Kind.NOW ? nowCall() : null, now);
        if (body && settings.policies().timeoutNanos() > 0) {
            run.timeoutAt = EpochNanos.plus(now, settings.policies().timeoutNanos());
        }
        return run;
    }

    // ---- runs that overlap ----

    /** Returns a run that may overlap others: a retry that is due, or that of the planned tick, which is used up. */
    private Run overlappingRun(long now) {
        OverlappingRuns runs = overlappingRuns();
        OverlappingRuns.Retry retry = runs.takeRetry(now);
        if (retry != null) {
            long late = Math.max(0, timer().wallNow() - retry.scheduledAt());
            return scheduledRun(retry.iteration(), now, retry.attempt(), late);
        }
        Run run = scheduledRun(runs.begun, now, 1, lateness(now));
        iteration = runs.begun++;
        ran(schedule, now);
        return run;
    }

    private OverlappingRuns overlappingRuns() {
        OverlappingRuns runs = overlapping();
        if (runs == null) {
            runs = new OverlappingRuns();
            extras().overlapping = runs;
        }
        return runs;
    }

    private Run completedRun() {
        Run completed = overlappingRuns().completed();
        if (completed == null) {
            throw new AssertionError("no run of " + name() + " has completed");
        }
        completed.done = false; // it has found its worker
        return completed;
    }

    /** Returns the run the calling worker has just been given; one that may overlap others leaves the loop free. */
    synchronized Run take() {
        Run run = current();
        boolean watched = settings.policies().watchesRuns();
        if (mayOverlap()) {
            current = null;
            hold = Hold.FREE;
            if (!isInProgress(run)) {
                overlappingRuns().running.add(run);
            }
        }
        if (mayOverlap() || watched) {
            timer().notice(this);
        }
        return run;
    }

    private Step overlappingDone(Run run, @Nullable Throwable error) {
        OverlappingRuns runs = overlappingRuns();
        runs.running.remove(run);
        if (run.kind == Run.Kind.SCHEDULED && !quitting) {
            noteResult(error);
        }
        if (runs.size() == 0) {
            iteration = runs.begun;
        }
        unregisterIfAtRest();
        timer().notice(this);
        return Step.REST;
    }

    private Step retryOverlapping(Run run, int attempt, long dueAt) {
        OverlappingRuns runs = overlappingRuns();
        runs.running.remove(run);
        runs.retryLater(
                new OverlappingRuns.Retry(run.context.iteration(), attempt, run.context.scheduledNanos(), dueAt));
        timer().notice(this);
        return Step.REST;
    }

    // ---- a worker is through with something ----

    private void release(Step step, long now) {
        hold = Hold.FREE;
        boolean patient = nowCall() == null && interruptAt() == NEVER;
        if (patient && (step == Step.REST || (step == Step.AWAIT_TICK && isTimed()))) {
            return; // whoever changes that notices the timer
        }
        long notBefore = Long.MIN_VALUE;
        if (patient && step == Step.AWAIT_TICK) {
            notBefore = dueTick(now);
        } else if (patient && step == Step.AWAIT_RETRY) {
            notBefore = extras().retryAt;
        }
        timer().notice(this, notBefore);
    }

    /** Returns the run the calling worker has just been given. */
    synchronized Run current() {
        if (current == null) {
            throw new AssertionError("a worker of " + name() + " has no run");
        }
        return current;
    }

    /**
     * Ends the part of a call that an interrupt may reach; one that is on its way has arrived and is taken back.
     *
     * @return false if the run has been given up meanwhile
     */
    boolean leaveInterruptible(Run run) {
        CountDownLatch arrival;
        boolean mine;
        synchronized (this) {
            mine = isInProgress(run);
            run.interruptible = false;
            arrival = run.arrival;
        }
        Interrupt.absorb(arrival);
        return mine;
    }

    /** Lets a run last until a stage completes, for which no thread waits. */
    void awaitStage(Run run, CompletionStage<?> stage) {
        boolean unwanted;
        synchronized (this) {
            if (settings.policies().whenDisconnected() == WhenDisconnected.CANCEL && !settings.mayRun()) {
                run.interruptedFor = Run.Cause.DISCONNECTED; // while no interrupt could reach it
            }
            boolean cancelled = quitting && interruptAt() == NEVER;
            unwanted = !isInProgress(run) || cancelled || run.interruptedFor != Run.Cause.NONE;
            run.stage = stage;
            run.thread = null;
            run.interruptible = true;
            if (run == current) {
                hold = Hold.FREE;
            }
        }
        if (unwanted) {
            Interrupt.cancel(stage);
        }
        timer().notice(this); // a shutdown may have begun while the worker was busy
    }

    /** The stage of a run has completed. */
    void stageCompleted(Run run, @Nullable Throwable error) {
        synchronized (this) {
            run.done = true;
            run.error = error;
        }
        timer().notice(this);
    }

    /** The worker that ends a run whose stage has completed is in user code again, where no interrupt may reach it. */
    synchronized void resume(Run run) {
        run.interruptible = false;
        run.thread = Thread.currentThread();
    }

    synchronized boolean hasTimedOut(Run run) {
        return run.interruptedFor == Run.Cause.TIMEOUT;
    }

    /** Has the timer report a run that takes longer. */
    void expectAtMost(Run run, long nanos) {
        synchronized (this) {
            run.slowAt = EpochNanos.plus(run.startTick, nanos);
        }
        timer().notice(this);
    }

    /** Returns whether what a body ends with is to be overlooked: somebody wanted it to end. */
    synchronized boolean isQuitting(Run run) {
        return quitting
                || run.interruptedFor == Run.Cause.ENDING
                || isBotGone(); // of which the timer may not have told us yet
    }

    /** Returns whether a transient error of a run may be retried. */
    synchronized boolean mayRetry(Run run) {
        return ending == null
                && run.caller == null
                && run.context.attempt() < settings.policies().retry().maxAttempts();
    }

    /** The before-hook or a report is over; with an error, the loop is too. */
    synchronized Step beforeDone(Run run, @Nullable Throwable error) {
        if (!isInProgress(run)) {
            return Step.REST;
        }
        current = null;
        settled();
        if (error != null) {
            recordFailure(error);
            fail(error);
        } else if (ending == null) {
            beginRuns();
        }
        return proceed();
    }

    /** An attempt failed with a transient error; there is another after a delay. */
    synchronized Step backOff(Run run, Throwable error, long delayNanos) {
        if (!isInProgress(run)) {
            return Step.REST;
        }
        long now = timer().now();
        recordRetry(error, now - run.startTick);
        if (run != current) {
            return retryOverlapping(run, run.context.attempt() + 1, EpochNanos.plus(now, delayNanos));
        }
        current = null;
        LoopExtras retry = extras();
        retry.underWay = run.kind == Run.Kind.SCHEDULED;
        retry.attempt++;
        retry.retryAt = EpochNanos.plus(now, delayNanos);
        return proceed();
    }

    /** The next attempt is the first of another run. */
    private void settled() {
        if (extras != null) {
            extras.underWay = false;
            extras.attempt = 1;
        }
    }

    /** The run was interrupted because the connection was lost; it is repeated as the same attempt. */
    synchronized Step repeat(Run run) {
        if (!isInProgress(run)) {
            return Step.REST;
        }
        if (run != current) {
            return retryOverlapping(run, run.context.attempt(), timer().now());
        }
        current = null;
        extras().underWay = true;
        extras().retryAt = timer().now();
        return proceed();
    }

    /**
     * A run is over.
     *
     * @param error what it failed with; null if it succeeded or was cancelled
     * @param yield whether the worker has had this loop for long enough
     */
    synchronized Step runDone(Run run, @Nullable Throwable error, boolean yield) {
        if (!isInProgress(run)) {
            return Step.REST;
        }
        long now = timer().now();
        recordEnd(error, now - run.startTick);
        if (run != current) {
            return overlappingDone(run, error);
        }
        current = null;
        if (run.kind == Run.Kind.SCHEDULED) {
            settled();
            ran(schedule, now);
            if (!quitting) {
                countRun(error);
            }
        } else {
            passedDuringOtherRun(now);
            unregisterIfAtRest();
        }
        if (yield) {
            hold = Hold.HANDED;
            return Step.YIELD;
        }
        return proceed();
    }

    /** Makes the plan that {@link Step#PLAN} asks for. */
    Step plan() {
        Question question;
        synchronized (this) {
            question = question(schedule);
        }
        long now = present(question.grid(), timer().now());
        Planner.Plan plan;
        try {
            plan = answer(question, now, settings.policies());
        } catch (Throwable error) { // a schedule of the user's: the loop ends, but not without a word
            synchronized (this) {
                current = newRun(Run.Kind.REPORT, timer().now(), 1, 0);
                current.error = error;
                return Step.REPORT;
            }
        }
        if (plan.missed() > 0) {
            LoopLog.missed(this, plan);
        }
        LoopEvents.missed(this, plan);
        long jitter = plan.at() < now ? 0 : scheduler.random(settings.policies().jitterNanos());
        synchronized (this) {
            recordMisses(plan.missed(), plan.skipped());
            if (question.schedule() == schedule) { // else it was changed meanwhile, and has to be asked
                commit(question, plan, now);
                jitter(jitter);
            }
            return proceed();
        }
    }
}
