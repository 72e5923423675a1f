package io.github.jdatasks;

import io.github.jdatasks.internal.EpochNanos;
import io.github.jdatasks.internal.LoopTimer;
import io.github.jdatasks.internal.TimerEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The state of one loop, and every change of it.
 */
final class LoopMachine extends TimerEntry implements Runnable {
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
    private enum Phase {
        IDLE,
        STARTING,
        ACTIVE,
        ENDING,
        FINISHED
    }

    private enum Hold {
        FREE,
        HANDED,
        BUSY
    }

    private static final long PATIENCE_AFTER_INTERRUPT = Duration.ofSeconds(1).toNanos();
    private static final long NEVER = Long.MAX_VALUE;

    private final LoopTask task;
    private final LoopSettings settings;
    private final LoopScheduler scheduler;
    private final LoopTimer timer;

    private Schedule schedule;
    private ExceptionTypes exceptionTypes;
    private Phase phase = Phase.IDLE;
    private Hold hold = Hold.FREE;

    // The life.
    private @Nullable LoopFuture<LoopOutcome> completion;
    private @Nullable LoopFuture<LoopOutcome> restart;
    private @Nullable LoopOutcome ending;
    private @Nullable Throwable failure;
    private boolean quitting; // cancelled, unloaded or shut down: whatever a body throws now is no failure
    private boolean paused;
    private long iteration;
    private int failuresInARow;
    private long interruptAt = NEVER; // end of the grace of a shutdown

    // The runs.
    private final NextRun nextRun;
    private @Nullable Run current;
    private int attempt = 1;
    private boolean underWay; // between two attempts at one run
    private long retryAt;
    private @Nullable LoopFuture<@Nullable Void> nowCall;
    private @Nullable StatsRecorder stats;

    /** Its place in the {@link LoopRegistry}, which guards it; -1 if it is not there. */
    int registryIndex = -1;

    /** The watch of its gate while it is registered. */
    volatile @Nullable GateWatch gateWatch;

    /** Whether {@link #gateWatch} holds this machine; timer turns only. */
    boolean held;

    LoopMachine(LoopTask task, LoopSettings settings, Schedule schedule, LoopScheduler scheduler) {
        this.task = task;
        this.settings = settings;
        this.schedule = schedule;
        this.scheduler = scheduler;
        this.timer = scheduler.timer();
        this.nextRun = new NextRun(timer);
        this.exceptionTypes = settings.policies().retry().exceptionTypes();
    }

    // ---- what users ask for ----

    LoopFuture<LoopOutcome> start() {
        LoopFuture<LoopOutcome> future;
        synchronized (this) {
            if (isTaken()) {
                throw new IllegalStateException("The loop " + name() + " has been started already and is "
                        + publicState() + "; use startIfStopped() or restart()");
            }
            future = begin(null);
        }
        LoopLog.started(this);
        timer.notice(this);
        return future;
    }

    boolean startIfStopped() {
        synchronized (this) {
            if (isTaken()) {
                return false;
            }
            var unused = begin(null);
        }
        LoopLog.started(this);
        timer.notice(this);
        return true;
    }

    /** Ends the loop: STOPPED lets a run in progress end, CANCELLED interrupts it. */
    LoopFuture<LoopOutcome> stop(LoopOutcome how) {
        LoopFuture<LoopOutcome> future;
        Interrupt interrupt;
        synchronized (this) {
            dropPending(how);
            interrupt = requestEnd(how);
            future = isLive() ? completion() : endedFuture(how);
        }
        Interrupt.deliver(interrupt);
        timer.notice(this);
        return future;
    }

    LoopFuture<LoopOutcome> restart() {
        LoopFuture<LoopOutcome> future;
        Interrupt interrupt = null;
        synchronized (this) {
            if (restart != null) {
                return restart;
            }
            if (isLive()) {
                scheduler.checkMayStart(this);
                dropPending(LoopOutcome.CANCELLED);
                interrupt = requestEnd(LoopOutcome.CANCELLED);
                restart = new LoopFuture<>(this);
                future = restart;
            } else {
                future = begin(null);
            }
        }
        Interrupt.deliver(interrupt);
        timer.notice(this);
        return future;
    }

