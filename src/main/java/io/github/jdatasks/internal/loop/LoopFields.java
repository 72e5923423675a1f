package io.github.jdatasks.internal.loop;

import io.github.jdatasks.AsyncLoopBody;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopStats;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.gate.GateState;
import io.github.jdatasks.internal.gate.GateView;
import io.github.jdatasks.internal.listener.ListenerCalls;
import io.github.jdatasks.internal.loop.LoopHost.TickSupply;
import io.github.jdatasks.internal.retry.ExceptionTypes;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.timer.TimerEntry;
import io.github.jdatasks.internal.util.EnumBytes;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The state of a loop, and questions about it. This object's monitor guards all fields whose comment names no other.
 */
public abstract class LoopFields extends TimerEntry implements LoopControl {
    /** The phases of a life; users see them as {@code LoopState}. */
    enum Phase {
        IDLE,
        STARTING,
        ACTIVE,
        ENDING,
        FINISHED
    }

    /** Which thread decides the next step of the loop; the comment in {@link LoopMachine} explains it. */
    enum Owner {
        TIMER,
        /** A worker that has not begun. */
        QUEUED,
        WORKER,
        /** A worker that is in user code with a run that only it refers to. */
        WORKER_UNPUBLISHED
    }

    static final long NEVER = Long.MAX_VALUE;

    private static final Phase[] PHASES = Phase.values();
    private static final Owner[] OWNERS = Owner.values();
    private static final LoopOutcome[] OUTCOMES = LoopOutcome.values();
    private static final byte NOT_ENDING = -1;

    private final LoopTask task;
    private final String name;
    final AsyncLoopBody body;
    final LoopSettings settings;
    final LoopHost scheduler;
    Schedule schedule;
    private int parkedBy; // in timer turns only
    private byte phase = EnumBytes.of(Phase.IDLE);
    private byte owner = EnumBytes.of(Owner.TIMER);
    private byte ending = NOT_ENDING;

    @Nullable Run current; // read by current()

    final NextRun next;
    final StatsRecorder stats = new StatsRecorder();

    @Nullable LifeFuture life; // of the present or last life; null until it is requested

    boolean paused;
    boolean hasDeadline; // in the timer, as of this loop's last turn
    boolean timed; // that deadline is at the tick after the planned one, or before it
    boolean quitting; // cancelled, unloaded or shut down: an error of the body is no failure now
    long iteration;

    @Nullable RareLoopState rare;

    public int registryIndex = -1; // guarded by the registry of its scheduler; -1 if it is not registered
    public volatile LoopHost.@Nullable GateQueue gateQueue; // where it waits; null while it is not registered

    @SuppressWarnings("this-escape") // the task and the parts only store this object
    LoopFields(
            Function<LoopControl, LoopTask> tasks,
            String name,
            AsyncLoopBody body,
            LoopSettings settings,
            Schedule schedule,
            LoopHost scheduler) {
        this.task = tasks.apply(this);
        this.name = name;
        this.body = body;
        this.settings = settings;
        this.schedule = schedule;
        this.scheduler = scheduler;
        this.next = nextRun();
    }

    private NextRun nextRun() {
        if (!settings.policies().durable()) {
            return new LocalTicks(scheduler.timer());
        }
        TickSupply supply = Objects.requireNonNull(scheduler.tickSupply(), "checked when the loop is built");
        return DurableTicks.of((LoopMachine) this, supply);
    }

    @Override
    public LoopTask task() {
        return task;
    }

    @Override
    public LoopSettings settings() {
        return settings;
    }

    @Override
    public String ownName() {
        return name;
    }

    @Override
    public synchronized Schedule schedule() {
        return schedule;
    }

    @Override
    public TimerEntry timerEntry() {
        return this;
    }

    @Override
    public int parkedBy() {
        return parkedBy;
    }

    @Override
    public void parkedBy(int watch) {
        parkedBy = watch;
    }

    final Phase phase() {
        return PHASES[phase];
    }

