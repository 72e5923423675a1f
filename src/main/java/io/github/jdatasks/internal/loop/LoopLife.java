package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a loop, and the end of its life: the layer of the {@link LoopMachine} that users call.
 */
public abstract class LoopLife extends LoopCalls {
    /** How long a run that was interrupted at shutdown has before it is given up. */
    static final long PATIENCE_AFTER_INTERRUPT = Duration.ofSeconds(1).toNanos();

    LoopLife(
            Function<LoopControl, LoopTask> tasks,
            String name,
            Object body,
            LoopSettings settings,
            Schedule schedule,
            LoopHost scheduler) {
        super(tasks, name, body, settings, schedule, scheduler);
    }

    /** The connection is gone, and the run in progress is to be interrupted and repeated. */
    public abstract void connectionLost();

    /** The schedule has been replaced. */
    abstract void scheduleChanged();

    // ---- what users ask for ----

    @Override
    protected @Nullable LoopFuture<LoopOutcome> tryStart() {
        LoopFuture<LoopOutcome> future;
        synchronized (this) {
            if (!beginUnlessTaken()) {
                return null;
            }
            future = completion();
        }
        tellStarted();
        timer().signal(this);
        return future;
    }

    @Override
    public boolean startIfStopped() { // without a future, which costs memory if it is not asked for
        boolean begins;
        synchronized (this) {
            begins = beginUnlessTaken();
        }
        if (begins) {
            tellStarted();
            timer().signal(this);
        }
        return begins;
    }

    @Override
    public void startOnceEnded() {
        synchronized (this) {
            if (isLive() && ending() != null && extras().restart == null) {
                extras().restart = new LoopFuture<>(this);
                return;
            }
        }
        startIfStopped();
    }

    private boolean beginUnlessTaken() {
        if (isTaken()) {
            return false;
        }
        begin(null);
        return true;
    }

    /** Ends the loop: STOPPED lets a run in progress end, CANCELLED interrupts it. */
    @Override
    public LoopFuture<LoopOutcome> stop(LoopOutcome how) {
        LoopFuture<LoopOutcome> future;
        List<Interrupt> interrupts;
        synchronized (this) {
            dropPending(how);
            interrupts = requestEnd(how);
            future = isLive() ? completion() : endedFuture(how);
        }
        Interrupt.deliver(interrupts, scheduler);
        timer().signal(this);
        return future;
    }

    @Override
    public LoopFuture<LoopOutcome> restart() {
        LoopFuture<LoopOutcome> future;
        List<Interrupt> interrupts;
        boolean begins = false;
        synchronized (this) {
            if (extras != null && extras.restart != null) {
                return extras.restart;
            }
            scheduler.checkMayStart(this);
            dropPending(LoopOutcome.CANCELLED);
            interrupts = requestEnd(LoopOutcome.CANCELLED);
            if (isLive()) {
                future = new LoopFuture<>(this);
                extras().restart = future;
            } else {
                begin(null);
                future = completion();
                begins = true;
            }
        }
        if (begins) {
            tellStarted();
        }
        Interrupt.deliver(interrupts, scheduler);
        timer().signal(this);
        return future;
    }

    /** Ends the loop because its bot or its scheduler ends; a run in progress gets the grace before it is interrupted. */
    @Override
    public LoopFuture<LoopOutcome> shutdown() {
        LoopFuture<LoopOutcome> future;
        boolean exiting = userThreads().stream().anyMatch(LoopLog::isExitingJvm); // then it will not come back
        Thread planner = scheduler.desks().threadAt(machine());
        boolean plannerExits = planner != null && LoopLog.isExitingJvm(planner);
        Run after = null;
        synchronized (this) {
            Run inProgress = current();
            if (inProgress == null && plannerExits && owner() == Owner.WORKER) {
                setOwner(Owner.TIMER); // it is in the user's schedule
            }
            if (inProgress != null && inProgress.kind == Run.Kind.AFTER && exiting) {
                after = inProgress; // no other call is in progress then
            }
            boolean first = interruptAt() == NEVER;
            if (first || !quitting) { // else what is pending may be for the bot that comes next
                dropPending(LoopOutcome.CANCELLED);
            }
            quit();
            if (isLive()) {
                markEnding(LoopOutcome.CANCELLED);
            }
            if (exiting) {
                extras().interruptAt = timer().now() - PATIENCE_AFTER_INTERRUPT;
            } else if (first) {
                extras().interruptAt = timer().now() + scheduler.graceNanos();
            }
            future = isLive() ? completion() : endedFuture(LoopOutcome.CANCELLED);
        }
        Run unending = after;
        if (unending != null) {
            scheduler.onWorker(() -> endLife(null, unending));
        }
        timer().signal(this);
        return future;
    }

    @Override
    public void pause(boolean pause) {
        synchronized (this) {
            if (phase() == Phase.FINISHED) {
                return; // a pause ends with its life
            }
            paused = pause;
            tellPause();
        }
        timer().signal(this);
    }

    @Override
    public void changeSchedule(Schedule newSchedule) {
        synchronized (this) {
            schedule = newSchedule;
            scheduleChanged();
        }
        timer().signal(this);
    }