    /** Ends the loop because its bot or its scheduler ends; a run in progress gets the grace before it is interrupted. */
    LoopFuture<LoopOutcome> shutdown() {
        LoopFuture<LoopOutcome> future;
        synchronized (this) {
            dropPending(LoopOutcome.CANCELLED);
            quitting = true;
            if (isLive()) {
                markEnding(LoopOutcome.CANCELLED);
            }
            if (interruptAt == NEVER) {
                boolean exiting = current != null && current.thread != null && LoopLog.isExitingJvm(current.thread);
                interruptAt = timer.now() + (exiting ? -PATIENCE_AFTER_INTERRUPT : scheduler.graceNanos());
            }
            future = isLive() ? completion() : endedFuture(LoopOutcome.CANCELLED);
        }
        timer.notice(this);
        return future;
    }

    void pause(boolean pause) {
        synchronized (this) {
            if (!isLive()) {
                throw new IllegalStateException("The loop " + name() + " is " + publicState()
                        + "; only a started loop can be " + (pause ? "paused" : "resumed"));
            }
            paused = pause;
        }
        timer.notice(this);
    }

    LoopFuture<@Nullable Void> runNow() {
        LoopFuture<@Nullable Void> future;
        synchronized (this) {
            if (nowCall != null) {
                return nowCall;
            }
            scheduler.checkMayStart(this);
            future = new LoopFuture<>(this);
            if (isLive() && ending != null) {
                future.fail(new CancellationException("The loop " + name() + " is ending"));
                return future;
            }
            if (!isLive()) {
                scheduler.register(this);
                quitting = false;
                interruptAt = NEVER;
            }
            nowCall = future;
        }
        timer.notice(this);
        return future;
    }

    void changeSchedule(Schedule newSchedule) {
        synchronized (this) {
            schedule = newSchedule;
            if (phase == Phase.ACTIVE && nextRun.need() != NextRun.Need.FIRST) {
                nextRun.need(NextRun.Need.CHANGED);
            }
        }
        timer.notice(this);
    }

    synchronized void changeExceptionTypes(ExceptionTypes types) {
        exceptionTypes = types;
    }

    // ---- what users see ----

    LoopTask task() {
        return task;
    }

    LoopSettings settings() {
        return settings;
    }

    LoopScheduler scheduler() {
        return scheduler;
    }

    String name() {
        return settings.qualifiedName();
    }

    synchronized Schedule schedule() {
        return schedule;
    }

    synchronized ExceptionTypes exceptionTypes() {
        return exceptionTypes;
    }

    synchronized LoopState state() {
        return publicState();
    }

    synchronized LoopFuture<LoopOutcome> completion() {
        if (completion == null) {
            completion = new LoopFuture<>(this);
        }
        return completion;
    }

    synchronized boolean isLive() {
        return phase != Phase.IDLE && phase != Phase.FINISHED;
    }

    synchronized boolean isPaused() {
        return paused;
    }

    synchronized boolean isStopRequested() {
        return ending != null || quitting;
    }

    synchronized boolean isBeingCancelled() {
        return isLive() && ending == LoopOutcome.CANCELLED;
    }

    synchronized @Nullable Throwable failure() {
        return failure;
    }

    synchronized long iteration() {
        return iteration;
    }

    synchronized LoopStats stats() {
        return stats == null ? LoopStats.NOTHING : stats.snapshot();
    }

    synchronized boolean isCalledFrom(Thread thread) {
        return current != null && current.thread == thread;
    }

    Optional<Instant> nextIteration() {
        NextRun.Question question;
        synchronized (this) {
            boolean running = underWay || (current != null && current.kind == Run.Kind.SCHEDULED);
            question = phase != Phase.ACTIVE || ending != null ? null : nextRun.preview(schedule, running);
        }
        return nextRun.nextInstant(question, settings.policies());
    }