    final void setPhase(Phase newPhase) {
        phase = EnumBytes.of(newPhase);
    }

    final Owner owner() {
        return OWNERS[owner];
    }

    final void setOwner(Owner newOwner) {
        owner = EnumBytes.of(newOwner);
    }

    /** Returns how this life ends or has ended; null if it goes on. */
    final @Nullable LoopOutcome ending() {
        return ending == NOT_ENDING ? null : OUTCOMES[ending];
    }

    final void setEnding(@Nullable LoopOutcome how) {
        ending = how == null ? NOT_ENDING : EnumBytes.of(how);
    }

    /**
     * Returns the call in progress, except overlapping ones; null if there is none. From now on the run is published.
     */
    final @Nullable Run current() {
        if (owner() == Owner.WORKER_UNPUBLISHED) {
            LoopWorker worker = scheduler.activeWorkers().find(one -> one.machine == this && one.unpublished);
            if (worker == null) {
                throw new AssertionError("no worker runs loop " + name());
            }
            current = worker.publish();
            setOwner(Owner.WORKER);
        }
        return current;
    }

    @Override
    public LoopHost scheduler() {
        return scheduler;
    }

    final LoopTimer timer() {
        return scheduler.timer();
    }

    /** Returns the listeners of this loop, its cog and its scheduler. */
    List<ListenerCalls> listeners() {
        return settings.listeners(scheduler);
    }

    synchronized ExceptionTypes exceptionTypes() {
        ExceptionTypes changed = rare == null ? null : rare.exceptionTypes;
        return changed == null ? settings.policies().retry().exceptionTypes() : changed;
    }

    @Override
    public synchronized ExceptionTypes changeExceptionTypes(UnaryOperator<ExceptionTypes> change) {
        ExceptionTypes before = exceptionTypes();
        rare().exceptionTypes = change.apply(before);
        return before;
    }

    @Override
    public synchronized LoopFuture<LoopOutcome> completion() {
        return life();
    }

    public synchronized LoopOutcome outcome() {
        return Objects.requireNonNullElse(ending(), LoopOutcome.COMPLETED);
    }

    @Override
    public synchronized boolean isLive() {
        return phase() != Phase.IDLE && phase() != Phase.FINISHED;
    }

    @Override
    public synchronized boolean isTaken() {
        return isLive() || promised() != null;
    }

    @Override
    public synchronized boolean isPaused() {
        return paused;
    }

    @Override
    public synchronized boolean isFailing() {
        return rare != null && (isLive() ? rare.failuresInARow > 0 : rare.failure != null);
    }

    synchronized boolean isStopRequested() {
        return quitting || (isLive() && (ending() == LoopOutcome.STOPPED || ending() == LoopOutcome.CANCELLED));
    }

    public synchronized boolean isWithTimer() {
        return owner() == Owner.TIMER;
    }

    @Override
    public synchronized boolean isBeingCancelled() {
        return isLive() && ending() == LoopOutcome.CANCELLED;
    }

    @Override
    public synchronized @Nullable Throwable failure() {
        return rare == null ? null : rare.failure;
    }

    @Override
    public synchronized long iteration() {
        return iteration;
    }

    /** Returns whether the bot, or the loop's shard, has shut down since this life began; the next may be there. */
    public synchronized boolean isBotGone() {
        GateView view = settings.view();
        return view != null
                && (view.has(GateState.CLOSED) || view.timesGone() != (rare == null ? 0 : rare.shutdownsBefore));
    }

    @Override
    public boolean isInUserCode(Thread thread) {
        return userThreads().stream().anyMatch(user -> user == thread);
    }

