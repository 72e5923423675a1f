package io.github.jdatasks.internal.loop;

import io.github.jdatasks.AsyncLoopBody;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopStats;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.gate.GateView;
import io.github.jdatasks.internal.retry.ExceptionTypes;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.timer.TimerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The state of a loop: its fields, each with a getter and a setter as plain as can be, and what can be told from them.
 * Guarded by this object's monitor where nothing else is said.
 */
public abstract class LoopFields extends TimerEntry implements LoopControl {
    /**
     * The course of a loop's life inside the machine; {@link LoopState} is what users see of it.
     */
    enum Phase {
        IDLE,
        STARTING,
        ACTIVE,
        ENDING,
        FINISHED
    }

    /** Whose turn it is to do something about the loop; see the comment in {@link LoopMachine}. */
    enum Owner {
        /** The timer's. */
        TIMER,
        /** A worker's, which has not begun. */
        QUEUED,
        /** A worker's, which has. */
        WORKER,
        /** A worker's, which alone knows the call it is making into user code. */
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

    private byte phase = byteOf(Phase.IDLE);
    private byte owner = byteOf(Owner.TIMER);
    private byte ending = NOT_ENDING;

    private @Nullable Run current;
    final NextRun next;
    final StatsRecorder stats = new StatsRecorder();

    final Lifetime lifetime;

    boolean paused;
    boolean hasDeadline; // the timer has one for this loop, or had when it looked last
    boolean quitting; // cancelled, unloaded or shut down: whatever a body throws now is no failure
    long iteration;

    @Nullable LoopExtras extras;

    /** Its place in the registry of its scheduler, which guards it; -1 if it is not there. */
    public int registryIndex = -1;

    /** Where it waits for its gate while it is registered. */
    public volatile LoopHost.@Nullable GateQueue gateQueue;

    /** The number of the watch whose list of parked loops this is in, 0 if there is none; in timer turns only. */
    private int parkedBy;

    LoopFields(
            Function<LoopControl, LoopTask> tasks,
            String name,
            AsyncLoopBody body,
            LoopSettings settings,
            Schedule schedule,
            LoopHost scheduler) {
        this.task = tasks.apply(self());
        this.name = name;
        this.body = body;
        this.settings = settings;
        this.schedule = schedule;
        this.scheduler = scheduler;
        this.lifetime = new Lifetime(this);
        this.next = new NextRun(scheduler.timer());
    }

    /** Returns the whole of which these are the fields. */
    abstract LoopMachine self();

    final Phase phase() {
        return PHASES[phase];
    }

    final void setPhase(Phase newPhase) {
        phase = byteOf(newPhase);
    }

    final Owner owner() {
        return OWNERS[owner];
    }

    final void setOwner(Owner newOwner) {
        owner = byteOf(newOwner);
    }

    /** Returns what has ended or is to end this life; null if nothing is. */
    final @Nullable LoopOutcome ending() {
        return ending == NOT_ENDING ? null : OUTCOMES[ending];
    }

    final void setEnding(@Nullable LoopOutcome how) {
        ending = how == null ? NOT_ENDING : byteOf(how);
    }

    /** Returns the call in progress, other than overlapping ones, and publishes it; null if there is none. */
    final @Nullable Run current() {
        if (owner() == Owner.WORKER_UNPUBLISHED) {
            setCurrent(scheduler.desks().runOf(self()));
            setOwner(Owner.WORKER);
        }
        return current;
    }

    final void setCurrent(@Nullable Run run) {
        current = run;
    }

    @Override
    public LoopTask task() {
        return task;
    }

    @Override
    public List<LoopControl> parts() {
        return List.of(this);
    }

    @Override
    public LoopControl part(int shardId) {
        throw new IllegalArgumentException("The loop " + name()
                + " is one loop for all shards; build it with shards = ShardScope.EACH for one each");
    }

    @Override
    public LoopSettings settings() {
        return settings;
    }

    @Override
    public LoopHost scheduler() {
        return scheduler;
    }

    final LoopTimer timer() {
        return scheduler.timer();
    }

    @Override
    public String name() {
        return settings.qualifiedName(name);
    }

    /** Returns the name without the cog's. */
    @Override
    public String ownName() {
        return name;
    }

    @Override
    public synchronized Schedule schedule() {
        return schedule;
    }

    synchronized ExceptionTypes exceptionTypes() {
        ExceptionTypes changed = extras == null ? null : extras.exceptionTypes;
        return changed == null ? settings.policies().retry().exceptionTypes() : changed;
    }

    @Override
    public synchronized ExceptionTypes changeExceptionTypes(UnaryOperator<ExceptionTypes> change) {
        ExceptionTypes before = exceptionTypes();
        extras().exceptionTypes = change.apply(before);
        return before;
    }