    // ---- the timer's side ----

    @Override
    protected void examine() {
        Step step = Step.REST;
        Interrupt interrupt = null;
        Run givenUp = null;
        boolean late = false;
        synchronized (this) {
            long now = timer.now();
            timer.cancel(this);
            boolean resting = hold == Hold.FREE && (current == null || current.done);
            if (!resting && now >= EpochNanos.plus(interruptAt, PATIENCE_AFTER_INTERRUPT)) {
                late = hold == Hold.HANDED;
                givenUp = late ? null : giveUp();
                resting = givenUp != null;
            }
            if (resting) {
                step = decide(now, true);
                if (step.isWork) {
                    hold = Hold.HANDED;
                } else {
                    arm(step);
                }
            } else if (now < interruptAt) {
                if (interruptAt != NEVER) {
                    timer.at(this, interruptAt);
                }
            } else if (now < interruptAt + PATIENCE_AFTER_INTERRUPT) {
                interrupt = Interrupt.of(current, Run.Cause.ENDING);
                timer.at(this, interruptAt + PATIENCE_AFTER_INTERRUPT);
            }
        }
        Interrupt.deliver(interrupt);
        if (givenUp != null) {
            LoopLog.givenUp(this, givenUp);
        }
        if (late) {
            scheduler.workers().rescue(this); // the executor does not get round to a loop that has to end
        } else if (step.isWork) {
            handOver();
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
        if (step == Step.AWAIT_RETRY) {
            timer.at(this, retryAt);
        } else if (step == Step.AWAIT_TICK && nextRun.isOnGrid()) {
            timer.at(this, nextRun.planned());
        } else if (step == Step.AWAIT_TICK) {
            timer.atWall(this, nextRun.planned());
        }
        GateWatch watch = gateWatch;
        if (watch != null && (step == Step.AWAIT_GATE || (nowCall != null && !settings.mayRun()))) {
            watch.hold(this);
        }
    }

    /** Has a worker take this machine over; the hold is HANDED. */
    void handOver() {
        try {
            scheduler.workers().execute(this);
        } catch (Throwable rejection) { // the user's executor: that run fails, the loop goes on
            scheduler.workers().rescue(() -> LoopWorker.work(this, rejection));
        }
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
        long now = timer.now();
        Step step = decide(now, false);
        switch (step) {
            case BEFORE -> current = newRun(Run.Kind.BEFORE, now, attempt, 0);
            case RUN -> current = newRun(Run.Kind.SCHEDULED, now, attempt, nextRun.lateness(now));
            case RUN_NOW -> {
                current = newRun(Run.Kind.NOW, now, 1, 0);
                nowCall = null;
            }
            case AFTER -> current = newRun(Run.Kind.AFTER, now, 1, 0);
            case PLAN, FINISH_RUN -> {}
            default -> release(step, now);
        }
        return step;
    }

    private Run newRun(Run.Kind kind, long now, int number, long lateness) {
        if (kind == Run.Kind.SCHEDULED || kind == Run.Kind.NOW) {
            recorder().started(lateness);
        }
        LoopContext context = new LoopContext(this, iteration, number, timer.wallNow(), lateness);
        return new Run(kind, context, kind == Run.Kind.NOW ? nowCall : null, now);
    }

    private void release(Step step, long now) {
        hold = Hold.FREE;
        boolean patient = nowCall == null && interruptAt == NEVER;
        if (patient && step == Step.REST) {
            return; // whoever changes that notices the timer
        }
        long notBefore = Long.MIN_VALUE;
        if (patient && step == Step.AWAIT_TICK) {
            notBefore = nextRun.dueTick(now);
        } else if (patient && step == Step.AWAIT_RETRY) {
            notBefore = retryAt;
        }
        timer.notice(this, notBefore);
    }

    /** Returns the run the calling worker has just been given. */
    synchronized Run current() {
        if (current == null) {
            throw new AssertionError("a worker of " + name() + " has no run");
        }
        return current;
    }

    /** Ends the part of a call that an interrupt may reach; one that is on its way has arrived and is taken back. */
    void leaveInterruptible(Run run) {
        CountDownLatch arrival;
        synchronized (this) {
            run.interruptible = false;
            arrival = run.arrival;
        }
        Interrupt.absorb(arrival);
    }

    /** Lets a run last until a stage completes, for which no thread waits. */
    void awaitStage(Run run, CompletionStage<?> stage) {
        boolean unwanted;
        synchronized (this) {
            if (settings.policies().whenDisconnected() == WhenDisconnected.CANCEL && !settings.mayRun()) {
                run.interruptedFor = Run.Cause.DISCONNECTED; // while no interrupt could reach it
            }
            boolean cancelled = quitting && interruptAt == NEVER;
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
        timer.notice(this); // a shutdown may have begun while the worker was busy
    }

    /** The stage of a run has completed. */
    void stageCompleted(Run run, @Nullable Throwable error) {
        synchronized (this) {
            run.done = true;
            run.error = error;
        }
        timer.notice(this);
    }

    /** The worker that ends a run whose stage has completed is in user code again, where no interrupt may reach it. */
    synchronized void resume(Run run) {
        run.interruptible = false;
        run.thread = Thread.currentThread();
    }

    /** Returns whether what a body ends with is to be overlooked: somebody wanted it to end. */
    synchronized boolean isQuitting() {
        return quitting;
    }

    /** Returns whether a transient error of a run may be retried. */
    synchronized boolean mayRetry(Run run) {
        return ending == null
                && run.caller == null
                && run.context.attempt() < settings.policies().retry().maxAttempts();
    }

    /** The before-hook is over; with an error, the loop is too. */
    synchronized Step beforeDone(Run run, @Nullable Throwable error) {
        if (run != current) {
            return Step.REST;
        }
        current = null;
        attempt = 1;
        if (error != null) {
            recorder().failed(error);
            fail(error);
        } else if (ending == null) {
            phase = Phase.ACTIVE;
            nextRun.need(NextRun.Need.FIRST);
        }
        return proceed();
    }

    /** An attempt failed with a transient error; there is another after a delay. */
    synchronized Step backOff(Run run, Throwable error, long delayNanos) {
        if (run != current) {
            return Step.REST;
        }
        long now = timer.now();
        current = null;
        recorder().retried(error, now - run.startTick);
        underWay = run.kind == Run.Kind.SCHEDULED;
        attempt++;
        retryAt = EpochNanos.plus(now, delayNanos);
        return proceed();
    }

    /** The run was interrupted because the connection was lost; it is repeated as the same attempt. */
    synchronized Step repeat(Run run) {
        if (run != current) {
            return Step.REST;
        }
        current = null;
        underWay = true;
        retryAt = timer.now();
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
        long now = timer.now();
        current = null;
        recorder().finished(error, now - run.startTick);
        if (run.kind == Run.Kind.SCHEDULED) {
            underWay = false;
            attempt = 1;
            nextRun.ran(schedule, now);
            if (!quitting) {
                countRun(error);
            }
        } else {
            unregisterIfAtRest();
        }
        if (yield) {
            hold = Hold.HANDED;
            return Step.YIELD;
        }
        return proceed();
    }

    private void countRun(@Nullable Throwable error) {
        LoopSettings.Policies policies = settings.policies();
        iteration++;
        failuresInARow = error == null ? 0 : failuresInARow + 1;
        boolean tooMany = policies.maxFailures() > 0 && failuresInARow >= policies.maxFailures();
        if (error != null && (tooMany || policies.onFailure() == OnFailure.STOP)) {
            fail(error);
        } else if (ending == null && policies.count() > 0 && iteration >= policies.count()) {
            ending = LoopOutcome.COMPLETED;
        }
    }

    /** Makes the plan that {@link Step#PLAN} asks for. */
    Step plan() {
        NextRun.Question question;
        synchronized (this) {
            question = nextRun.question(schedule);
        }
        long now = nextRun.present(question.grid(), timer.now());
        Planner.Plan plan;
        try {
            plan = nextRun.answer(question, now, settings.policies());
        } catch (Throwable error) { // a schedule of the user's: the loop ends, but not without a word
            LoopLog.scheduleFailed(this, question.schedule(), error);
            synchronized (this) {
                fail(error);
                return proceed();
            }
        }
        if (plan.missed() > 0) {
            LoopLog.missed(this, plan);
        }
        synchronized (this) {
            recorder().missed(plan.missed(), plan.skipped());
            if (question.schedule() == schedule) { // else it was changed meanwhile, and has to be asked
                nextRun.commit(question, plan, now);
            }
            return proceed();
        }
    }

    /** The after-hook is over: ends the life, tells who waits for that, and begins the next life if one was asked for. */
    void afterDone(Run run) {
        LoopFuture<LoopOutcome> ended;
        LoopFuture<LoopOutcome> next;
        LoopOutcome outcome;
        synchronized (this) {
            if (run != current) {
                return;
            }
            current = null;
            hold = Hold.FREE;
            phase = Phase.FINISHED;
            iteration = 0;
            paused = false;
            ended = completion();
            outcome = ending == null ? LoopOutcome.COMPLETED : ending;
            next = restart;
            unregisterIfAtRest();
        }
        LoopLog.ended(this, outcome);
        ended.finish(outcome);
        if (next != null) {
            beginRestart(next);
        }
        timer.notice(this);
    }

    private void beginRestart(LoopFuture<LoopOutcome> next) {
        synchronized (this) {
            if (restart != next) {
                return; // stopped meanwhile
            }
            restart = null;
            try {
                var unused = begin(next);
                return;
            } catch (IllegalStateException shutDown) { // the bot or the scheduler, since the restart was asked for
                LoopLog.notRestarted(this, shutDown);
            }
        }
        next.finish(LoopOutcome.CANCELLED);
    }

    // ---- decisions, under the lock ----

    private Step decide(long now, boolean onTimer) {
        if (current != null) {
            return current.done ? Step.FINISH_RUN : Step.REST;
        }
        if (ending == null && isLive() && settings.isBotGone()) {
            markEnding(LoopOutcome.CANCELLED);
        }
        Step step = switch (phase) {
            case IDLE, FINISHED -> nowCall == null ? Step.REST : settings.mayRun() ? Step.RUN_NOW : Step.AWAIT_GATE;
            case STARTING -> ending == null ? decideStarting(now) : Step.AFTER;
            case ACTIVE -> ending == null ? decideActive(now, onTimer) : Step.AFTER;
            case ENDING -> Step.AFTER;
        };
        if (step == Step.AFTER) {
            phase = Phase.ENDING;
        }
        return step;
    }

    private Step decideStarting(long now) {
        if (!settings.mayBegin()) {
            return Step.AWAIT_GATE;
        }
        return attempt > 1 && now < retryAt ? Step.AWAIT_RETRY : Step.BEFORE;
    }

    private Step decideActive(long now, boolean onTimer) {
        boolean open = settings.mayRun();
        Step blocked = open ? Step.REST : Step.AWAIT_GATE;
        if (nowCall != null && open) {
            return Step.RUN_NOW;
        }
        if (underWay) {
            return now < retryAt ? Step.AWAIT_RETRY : paused || !open ? blocked : Step.RUN;
        }
        NextRun.Need need = nextRun.need();
        if (need == NextRun.Need.FIRST && Planner.isGrid(schedule) && (paused || !open)) {
            return blocked; // the grid begins when the first run is possible
        }
        if (need != NextRun.Need.NONE) {
            return Step.PLAN;
        }
        if (nextRun.isExhausted()) {
            ending = LoopOutcome.COMPLETED;
            return Step.AFTER;
        }
        if (!nextRun.isDue(now)) {
            return Step.AWAIT_TICK;
        }
        if (onTimer) {
            nextRun.noticeSuspend(now);
        }
        if (paused || !open) {
            nextRun.disarm();
            return blocked;
        }
        if (!nextRun.isArmed()) {
            nextRun.need(NextRun.Need.MISSED);
            return Step.PLAN;
        }
        return Step.RUN;
    }

    private LoopState publicState() {
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
                if (paused || !settings.mayRun()) {
                    yield LoopState.PAUSED;
                }
                yield underWay ? LoopState.BACKING_OFF : LoopState.WAITING;
            }
        };
    }

