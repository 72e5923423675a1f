package io.github.jdatasks.internal.group;

import io.github.jdatasks.AsyncLoopBody;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopStats;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.gate.GateState;
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
 * The loops of a {@link LoopGroup}, and what they add up to: the layer of the group that has to do with no life.
 * Guarded by the group.
 */
abstract class ShardLoops extends TimerEntry implements LoopControl, LoopSettings.ShardFamily {
    private static final List<LoopState> MOST_TELLING_FIRST = List.of(
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
    final GateView bot;

    private final Map<Integer, ShardLoop> loops = new TreeMap<>();
    private Schedule schedule;
    private int parkedBy; // in timer turns only
    private @Nullable ExceptionTypes exceptionTypes; // if that was changed

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
        this.bot = Objects.requireNonNull(settings.view());
        this.schedule = schedule;
        this.scheduler = scheduler;
    }

    /** Returns the loops of all shards that the gate has met, lowest id first. */
    final synchronized List<ShardLoop> loops() {
        for (int id : bot.shardIds()) {
            loops.computeIfAbsent(id, this::newLoop);
        }
        return List.copyOf(loops.values());
    }

    private ShardLoop newLoop(int id) {
        GateView shard = bot.ofShard(id);
        LoopMachine machine =
                new LoopMachine(tasks, name + "#" + id, body, settings.ofShard(shard, this), schedule, scheduler);
        ExceptionTypes changed = exceptionTypes;
        if (changed != null) {
            var unused = machine.changeExceptionTypes(before -> changed);
        }
        if (pausesShards()) {
            machine.pause(true);
        }
        return new ShardLoop(shard, machine);
    }

    final <T> List<T> ask(Function<LoopMachine, T> question) {
        return loops().stream().map(loop -> question.apply(loop.machine)).toList();
    }

    final boolean anyOf(Function<LoopMachine, Boolean> question) {
        return ask(question).contains(true);
    }

    @Override
    public LoopTask task() {
        return task;
    }

    @Override
    public List<LoopControl> parts() {
        return ask(machine -> machine);
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
    public String name() {
        return settings.qualifiedName(name);
    }

    @Override
    public String ownName() {
        return name;
    }

    @Override
    public LoopSettings settings() {
        return settings;
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
    public synchronized Schedule schedule() {
        return schedule;
    }

    @Override
    public synchronized void changeSchedule(Schedule newSchedule) { // for all, or another call would come between
        schedule = newSchedule;
        loops().forEach(loop -> loop.machine.changeSchedule(newSchedule));
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
            throw new IllegalStateException("The loop " + name() + " has no shard to run for: its bot is not up");
        }
        LoopFuture<@Nullable Void> all = LoopFuture.ofRun(this);
        var unused = LoopFuture.allEnded(runs.stream())
                .thenRun(() -> runs.stream()
                        .map(LoopFuture::failure)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .ifPresentOrElse(all::fail, all::finish));
        return all;
    }

    @Override
    public boolean isBeingCancelled() {
        return anyOf(LoopMachine::isBeingCancelled);
    }

    @Override
    public @Nullable Throwable failure() {
        return ask(machine -> Optional.ofNullable(machine.failure())).stream()
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    @Override
    public long iteration() {
        return ask(LoopMachine::iteration).stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public Optional<Instant> nextIteration() {
        return ask(LoopMachine::nextIteration).stream()
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    @Override
    public LoopStats stats() {
        return ask(LoopMachine::stats).stream().reduce(ShardLoops::sum).orElse(NOTHING_DONE);
    }

    /** Adds up what two loops have done; of durations that are not sums, it is the greater one. */
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

    /** Returns the state that says most of a group in which some loops live; empty if none does. */
    static Optional<LoopState> mostTelling(List<LoopState> states) {
        return MOST_TELLING_FIRST.stream().filter(states::contains).findFirst();
    }

    /** Returns the worst outcome of those that the group has started. */
    final LoopOutcome worstOutcome() {
        LoopOutcome worst = LoopOutcome.COMPLETED;
        for (ShardLoop loop : loops()) {
            LoopOutcome its = loop.hasStarted() ? loop.machine.outcome() : worst;
            worst = its.compareTo(worst) > 0 ? its : worst;
        }
        return worst;
    }

    /** Returns whether there are shards that the bot's manager has yet to build. */
    final boolean areShardsToCome() {
        return GateState.has(bot.gate().word(), GateState.QUEUED);
    }
}
