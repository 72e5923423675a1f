package io.github.jdatasks;

import io.github.jdatasks.internal.LoopTimer;
import io.github.jdatasks.internal.TimerEntry;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a loop and what has become of it: the part of the {@link LoopMachine} that users see. Everything is
 * guarded by the machine's monitor.
 */
abstract class LoopLife extends TimerEntry implements LoopFuture.Owner {
    /** How long a run that was interrupted at shutdown has before it is given up. */
    static final long PATIENCE_AFTER_INTERRUPT = Duration.ofSeconds(1).toNanos();

    static final long NEVER = Long.MAX_VALUE;

    final LoopSettings settings;
    final LoopScheduler scheduler;
    final LoopTimer timer;
    private final LoopTask task;

    Schedule schedule;
    private ExceptionTypes exceptionTypes;
    LoopPhase phase = LoopPhase.IDLE;
    Hold hold = Hold.FREE;

    @Nullable Run current;

    // What users want.
    private @Nullable LoopFuture<LoopOutcome> restart;

    @Nullable LoopFuture<@Nullable Void> nowCall;

    boolean paused;

    // The present or last life.
    private @Nullable LoopFuture<LoopOutcome> completion;

    @Nullable LoopOutcome ending;

    private @Nullable Throwable failure;
    boolean quitting; // cancelled, unloaded or shut down: whatever a body throws now is no failure
    long iteration;
    long interruptAt = NEVER; // end of the grace of a shutdown
    private int botsGone; // of its gate, when it began

    /** Its place in the {@link LoopRegistry}, which guards it; -1 if it is not there. */
    int registryIndex = -1;

    /** The watch of its gate while it is registered. */
    volatile @Nullable GateWatch gateWatch;

    LoopLife(LoopTask task, LoopSettings settings, Schedule schedule, LoopScheduler scheduler) {
        this.task = task;
        this.settings = settings;
        this.schedule = schedule;
        this.scheduler = scheduler;
        this.timer = scheduler.timer();
        this.exceptionTypes = settings.policies().retry().exceptionTypes();
    }

    /** A life begins: forgets the runs of the one before. */
    abstract void resetRuns();

    /** The schedule has been replaced. */
    abstract void scheduleChanged();

    abstract LoopState publicState();

    // ---- what users ask for ----

    LoopFuture<LoopOutcome> start() {
        LoopFuture<LoopOutcome> future = startUnlessTaken();
        if (future == null) {
            throw new IllegalStateException("The loop " + name() + " has been started already and is " + state()
                    + "; use startIfStopped() or restart()");
        }
        return future;
    }

    boolean startIfStopped() {
        return startUnlessTaken() != null;
    }

    private @Nullable LoopFuture<LoopOutcome> startUnlessTaken() {
        LoopFuture<LoopOutcome> future;
        synchronized (this) {
            if (isLive() || restart != null) {
                return null;
            }
            future = begin(null);
        }
        timer.notice(this);
        return future;
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
        Thread inUserCode = userThread();
        boolean exiting = inUserCode != null && LoopLog.isExitingJvm(inUserCode); // then it will not come back
        synchronized (this) {
            dropPending(LoopOutcome.CANCELLED);
            quitting = true;
            if (isLive()) {
                markEnding(LoopOutcome.CANCELLED);
            }
            if (interruptAt == NEVER) {
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
                register();
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
            scheduleChanged();
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

    @Override
    public LoopScheduler scheduler() {
        return scheduler;
    }

    @Override
    public String name() {
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
        return phase != LoopPhase.IDLE && phase != LoopPhase.FINISHED;
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

    @Override
    public boolean isInUserCode(Thread thread) {
        return userThread() == thread;
    }

    /** Returns the thread that is in a body, hook or handler of this loop. */
    synchronized @Nullable Thread userThread() {
        return current == null ? null : current.thread;
    }

    // ---- the end ----

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
            phase = LoopPhase.FINISHED;
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

    // ---- small parts, under the lock ----

    /** Begins a life, whose future is the given one, or the first life's, or a new one. */
    private LoopFuture<LoopOutcome> begin(@Nullable LoopFuture<LoopOutcome> promised) {
        register();
        if (promised != null || completion().isDone()) {
            completion = promised == null ? new LoopFuture<>(this) : promised;
        }
        phase = LoopPhase.STARTING;
        ending = null;
        failure = null;
        quitting = false;
        paused = false;
        iteration = 0;
        interruptAt = NEVER;
        resetRuns();
        return completion();
    }

    private void register() {
        ConnectionGate gate = settings.gate();
        botsGone = gate == null ? 0 : gate.botsGone(); // first, for one that goes now is to be missed
        scheduler.checkMayStart(this);
        scheduler.register(this);
    }

    /** Returns whether the bot has shut down since this loop began, be the next one up already. */
    synchronized boolean isBotGone() {
        ConnectionGate gate = settings.gate();
        return gate != null && (gate.isClosedForGood() || gate.botsGone() != botsGone);
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

    void markEnding(LoopOutcome how) {
        boolean decided = current != null && current.kind == Run.Kind.AFTER;
        if (!decided && (ending == null || how == LoopOutcome.CANCELLED)) {
            ending = how;
        }
        quitting |= how == LoopOutcome.CANCELLED;
        if (current == null && hold != Hold.BUSY) {
            phase = LoopPhase.ENDING;
        }
    }

    void fail(Throwable error) {
        if (ending != LoopOutcome.CANCELLED) {
            ending = LoopOutcome.FAILED;
            failure = error;
        }
    }

    /** Lets go of a waiting call and of a restart to come. */
    private void dropPending(LoopOutcome how) {
        dropCall();
        unregisterIfAtRest();
        LoopFuture<LoopOutcome> dropped = restart;
        if (dropped != null) {
            restart = null;
            var unused = completion().thenAcceptAsync(ended -> dropped.finish(how), scheduler.workers()::rescue);
        }
    }

    void dropCall() {
        if (nowCall != null) {
            drop(nowCall);
            nowCall = null;
        }
    }

    void drop(LoopFuture<?> call) {
        scheduler.workers().rescue(() -> call.fail(new CancellationException("The loop " + name() + " is ending")));
    }

    void unregisterIfAtRest() {
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
}