    @Override
    public synchronized LoopFuture<LoopOutcome> completion() {
        return lifetime.completion(phase() == Phase.FINISHED ? outcome() : null);
    }

    /** Returns how the present or last life ends. */
    public synchronized LoopOutcome outcome() {
        LoopOutcome how = ending();
        return how == null ? LoopOutcome.COMPLETED : how;
    }

    @Override
    public synchronized boolean isLive() {
        return phase() != Phase.IDLE && phase() != Phase.FINISHED;
    }

    /** Returns whether it is in a life, or about to begin the next. */
    public synchronized boolean isTaken() {
        return isLive() || lifetime.next() != null;
    }

    @Override
    public synchronized boolean isPaused() {
        return paused;
    }

    synchronized boolean isStopRequested() {
        return ending() != null || quitting;
    }

    @Override
    public synchronized boolean isBeingCancelled() {
        return isLive() && ending() == LoopOutcome.CANCELLED;
    }

    @Override
    public synchronized @Nullable Throwable failure() {
        return extras == null ? null : extras.failure;
    }

    @Override
    public synchronized long iteration() {
        return iteration;
    }

    /** Returns whether the bot, or the loop's shard, has shut down since this loop began, be the next one up already. */
    public synchronized boolean isBotGone() {
        GateView view = settings.view();
        return view != null && (view.isGone() || view.timesGone() != (extras == null ? 0 : extras.botsGoneBefore));
    }

    /** Returns whether the loop's bot or scheduler has been shut down. */
    boolean hasShutDown() {
        return isBotGone() || scheduler.isClosed();
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

    /** Returns the calls and pending stages there are now; one at most, unless runs may overlap. */
    List<Run> runsInProgress() {
        List<Run> others = overlapping() == null ? List.of() : overlapping().running;
        Run one = current();
        if (one == null) {
            return others;
        }
        return others.isEmpty()
                ? List.of(one)
                : Stream.concat(others.stream(), Stream.of(one)).distinct().toList();
    }

    /** Returns the futures of {@code runNow()} calls whose runs are in progress. */
    List<LoopFuture<@Nullable Void>> callers() {
        List<LoopFuture<@Nullable Void>> callers = new ArrayList<>();
        for (Run run : runsInProgress()) {
            if (run.caller != null) {
                callers.add(run.caller);
            }
        }
        return callers;
    }

    /** Returns whether runs of this loop may overlap. */
    boolean mayOverlap() {
        return settings.policies().overlap() > 1;
    }

    /** Returns the runs that overlap; null if there has been none yet. */
    @Nullable OverlappingRuns overlapping() {
        return extras == null ? null : extras.overlapping;
    }

    /** Returns whether a run has not been given up. */
    boolean isInProgress(Run run) {
        OverlappingRuns others = overlapping();
        return run == current() || (others != null && others.running.contains(run));
    }

    /** Returns the call of {@link LoopTask#runNow()} that waits. */
    @Nullable LoopFuture<@Nullable Void> nowCall() {
        return extras == null ? null : extras.nowCall;
    }

    /** Returns the runs that were asked for, for a change of it. */
    CallChain callChain() {
        LoopExtras rare = extras();
        if (rare.chain == null) {
            rare.chain = new CallChain(timer().now());
        }
        return rare.chain;
    }

    /** Returns the end of the grace of a shutdown. */
    long interruptAt() {
        return extras == null ? NEVER : extras.interruptAt;
    }

    /** Returns the number of the attempt that is under way or next. */
    int attempt() {
        return extras == null ? 1 : extras.attempt;
    }

    /** Returns whether the loop is between two attempts at one run. */
    boolean isUnderWay() {
        return extras != null && extras.underWay;
    }

    /** Returns what few loops need, for a change of it. */
    LoopExtras extras() {
        if (extras == null) {
            extras = new LoopExtras();
        }
        return extras;
    }

    /** Returns whether it is a run which asks that was in progress when the loop was stopped: or there would be no end. */
    public synchronized boolean isAskedByStopped(Thread caller) {
        return runsInProgress().stream().anyMatch(run -> run.stopped && run.thread == caller);
    }

    @Override
    public LoopStats stats() {
        synchronized (this) {
            return stats.snapshot();
        }
    }

    @Override
    public int parkedBy() {
        return parkedBy;
    }

    @Override
    public void parkedBy(int watch) {
        parkedBy = watch;
    }

    @Override
    public TimerEntry timerEntry() {
        return this;
    }

    /** An enum in a byte is smaller than a reference to it, and no store for a garbage collector to take note of. */
    @SuppressWarnings("EnumOrdinal") // such bytes never outlive the JVM
    static byte byteOf(Enum<?> value) {
        return (byte) value.ordinal();
    }
}