    // ---- the end ----

    /** The after-hook is over: ends the life, tells who waits for that, and begins the next life if one was asked for. */
    void afterDone(LoopWorker worker) {
        endLife(worker, worker.run());
    }

    /** As {@link #afterDone}; without a worker if its thread will not come back from the after-hook. */
    private void endLife(@Nullable LoopWorker worker, Run after) {
        LoopFuture<LoopOutcome> ended;
        LoopFuture<LoopOutcome> next;
        LoopOutcome outcome;
        boolean ran;
        boolean deadlineLeft; // for the timer to forget, which would keep the loop; or something else to look at
        synchronized (this) {
            if (worker != null && worker.isAlone()) {
                worker.noLongerAlone();
            } else if (after != current()) {
                return;
            }
            setCurrent(null);
            setOwner(Owner.TIMER);
            setPhase(Phase.FINISHED);
            ran = iteration > 0;
            iteration = 0;
            paused = false;
            ended = completion;
            outcome = outcome();
            next = extras == null ? null : extras.restart;
            deadlineLeft = extras != null || hasDeadline || worker == null;
            unregisterIfAtRest();
            LoopEvents.ended(this, outcome);
        }
        LoopLog.ended(this, outcome, ran);
        LoopEvents.flush(this);
        if (ended != null) {
            ended.finish(outcome);
        }
        if (next != null) {
            beginRestart(next);
        }
        if (deadlineLeft) {
            timer().signal(this);
        }
        LoopSettings.ShardFamily group = settings.group();
        if (group != null) {
            group.partEnded();
        }
    }

    private void beginRestart(LoopFuture<LoopOutcome> next) {
        IllegalStateException shutDown = null; // the bot or the scheduler, since the restart was asked for
        synchronized (this) {
            if (extras == null || extras.restart != next) {
                return; // stopped meanwhile
            }
            extras.restart = null;
            try {
                begin(next);
            } catch (IllegalStateException e) {
                shutDown = e;
            }
        }
        if (shutDown == null) {
            tellStarted();
        } else {
            LoopLog.notStarted(this, shutDown);
            next.finish(LoopOutcome.CANCELLED);
        }
    }

    private void tellStarted() {
        LoopLog.started(this);
        LoopEvents.flush(this);
    }

    // ---- small parts, under the lock ----

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

    /** Begins a life, whose future is the given one, or the first life's, or a new one. */
    private void begin(@Nullable LoopFuture<LoopOutcome> promised) {
        register();
        long grace = graceOfBefore();
        extras = extras == null ? null : extras.ofNextLife();
        if (grace != NEVER) {
            extras().interruptAt = grace;
        }
        if (promised != null || phase() == Phase.FINISHED) {
            completion = promised;
        }
        if (phase() == Phase.FINISHED) { // else it has been paused with its group, or by itself, before
            paused = settings.group() != null && settings.group().holdsParts();
        }
        setPhase(Phase.STARTING);
        setEnding(null);
        quitting = false;
        iteration = 0;
        resetPlan(schedule);
        LoopEvents.started(this);
        tellPause();
    }

    private List<Interrupt> requestEnd(LoopOutcome how) {
        if (isLive()) {
            markEnding(how);
        }
        runsInProgress().forEach(run -> run.stopped = true);
        if (how != LoopOutcome.CANCELLED) {
            return List.of();
        }
        quit();
        return Interrupt.of(runsInProgress(), Run.Cause.ENDING);
    }

    private void quit() {
        quitting = true;
        runsInProgress().forEach(run -> run.unwanted = true); // be there another life when they end
    }

    void markEnding(LoopOutcome how) {
        Run inProgress = current();
        boolean decided = inProgress != null && inProgress.kind == Run.Kind.AFTER;
        if (!decided && (ending() == null || how == LoopOutcome.CANCELLED)) {
            setEnding(how);
        }
        quitting |= how == LoopOutcome.CANCELLED;
        if (runsInProgress().isEmpty() && owner() != Owner.WORKER) {
            setPhase(Phase.ENDING);
        }
    }

    void fail(Throwable error) {
        if (ending() != LoopOutcome.CANCELLED) {
            setEnding(LoopOutcome.FAILED);
            extras().failure = error;
        }
    }

    /** Lets go of a waiting call and of a restart to come. */
    private void dropPending(LoopOutcome how) {
        dropCall();
        unregisterIfAtRest();
        LoopFuture<LoopOutcome> dropped = extras == null ? null : extras.restart;
        if (dropped != null) {
            extras().restart = null;
            var unused = completion().thenAcceptAsync(ended -> dropped.finish(how), scheduler.workers()::rescue);
        }
    }

    /** Returns what to answer to a stop of a loop that is not live: its last outcome, or the end of runs in progress. */
    private LoopFuture<LoopOutcome> endedFuture(LoopOutcome how) {
        if (runsInProgress().isEmpty() && phase() == Phase.FINISHED) {
            return completion();
        }
        LoopFuture<LoopOutcome> ended = new LoopFuture<>(this);
        var unused = LoopFuture.allEnded(callers().stream()).thenRun(() -> ended.finish(how));
        return ended;
    }
}