    // ---- small parts, under the lock ----

    private boolean isTaken() {
        return isLive() || restart != null;
    }

    /** Begins a life, whose future is the given one, or the first life's, or a new one. */
    private LoopFuture<LoopOutcome> begin(@Nullable LoopFuture<LoopOutcome> promised) {
        scheduler.checkMayStart(this);
        scheduler.register(this);
        if (promised != null || completion().isDone()) {
            completion = promised == null ? new LoopFuture<>(this) : promised;
        }
        phase = Phase.STARTING;
        ending = null;
        failure = null;
        quitting = false;
        paused = false;
        iteration = 0;
        failuresInARow = 0;
        interruptAt = NEVER;
        attempt = 1;
        underWay = false;
        nextRun.reset();
        return completion();
    }

    private @Nullable Interrupt requestEnd(LoopOutcome how) {
        if (isLive()) {
            markEnding(how);
        }
        if (how != LoopOutcome.CANCELLED) {
            return null;
        }
        quitting = true;
        return Interrupt.of(current, Run.Cause.ENDING);
    }

    private void markEnding(LoopOutcome how) {
        boolean decided = current != null && current.kind == Run.Kind.AFTER;
        if (!decided && (ending == null || how == LoopOutcome.CANCELLED)) {
            ending = how;
        }
        quitting |= how == LoopOutcome.CANCELLED;
        if (current == null && hold != Hold.BUSY) {
            phase = Phase.ENDING;
        }
    }

