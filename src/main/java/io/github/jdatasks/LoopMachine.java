package io.github.jdatasks;

import io.github.jdatasks.internal.EpochNanos;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The state of one loop, and every change of it.
 */
final class LoopMachine extends LoopDecisions implements Runnable {
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

    /** The watch whose list of held loops this machine is in; timer turns only. */
    @Nullable GateWatch heldBy;

    LoopMachine(
            LoopTask task,
            String name,
            Object body,
            LoopSettings settings,
            Schedule schedule,
            LoopScheduler scheduler) {
        super(task, name, body, settings, schedule, scheduler);
    }

    // ---- the timer's side ----

    @Override
    protected void examine() {
        Step step = Step.REST;
        Interrupt interrupt = null;
        Run givenUp = null;
        boolean late = false;
        synchronized (this) {
            long now = timer().now();
            boolean resting = hold == Hold.FREE && (current == null || current.done);
            if (!resting && now >= EpochNanos.plus(interruptAt(), PATIENCE_AFTER_INTERRUPT)) {
                late = hold == Hold.HANDED;
                givenUp = late ? null : giveUp();
                resting = givenUp != null;
            }
            if (resting) {
                step = decide(now, true);
                if (step.isWork) {
                    hold = Hold.HANDED;
                    armTickAfter(step, now);
                } else {
                    arm(step);
                }
            } else if (now < interruptAt()) {
                armBusy(interruptAt());
            } else if (now < interruptAt() + PATIENCE_AFTER_INTERRUPT) {
                interrupt = Interrupt.of(current, Run.Cause.ENDING);
                armBusy(interruptAt() + PATIENCE_AFTER_INTERRUPT);
            }
        }
        Interrupt.deliver(interrupt);
        if (givenUp != null) {
            LoopLog.givenUp(this, givenUp);
        }
        if (late) {
            scheduler.workers().rescue(this); // the executor does not get round to a loop that has to end
        } else if (step.isWork) {
            handOver(this);
        }
    }

    /** Interrupts the run in progress because the connection is gone; it will be repeated. */
    void connectionLost() {
        Interrupt interrupt = null;
        synchronized (this) {
            if (current != null && current.kind == Run.Kind.SCHEDULED) {
                interrupt = Interrupt.of(current, Run.Cause.DISCONNECTED);
            }
        }
        Interrupt.deliver(interrupt);
    }

    private void arm(Step step) {
        timed(false);
        if (step == Step.AWAIT_RETRY) {
            timer().at(this, extras().retryAt);
        } else if (step == Step.AWAIT_TICK && isOnGrid()) {
            timer().at(this, planned());
        } else if (step == Step.AWAIT_TICK) {
            timer().atWall(this, planned());
        } else {
            timer().cancel(this);
        }
        GateWatch watch = gateWatch;
        if (watch != null && (step == Step.AWAIT_GATE || (nowCall() != null && !settings.mayRun()))) {
            watch.hold(this);
        }
    }

    /** Sets the timer for the tick after the one that is handed over: then the worker has nothing to tell it. */
    private void armTickAfter(Step step, long now) {
        long next = step == Step.RUN ? tickAfterPlanned(schedule) : Planner.NONE;
        timed(next > now);
        if (next > now) {
            timer().at(this, next);
        } else {
            timer().cancel(this);
        }
    }

    /** Sets the timer while a worker or a stage has the loop. */
    private void armBusy(long deadline) {
        timed(false);
        if (deadline == NEVER) {
            timer().cancel(this);
        } else {
            timer().at(this, deadline);
        }
    }

    /** Has a worker take this machine over; the hold is HANDED. */
    private void handOver(Runnable work) {
        try {
            scheduler.workers().execute(work);
        } catch (Throwable rejection) { // the user's executor: that run fails, the loop goes on
            scheduler.workers().rescue(() -> LoopWorker.work(this, rejection));
        }
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

    private @Nullable Run giveUp() {
        Run run = current;
        if (run == null || run.kind == Run.Kind.AFTER) {
            return null;
        }
        current = null;
        hold = Hold.FREE;
        if (run.caller != null) {
            drop(run.caller);
            unregisterIfAtRest();
        }
        return run;
    }

    // ---- the worker's side ----

    @Override
    public void run() {
        LoopWorker.work(this, null);
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
            case RUN -> current = newRun(Run.Kind.SCHEDULED, now, attempt(), lateness(now));
            case RUN_NOW -> {
                current = newRun(Run.Kind.NOW, now, 1, 0);
                extras().nowCall = null;
            }
            case AFTER -> current = newRun(Run.Kind.AFTER, now, 1, 0);
            case PLAN, FINISH_RUN -> {}
            default -> release(step, now);
        }
        return step;
    }

    private Run newRun(Run.Kind kind, long now, int number, long lateness) {
        if (kind == Run.Kind.SCHEDULED || kind == Run.Kind.NOW) {
            recordStart(lateness);
        }
        LoopContext context = new LoopContext(this, iteration, number, timer().wallNow(), lateness);
        return new Run(kind, context, kind == Run.Kind.NOW ? nowCall() : null, now);
    }

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
            mine = run == current;
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
            unwanted = run != current || cancelled || run.interruptedFor != Run.Cause.NONE;
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
        if (run != current) {
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
        if (run != current) {
            return Step.REST;
        }
        long now = timer().now();
        current = null;
        recordRetry(error, now - run.startTick);
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
        if (run != current) {
            return Step.REST;
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
        if (run != current) {
            return Step.REST;
        }
        long now = timer().now();
        current = null;
        recordEnd(error, now - run.startTick);
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
        synchronized (this) {
            recordMisses(plan.missed(), plan.skipped());
            if (question.schedule() == schedule) { // else it was changed meanwhile, and has to be asked
                commit(question, plan, now);
            }
            return proceed();
        }
    }
}