    /** Returns the threads that are in a body, hook or handler of this loop. */
    synchronized List<Thread> userThreads() {
        return runsInProgress().stream()
                .map(run -> run.thread)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Returns the runs and hooks in progress, including pending stages; at most one, unless runs may overlap. */
    List<Run> runsInProgress() {
        List<Run> others = overlapping() == null ? List.of() : overlapping().running;
        Run one = current();
        if (one == null || others.contains(one)) {
            return others;
        }
        return others.isEmpty()
                ? List.of(one)
                : Stream.concat(others.stream(), Stream.of(one)).toList();
    }

    boolean mayOverlap() {
        return settings.policies().overlap() > 1;
    }

    @Nullable OverlappingRuns overlapping() {
        return rare == null ? null : rare.overlapping;
    }

    /** Returns whether a run has not been given up. */
    boolean isInProgress(Run run) {
        OverlappingRuns others = overlapping();
        return run == current() || (others != null && others.running.contains(run));
    }

    @Nullable LoopFuture<@Nullable Void> nowCall() {
        return rare == null ? null : rare.nowCall;
    }

    CallChain callChain() {
        RareLoopState state = rare();
        if (state.chain == null) {
            state.chain = new CallChain(timer().now());
        }
        return state.chain;
    }

    /** Returns the end of the grace of a shutdown; {@link #NEVER} if there is none. */
    long interruptAt() {
        return rare == null ? NEVER : rare.interruptAt;
    }

    /** Returns the end of the grace that a runNow() run of the bot before still has; NEVER if there is none. */
    long graceInProgress() {
        return runsInProgress().isEmpty() ? NEVER : interruptAt();
    }

    int attempt() {
        return rare == null ? 1 : rare.attempt;
    }

    boolean isUnderWay() {
        return rare != null && rare.underWay;
    }

    RareLoopState rare() {
        if (rare == null) {
            rare = new RareLoopState();
        }
        return rare;
    }

    /** Returns the future of the present or last life, and creates it if it is absent. */
    LifeFuture life() {
        if (life == null) {
            life = new LifeFuture(this);
            if (phase() == Phase.FINISHED) {
                life.finish(outcome());
            }
        }
        return life;
    }

    @Nullable LifeFuture promised() {
        return life == null ? null : life.next();
    }

    /** Returns whether a thread is in a run that was in progress at a stop: such a run must not request another one. */
    public synchronized boolean isInStoppedRun(Thread caller) {
        return runsInProgress().stream().anyMatch(run -> run.context.stopped && run.thread == caller);
    }

    @Override
    public synchronized LoopState state() {
        return switch (phase()) {
            case IDLE -> LoopState.IDLE;
            case STARTING -> LoopState.STARTING;
            case ENDING -> LoopState.STOPPING;
            case FINISHED -> LoopState.FINISHED;
            case ACTIVE -> {
                if (!runsInProgress().isEmpty()) {
                    yield LoopState.RUNNING;
                }
                if (ending() != null) {
                    yield LoopState.STOPPING;
                }
                if (paused || !settings.mayRun()) {
                    yield LoopState.PAUSED;
                }
                boolean backingOff =
                        isUnderWay() || (overlapping() != null && overlapping().isBackingOff());
                yield backingOff ? LoopState.BACKING_OFF : LoopState.WAITING;
            }
        };
    }

    /** Returns whether the planned run has begun, so that the next one is the one after it. */
    final boolean hasRunBegun() {
        Run run = current();
        return isUnderWay() || (run != null && run.kind == Run.Kind.SCHEDULED && !mayOverlap());
    }

    /** Returns whether no run is to begin after those that have. */
    private boolean hasBegunAllRuns() {
        long count = settings.policies().count();
        OverlappingRuns others = overlapping();
        long begun = others != null && mayOverlap() ? others.begun : iteration + (hasRunBegun() ? 1 : 0);
        return count > 0 && begun >= count;
    }

    @Override
    public Optional<Instant> nextIteration() {
        NextRun.Question question;
        long notBefore;
        synchronized (this) {
            boolean active = phase() == Phase.ACTIVE && ending() == null && !hasBegunAllRuns();
            question = active ? next.preview(schedule, hasRunBegun()) : null;
            notBefore = next.notBefore();
        }
        return next.nextInstant(question, notBefore, settings.policies());
    }

    @Override
    public synchronized LoopStats stats() {
        return stats.snapshot();
    }
}
