package io.github.jdatasks.internal.group;

import io.github.jdatasks.AsyncLoopBody;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopStats;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.gate.GateView;
import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.loop.LoopFuture;
import io.github.jdatasks.internal.loop.LoopMachine;
import io.github.jdatasks.internal.loop.LoopSettings;
import io.github.jdatasks.internal.retry.ExceptionTypes;
import io.github.jdatasks.internal.scheduler.Scheduler;
import io.github.jdatasks.internal.timer.TimerEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The loops of a {@link LoopGroup}, and the questions and commands that do not depend on the life of the group.
 * Guarded by the group.
 */
abstract class ShardLoops extends TimerEntry implements LoopControl, LoopSettings.ShardFamily {
    static final List<LoopState> STATES_BY_PRIORITY = List.of(
            LoopState.RUNNING,
            LoopState.BACKING_OFF,
            LoopState.WAITING,
            LoopState.PAUSED,
            LoopState.STARTING,
            LoopState.STOPPING);

    private static final LoopStats NOTHING_DONE =
            new LoopStats(0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Optional.empty());

    private final Function<LoopControl, LoopTask> tasks;
    private final LoopTask task;
    private final String name;
    private final AsyncLoopBody body;
    private final LoopSettings settings;
    private final Scheduler scheduler;
    private Schedule schedule;
    private int parkedBy; // in timer turns only
    final GateView bot;

    private final Map<Integer, ShardLoop> loops = new TreeMap<>();
    private @Nullable ExceptionTypes exceptionTypes; // if that was changed

