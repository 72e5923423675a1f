package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.schedule.Planner;
import io.github.jdatasks.internal.util.EpochNanos;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The state of one loop, and every change of it.
 */
public final class LoopMachine extends LoopRuns {
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
     * The whole is one object to be small - a reference and a header for each part would make it a quarter larger - and
     * many classes to be read one by one, each a layer on top of the one before: StatsRecorder counts, NextRun plans,
     * LoopFacts answers, LoopCalls and LoopLife are what users call, LoopDecisions the rules, LoopTurns what the timer
     * does, LoopRuns the runs, and this what workers report. What few loops need is in LoopExtras.
     *
     * A run that outlives its shutdown is given up: current is cleared, and when its thread comes back at last it finds
     * that it is no longer current and has no say any more.
     */

    public LoopMachine(
            Function<LoopControl, LoopTask> tasks,
            String name,
            Object body,
            LoopSettings settings,
            Schedule schedule,
            LoopHost scheduler) {
        super(tasks, name, body, settings, schedule, scheduler);
    }

    @Override
    LoopMachine machine() {
        return this;
    }

    // ---- the worker's side ----

    @Override
    public void run() {
        LoopWorker.work(this, null);
    }

    /** Has another worker go on with this machine; the owner is QUEUED. */
    void passOn() {
        new PassedOn(this).give();
    }

    void handBack() {
        synchronized (this) {
            if (owner() != Owner.QUEUED) {
                return; // another thread was quicker
            }
            setOwner(Owner.TIMER);
        }
        timer().signal(this);
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
    private Step proceed(LoopWorker worker, long now) {
        Step step = decide(now, false);
        switch (step) {
            case BEFORE -> setCurrent(newRun(Run.Kind.BEFORE, now, attempt(), 0));
            case RUN -> {
                if (mayOverlap()) {
                    setCurrent(overlappingRun(now));
                } else {
                    give(worker, scheduledRun(iteration, now, attempt(), lateness(now)));
                }
            }
            case RUN_NOW -> {
                setCurrent(newRun(Run.Kind.NOW, now, 1, 0));
                extras().nowCall = null;
            }
            case AFTER -> give(worker, newRun(Run.Kind.AFTER, now, 1, 0));
            case FINISH_RUN -> {
                if (current() == null) {
                    setCurrent(completedRun());
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
            worker.run(step.callsBody ? take() : given());
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
        if (patient && isTimed() && (step == Step.REST || step == Step.AWAIT_TICK)) {
            return; // the timer will look anyway, or the thread that changes that signals it
        }
        long notBefore = Long.MIN_VALUE;
        if (patient && step == Step.AWAIT_TICK) {
            notBefore = dueTick(now);
        } else if (patient && step == Step.AWAIT_RETRY) {
            notBefore = extras().retryAt;
        }
        timer().signal(this, notBefore);
    }

    /** The before-hook or a report is over; with an error, the loop is too. */
    synchronized Step beforeDone(LoopWorker worker, @Nullable Throwable error) {
        if (!isInProgress(worker.run())) {
            return Step.REST;
        }
        setCurrent(null);
        settled();
        if (error != null) {
            recordFailure(error);
            fail(error);
        } else if (ending() == null) {
            beginRuns();
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
        recordRetry(error, now - run.startTick);
        if (run != current()) {
            return retryOverlapping(run, run.context.attempt() + 1, EpochNanos.plus(now, delayNanos));
        }
        setCurrent(null);
        LoopExtras retry = extras();
        retry.underWay = run.kind == Run.Kind.SCHEDULED;
        retry.attempt++;
        retry.retryAt = EpochNanos.plus(now, delayNanos);
        return proceed(worker, now);
    }

    /** The next attempt is the first of another run. */
    private void settled() {
        if (extras != null) {
            extras.underWay = false;
            extras.attempt = 1;
        }
    }

    /** The run was interrupted because the connection was lost; it is repeated as the same attempt. */
    synchronized Step repeat(LoopWorker worker) {
        Run run = worker.run();
        if (!isInProgress(run)) {
            return Step.REST;
        }
        if (run != current()) {
            return retryOverlapping(run, run.context.attempt(), timer().now());
        }
        setCurrent(null);
        long now = timer().now();
        extras().underWay = true;
        extras().retryAt = now;
        return proceed(worker, now);
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
        recordEnd(null, now - run.startTick);
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
        recordEnd(error, now - run.startTick);
        if (run != current()) {
            return overlappingDone(run, error);
        }
        setCurrent(null);
        return goOn(worker, run, error, now);
    }

    private Step goOn(LoopWorker worker, Run over, @Nullable Throwable error, long now) {
        if (over.kind == Run.Kind.SCHEDULED) {
            settled();
            ran(schedule, now);
            if (!quitting) {
                countRun(error);
            }
        } else {
            passedDuringOtherRun(now);
            unregisterIfAtRest();
            // Another worker takes the next step: this one has a future to complete, whose dependents may take long.
            setOwner(Owner.TIMER);
            timer().signal(this);
            return Step.REST;
        }
        if (worker.hasHadEnough(now)) {
            setOwner(Owner.QUEUED);
            return Step.YIELD;
        }
        return proceed(worker, now);
    }

    /** Makes the plan that {@link Step#PLAN} asks for. */
    Step plan(LoopWorker worker) {
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
                if (question.schedule() != schedule) {
                    return proceed(worker, timer().now()); // it was changed meanwhile, and is of no interest
                }
                Run report = newRun(Run.Kind.REPORT, timer().now(), 1, 0);
                report.error = error;
                setCurrent(report);
                worker.run(report);
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
            return proceed(worker, timer().now());
        }
    }
}