    private void fail(Throwable error) {
        if (ending != LoopOutcome.CANCELLED) {
            ending = LoopOutcome.FAILED;
            failure = error;
        }
    }

    /** Lets go of a waiting call and of a restart to come. */
    private void dropPending(LoopOutcome how) {
        if (nowCall != null) {
            drop(nowCall);
            nowCall = null;
            unregisterIfAtRest();
        }
        LoopFuture<LoopOutcome> dropped = restart;
        if (dropped != null) {
            restart = null;
            var unused = completion().thenAcceptAsync(ended -> dropped.finish(how), scheduler.workers()::rescue);
        }
    }

    private void drop(LoopFuture<?> call) {
        scheduler.workers().rescue(() -> call.fail(new CancellationException("The loop " + name() + " is ending")));
    }

    private void unregisterIfAtRest() {
        if (!isLive() && nowCall == null && (current == null || current.caller == null)) {
            scheduler.unregister(this);
        }
    }

    /** Returns what to answer to a stop of a loop that is not live: its last outcome, or the end of a run in progress. */
    private LoopFuture<LoopOutcome> endedFuture(LoopOutcome how) {
        if (current == null && completion != null && completion.isDone()) {
            return completion;
        }
        LoopFuture<LoopOutcome> ended = new LoopFuture<>(this);
        if (current == null || current.caller == null) {
            ended.finish(how);
        } else {
            var unused = current.caller.handle((done, error) -> {
                ended.finish(how);
                return null;
            });
        }
        return ended;
    }

    private StatsRecorder recorder() {
        if (stats == null) {
            stats = new StatsRecorder();
        }
        return stats;
    }
}
