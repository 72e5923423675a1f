package io.github.jdatasks.internal.group;

import io.github.jdatasks.AsyncLoopBody;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.internal.gate.GateState;
import io.github.jdatasks.internal.loop.LifeFuture;
import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.loop.LoopFuture;
import io.github.jdatasks.internal.loop.LoopLog;
import io.github.jdatasks.internal.loop.LoopMachine;
import io.github.jdatasks.internal.loop.LoopSettings;
import io.github.jdatasks.internal.scheduler.Ending;
import io.github.jdatasks.internal.scheduler.GateWatch;
import io.github.jdatasks.internal.scheduler.Scheduler;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A loop for each shard of a bot, as {@link ShardScope#EACH} has it: a call on the group applies to all of them.
 */
public final class LoopGroup extends ShardLoops implements Ending {
    /*
     * The loops are ordinary machines, each of which sees one shard of the gate; they do not know of each other. The
     * group has a loop for every shard that the gate has seen. From its start to its end, the group starts the loop of
     * every shard, including shards that log in later. It has a future for the end of all loops.
     *
     * The group's monitor guards its fields. Lock order: the monitor of the group, then that of a machine. Loops and
     * the gate only signal the group on the timer when something has changed, and a worker then does what is due. No
     * loop is started or stopped under the monitor. So the group may be stopped while a thread starts a loop. That
     * thread checks afterwards whether the loop is still wanted, and stops it if not. While a thread starts or stops
     * loops, no life of the group ends and no other thread starts loops: that is done afterwards, on the timer.
     *
     * When all loops have ended by themselves, the life of the group has ended, too. A shard that logs in after that
     * still gets its loop, and a new life of the group begins, because the number of shards to come is unknown.
     */
    private final Runnable onChange = this::signal;

    private boolean begun; // the first life has begun
    private boolean live; // until all loops have ended
    private boolean wanted; // every shard is to have its loop, until a command or a shutdown ends them all
    private volatile boolean paused; // written under the lock; loops read it under their own
    private @Nullable LoopOutcome ending;
    private int busy; // threads that are starting or stopping loops
    private int shutdownsBefore; // of the bot, when the life began
    private @Nullable GateWatch watch; // while live or wanted

    private @Nullable LifeFuture life; // of the present or last life; null until it is requested

    public LoopGroup(
            Function<LoopControl, LoopTask> tasks,
            String name,
            AsyncLoopBody body,
            LoopSettings settings,
            Schedule schedule,
            Scheduler scheduler) {
        super(tasks, name, body, settings, schedule, scheduler);
    }

    @Override
    public String inWords() {
        return "the loop " + name();
    }

    // ---- commands of users ----

    @Override
    public void startOnceEnded() {
        synchronized (this) {
            if (live && !wanted && promised() == null) {
                var unused = life().promise();
                return;
            }
        }
        startIfStopped();
    }

    @Override
    public @Nullable LoopFuture<LoopOutcome> tryStart() {
        LoopFuture<LoopOutcome> future;
        synchronized (this) {
            if (isTaken()) {
                return null;
            }
            begin(null);
            future = completion();
        }
        begun();
        return future;
    }

    /** Starts the loops of a life that has begun. */
    private void begun() {
        startLoops();
        signal(); // without shards it has to be reported as waiting
    }

    @Override
    public LoopFuture<LoopOutcome> stop(LoopOutcome how) {
        return end(how, machine -> machine.stop(how));
    }

    @Override
    public LoopFuture<LoopOutcome> shutdown() {
        return end(LoopOutcome.CANCELLED, LoopMachine::shutdown);
    }

    private LoopFuture<LoopOutcome> end(LoopOutcome how, Function<LoopMachine, LoopFuture<LoopOutcome>> command) {
        LoopFuture<LoopOutcome> ofLife = null;
        LoopOutcome answer;
        synchronized (this) {
            if (life != null) {
                life.dropPromise(how);
            }
            answer = begun && !isLive() ? outcome() : how;
            if (live) {
                markEnding(how);
                ofLife = completion();
            } else {
                wanted = false;
                stopWatching();
            }
            busy++; // else another life could begin, whose loops would be stopped below
        }
        List<LoopFuture<LoopOutcome>> ends = map(command);
        noLongerBusy();
        // No part of the life: loops that the user has started singly, and runNow() runs of loops that have ended.
        CompletableFuture<LoopOutcome> outcome = ofLife == null ? CompletableFuture.completedFuture(answer) : ofLife;
        LoopFuture<LoopOutcome> all = new LoopFuture<>(this);
        var unused = LoopFuture.allEnded(Stream.concat(ends.stream(), Stream.of(outcome)))
                .thenRun(() -> all.finish(outcome.join()));
        return all;
    }

    @Override
    public LoopFuture<LoopOutcome> restart() {
        for (ShardLoop loop : loops()) {
            if (!loop.machine.isTaken()) {
                var unused = loop.machine.stop(LoopOutcome.CANCELLED); // it may have runNow() runs
            }
        }
        List<ShardLoop> startedSingly = List.of();
        LoopFuture<LoopOutcome> future;
        boolean begins;
        synchronized (this) {
            future = promised();
            if (future != null) {
                return future;
            }
            begins = !live;
            if (begins) {
                startedSingly =
                        loops().stream().filter(loop -> loop.machine.isTaken()).toList();
                begin(null);
                future = completion();
            } else {
                scheduler().checkMayStart(this);
                markEnding(LoopOutcome.CANCELLED);
                future = life().promise();
            }
            busy++; // as in end()
        }
        if (begins) {
            startedSingly.forEach(loop -> start(loop, () -> {
                var unused = loop.machine.restart();
            }));
        } else {
            var unused = map(machine -> machine.stop(LoopOutcome.CANCELLED));
        }
        noLongerBusy();
        startLoops();
        return future;
    }

    private void noLongerBusy() {
        synchronized (this) {
            busy--;
        }
        signal();
    }

    @Override
    public synchronized LoopFuture<LoopOutcome> completion() {
        return life();
    }

    private LifeFuture life() {
        if (life == null) {
            life = new LifeFuture(this);
            if (begun && !live) {
                life.finish(outcome());
            }
        }
        return life;
    }

    private @Nullable LifeFuture promised() {
        return life == null ? null : life.next();
    }

    @Override
    public synchronized void pause(boolean pause) { // atomic for all loops
        boolean over = begun && !live; // then it pauses only loops that the user has started singly
        paused = pause && !over;
        loops().stream()
                .filter(loop -> !(pause && over) || loop.machine.isLive())
                .forEach(loop -> loop.machine.pause(pause));
    }

    @Override
    public boolean pausesShards() {
        return paused;
    }

    @Override
    public void partEnded() {
        signal();
    }

    // ---- questions of users ----

    @Override
    public LoopState state() {
        List<LoopState> states = map(LoopMachine::state);
        return STATES_BY_PRIORITY.stream()
                .filter(states::contains)
                .findFirst()
                .orElseGet(() -> stateWithoutLoops(states.contains(LoopState.FINISHED)));
    }

    private synchronized LoopState stateWithoutLoops(boolean some) {
        if (live) {
            return ending == null ? LoopState.STARTING : LoopState.STOPPING;
        }
        return begun || some ? LoopState.FINISHED : LoopState.IDLE;
    }

    @Override
    public synchronized boolean isLive() {
        return live || anyOf(LoopMachine::isLive);
    }

    @Override
    public synchronized boolean isTaken() {
        return live || promised() != null;
    }

    @Override
    public synchronized boolean isPaused() {
        return paused || (!live && anyOf(LoopMachine::isPaused));
    }

    // ---- what happens to the group ----

    private void signal() {
        scheduler().timer().signal(this);
    }

    /** Reacts to a change of the shards, or to the end of a loop. */
    @Override
    protected void examine() {
        GateWatch waitsFor;
        synchronized (this) {
            waitsFor = wanted && loops().isEmpty() ? watch : null;
        }
        if (waitsFor != null) {
            waitsFor.park(this); // which reports it if no shard logs in
        }
        scheduler().onWorker(() -> {
            synchronized (this) {
                if (wanted && isBotGone()) {
                    if (live) {
                        markEnding(LoopOutcome.CANCELLED); // GateWatch ends the loops
                    } else {
                        wanted = false;
                        stopWatching(); // all loops had ended, and waited for shards to come
                    }
                }
            }
            startLoops();
            endWithLoops();
        });
    }

    private boolean isBotGone() {
        return bot.has(GateState.CLOSED) || bot.timesGone() != shutdownsBefore;
    }

    /** Starts the loops that have yet to be started. */
    private void startLoops() {
        List<ShardLoop> toStart;
        synchronized (this) {
            toStart = wanted && busy == 0 && !isBotGone()
                    ? loops().stream().filter(ShardLoop::isToStart).toList()
                    : List.of();
            if (toStart.isEmpty()) {
                return;
            }
            if (!live) {
                beginLife(null);
            }
            toStart.forEach(ShardLoop::noteStart);
            busy++;
        }
        toStart.forEach(loop -> start(loop, loop.machine::startOnceEnded));
        noLongerBusy();
    }

    private void start(ShardLoop loop, Runnable start) {
        try {
            start.run();
        } catch (IllegalStateException closed) { // the shard, the bot or the scheduler has just shut down
            LoopLog.notStarted(loop.machine, closed);
        }
        LoopOutcome how;
        synchronized (this) {
            how = wanted ? null : ending == null ? LoopOutcome.CANCELLED : ending;
        }
        if (how != null) {
            var unused = loop.machine.stop(how);
        }
    }

    private void endWithLoops() {
        Runnable rest;
        synchronized (this) {
            if (!live || busy > 0 || !haveLoopsEnded()) {
                return;
            }
            live = false;
            pause(false); // loops that have not begun, too
            rest = life == null ? () -> {} : life.end(outcome(), this::begin, this::begun);
            if (!wanted) {
                stopWatching();
            }
        }
        rest.run();
    }

    private boolean haveLoopsEnded() {
        List<ShardLoop> all = loops();
        boolean noneToCome = ending != null
                || (!bot.gate().has(GateState.QUEUED) && all.stream().anyMatch(ShardLoop::hasStarted));
        return noneToCome && all.stream().allMatch(ShardLoop::isOver);
    }

    // ---- under the lock ----

    private void begin(@Nullable LifeFuture promised) {
        int shutdowns = bot.timesGone(); // read first, so that a shutdown during this method is detected later
        scheduler().register(this); // before the check, so that a scheduler that closes now ends the group
        try {
            scheduler().checkMayStart(this);
        } catch (IllegalStateException closed) {
            if (watch == null) {
                scheduler().unregister(this);
            }
            throw closed;
        }
        if (watch == null) {
            watch = scheduler().registry().watch(settings());
            bot.gate().addObserver(onChange);
        }
        shutdownsBefore = shutdowns;
        loops().forEach(ShardLoop::forgetStart);
        wanted = true;
        beginLife(promised);
    }

    private void beginLife(@Nullable LifeFuture promised) {
        if (promised != null || begun) {
            life = promised;
        }
        begun = true;
        live = true;
        ending = null;
    }

    private void markEnding(LoopOutcome how) {
        wanted = false;
        if (ending == null || how == LoopOutcome.CANCELLED) {
            ending = how;
        }
    }

    /** Stops observing the gate and the scheduler. */
    private void stopWatching() {
        if (watch != null) {
            bot.gate().removeObserver(onChange);
            scheduler().registry().unwatch(watch, settings());
            scheduler().unregister(this);
            watch = null;
        }
    }

    /** Returns how the present or last life ends: as was requested, or as the worst outcome of its loops. */
    private LoopOutcome outcome() {
        LoopOutcome worst = loops().stream()
                .filter(ShardLoop::hasStarted)
                .map(loop -> loop.machine.outcome())
                .max(Comparator.naturalOrder())
                .orElse(LoopOutcome.COMPLETED);
        return ending == null || worst == LoopOutcome.FAILED ? worst : ending;
    }
}