    @SuppressWarnings("this-escape") // the task only stores this object
    ShardLoops(
            Function<LoopControl, LoopTask> tasks,
            String name,
            AsyncLoopBody body,
            LoopSettings settings,
            Schedule schedule,
            Scheduler scheduler) {
        this.tasks = tasks;
        this.task = tasks.apply(this);
        this.name = name;
        this.body = body;
        this.settings = settings;
        this.schedule = schedule;
        this.bot = Objects.requireNonNull(settings.view());
        this.scheduler = scheduler;
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

    /** Returns the loops of all shards that the gate has seen, lowest id first. */
    final synchronized List<ShardLoop> loops() {
        for (int id : bot.shardIds()) {
            loops.computeIfAbsent(id, this::newLoop);
        }
        return List.copyOf(loops.values());
    }

    private ShardLoop newLoop(int id) {
        GateView shard = bot.ofShard(id);
        LoopMachine machine =
                new LoopMachine(tasks, ownName() + "#" + id, body, settings.ofShard(shard, this), schedule, scheduler);
        ExceptionTypes changed = exceptionTypes;
        if (changed != null) {
            var unused = machine.changeExceptionTypes(before -> changed);
        }
        if (pausesShards()) {
            machine.pause(true);
        }
        return new ShardLoop(shard, machine);
    }

    final <T> List<T> map(Function<LoopMachine, T> question) {
        return loops().stream().map(loop -> question.apply(loop.machine)).toList();
    }

    final boolean anyOf(Function<LoopMachine, Boolean> question) {
        return map(question).contains(true);
    }

    @Override
    public List<LoopControl> parts() {
        return map(machine -> machine);
    }

    @Override
    public LoopControl part(int shardId) {
        List<ShardLoop> known = loops();
        return known.stream()
                .filter(loop -> loop.shard.shard() == shardId)
                .map(loop -> loop.machine)
                .findAny()
                .orElseThrow(() ->
                        new IllegalArgumentException("The loop " + name() + " has no shard " + shardId + "; it has "
                                + known.stream().map(loop -> loop.shard.shard()).toList()));
    }

    @Override
    public final Scheduler scheduler() {
        return scheduler;
    }

    @Override
    public boolean isInUserCode(Thread thread) {
        return anyOf(machine -> machine.isInUserCode(thread));
    }

    @Override
    public boolean isInStoppedRun(Thread caller) {
        return anyOf(machine -> machine.isInStoppedRun(caller));
    }

    @Override
    public synchronized void changeSchedule(Schedule newSchedule) { // atomic for all loops
        schedule = newSchedule;
        loops().forEach(loop -> loop.machine.changeSchedule(newSchedule));
    }

    @Override
    public void postpone(long nanos) {
        loops().forEach(loop -> loop.machine.postpone(nanos));
    }

    @Override
    public ExceptionTypes changeExceptionTypes(UnaryOperator<ExceptionTypes> change) {
        ExceptionTypes before;
        synchronized (this) {
            before = exceptionTypes == null ? settings.policies().retry().exceptionTypes() : exceptionTypes;
            exceptionTypes = change.apply(before);
            loops.values().forEach(loop -> loop.machine.changeExceptionTypes(change));
        }
        return before;
    }

    @Override
    public LoopFuture<@Nullable Void> runNow() {
        scheduler.checkMayStart(this);
        List<LoopFuture<@Nullable Void>> runs = loops().stream()
                .filter(loop -> loop.shard.isThere())
                .map(loop -> loop.machine.runNow())
                .toList();
        if (runs.isEmpty()) {
            throw new IllegalStateException(
                    "The loop " + name() + " has no shard to run for: its bot has not logged in or has shut down");
        }
        LoopFuture<@Nullable Void> all = LoopFuture.ofRun(this);
        var unused = LoopFuture.allEnded(runs.stream())
                .thenRun(() -> runs.stream()
                        .filter(LoopFuture::isCompletedExceptionally)
                        .findFirst()
                        .ifPresentOrElse(all::failLike, all::finish));
        return all;
    }

    @Override
    public boolean isBeingCancelled() {
        return anyOf(LoopMachine::isBeingCancelled);
    }

    @Override
    public @Nullable Throwable failure() {
        return map(machine -> Optional.ofNullable(machine.failure())).stream()
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    @Override
    public boolean isFailing() {
        return map(LoopMachine::isFailing).contains(true);
    }

    @Override
    public long iteration() {
        return map(LoopMachine::iteration).stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public Optional<Instant> nextIteration() {
        return map(LoopMachine::nextIteration).stream()
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    @Override
    public LoopStats stats() {
        // Read once, since a loop may fail meanwhile.
        return map(machine -> Map.entry(machine.lastErrorNumber(), machine.stats())).stream()
                .sorted(Map.Entry.<Long, LoopStats>comparingByKey().reversed())
                .map(Map.Entry::getValue)
                .reduce(ShardLoops::sum)
                .orElse(NOTHING_DONE);
    }

    /** Adds the stats of two loops, the one that has failed last first; takes the greater of durations that are no sums. */
    private static LoopStats sum(LoopStats one, LoopStats other) {
        return new LoopStats(
                one.runs() + other.runs(),
                one.failures() + other.failures(),
                one.retries() + other.retries(),
                one.missed() + other.missed(),
                one.skipped() + other.skipped(),
                greater(one.lastDuration(), other.lastDuration()),
                one.totalDuration().plus(other.totalDuration()),
                greater(one.lastLateness(), other.lastLateness()),
                greater(one.greatestLateness(), other.greatestLateness()),
                one.lastError().or(other::lastError));
    }

    private static Duration greater(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    /** The loop of one shard; guarded by the group. */
    static final class ShardLoop {
        private static final int NEVER = -1;

        final GateView shard;
        final LoopMachine machine;
        private int startedAfter = NEVER; // how often the shard had shut down when the group last started the loop

        ShardLoop(GateView shard, LoopMachine machine) {
            this.shard = shard;
            this.machine = machine;
        }

        /** Returns whether the group has yet to start this loop. */
        boolean isToStart() {
            boolean endingFromBefore = machine.isTaken() && machine.isBotGone();
            return shard.isThere() && startedAfter != shard.timesGone() && !endingFromBefore;
        }

        void noteStart() {
            startedAfter = shard.timesGone();
        }

        void forgetStart() {
            startedAfter = NEVER;
        }

        boolean hasStarted() {
            return startedAfter != NEVER;
        }

        /** Returns whether the loop is not live and has completed its future. */
        boolean isOver() {
            return !machine.isTaken()
                    && (machine.state() != LoopState.FINISHED
                            || machine.completion().isDone());
        }
    }
}
