package io.github.jdatasks.internal.group;

import io.github.jdatasks.AsyncLoopBody;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.internal.loop.Lifetime;
import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.loop.LoopFuture;
import io.github.jdatasks.internal.loop.LoopLog;
import io.github.jdatasks.internal.loop.LoopMachine;
import io.github.jdatasks.internal.loop.LoopSettings;
import io.github.jdatasks.internal.scheduler.Ending;
import io.github.jdatasks.internal.scheduler.GateWatch;
import io.github.jdatasks.internal.scheduler.Scheduler;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A loop for each shard of a bot, as {@link ShardScope#EACH} has it: a call on the group applies to all of them.
 */
public final class LoopGroup extends ShardLoops implements Ending {
    /*
     * The loops are ordinary machines, each of which sees one shard of the gate; they do not know of each other. What the
     * group adds: it has a loop for every shard that the gate has met; from its start to its end it sees to it that the
     * loop of every shard is started, also of one that comes later; and it has a future for the end of all.
     *
     * The group's monitor guards its fields and may be held while a machine's is taken, not the other way round: loops,
     * and the gate, only signal the group on the timer when something has changed, and a worker then does what is due.
     * No loop is started or stopped while the monitor is held. So one may be started just as the group is stopped:
     * the thread that starts one checks afterwards whether it is still wanted.
     *
     * When all loops have ended by themselves, so has the life of the group; but a shard that comes only then still gets
     * its loop, and a life of the group begins with it. The number of shards to come cannot be known.
     */
    private final Runnable onChange = this::signal;

    private boolean begun; // a first life has
    private boolean live; // until all loops have ended
    private boolean wanted; // every shard is to have its loop; until a call, or the end of the bot, ends them all
    private volatile boolean paused; // written under the lock; a part that begins reads it under its own
    private @Nullable LoopOutcome ending;
    private int starting; // threads that are about to start loops
    private int botsGone; // when the life began
    private @Nullable GateWatch watch; // while live or wanted

    private final Lifetime lifetime = new Lifetime(this);

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

    // ---- what users ask for ----

    @Override
    public void startOnceEnded() {
        synchronized (this) {
            if (live && !wanted && lifetime.next() == null) {
                var unused = lifetime.promise();
                return;
            }
        }
        startIfStopped();
    }

    @Override
    public @Nullable LoopFuture<LoopOutcome> tryStart() {
        LoopFuture<LoopOutcome> future;
        synchronized (this) {
            if (live || lifetime.next() != null) {
                return null;
            }
            begin(null);
            future = completion();
        }
        startLoops();
        signal();
        return future;
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
            lifetime.dropPromise(how);
            answer = begun && !isLive() ? outcome() : how; // how it has ended, if it has
            if (live) {
                markEnding(how);
                ofLife = completion();
            } else {
                wanted = false;
                stopWatching();
            }
        }
        CompletableFuture<?>[] ends = ask(command).toArray(CompletableFuture[]::new);
        signal();
        if (ofLife != null) {
            return ofLife;
        }
        LoopFuture<LoopOutcome> ofLoops = new LoopFuture<>(this); // some may have been started by themselves
        var unused = CompletableFuture.allOf(ends).thenRun(() -> ofLoops.finish(answer));
        return ofLoops;
    }

    @Override
    public LoopFuture<LoopOutcome> restart() {
        for (ShardLoop loop : loops()) {
            if (!loop.machine.isTaken()) {
                var unused = loop.machine.stop(LoopOutcome.CANCELLED); // there may be runNow() runs
            }
        }
        List<ShardLoop> startedByThemselves = List.of();
        LoopFuture<LoopOutcome> future;
        boolean begins;
        synchronized (this) {
            future = lifetime.next();
            if (future != null) {
                return future;
            }
            begins = !live;
            if (begins) {
                startedByThemselves =
                        loops().stream().filter(loop -> loop.machine.isTaken()).toList();
                begin(null);
                future = completion();
            } else {
                scheduler().checkMayStart(this);
                markEnding(LoopOutcome.CANCELLED);
                future = lifetime.promise();
            }
        }
        if (begins) {
            startLoops();
            for (ShardLoop loop : startedByThemselves) {
                var unused = loop.machine.restart();
            }
        } else {
            var unused = ask(machine -> machine.stop(LoopOutcome.CANCELLED));
            signal();
        }
        return future;
    }

    @Override
    public synchronized LoopFuture<LoopOutcome> completion() {
        return lifetime.completion(begun && !live ? outcome() : null);
    }

    @Override
    public synchronized void pause(boolean pause) { // all of them, or another call would come between
        boolean over = begun && !live; // but some may have been started by themselves
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

    // ---- what users want to know ----

    @Override
    public LoopState state() {
        List<LoopState> states = ask(LoopMachine::state);
        return mostTelling(states).orElseGet(() -> stateWithoutLoops(states.contains(LoopState.FINISHED)));
    }

    private synchronized LoopState stateWithoutLoops(boolean some) {
        if (live) {
            return ending == null ? LoopState.STARTING : LoopState.STOPPING;
        }
        return begun || some ? LoopState.FINISHED : LoopState.IDLE;
    }

    @Override
    public boolean isLive() {
        synchronized (this) {
            if (live) {
                return true;
            }
        }
        return anyOf(LoopMachine::isLive);
    }

    @Override
    public synchronized boolean isPaused() {
        return paused || (!live && anyOf(LoopMachine::isPaused));
    }

    // ---- what happens to the group ----

    private void signal() {
        scheduler().timer().signal(this);
    }

    /** Something has changed: with the shards, or because a loop has ended. */
    @Override
    protected void examine() {
        GateWatch waitsFor;
        synchronized (this) {
            waitsFor = wanted && loops().isEmpty() ? watch : null;
        }
        if (waitsFor != null) {
            waitsFor.park(this); // to have it reported if no shard comes
        }
        scheduler().onWorker(() -> {
            endWithBot();
            startLoops();
            endWithLoops();
        });
    }

    private synchronized void endWithBot() {
        if (wanted && isBotGone()) {
            markEnding(LoopOutcome.CANCELLED); // the watch of the gate tells the loops
        }
    }

    private boolean isBotGone() {
        return bot.isGone() || bot.timesGone() != botsGone;
    }

    /** Starts the loops of the shards that are there and have none yet. */
    private void startLoops() {
        List<ShardLoop> toStart;
        synchronized (this) {
            toStart = wanted && !isBotGone()
                    ? loops().stream().filter(ShardLoop::isToStart).toList()
                    : List.of();
            if (toStart.isEmpty()) {
                return;
            }
            if (!live) {
                beginLife(null);
            }
            toStart.forEach(ShardLoop::noteStart);
            starting++;
        }
        toStart.forEach(this::start);
        synchronized (this) {
            starting--;
        }
        signal();
    }

    private void start(ShardLoop loop) {
        try {
            loop.machine.startOnceEnded();
        } catch (IllegalStateException closed) { // the shard, the bot or the scheduler, just now
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
            if (!live || starting > 0 || !haveLoopsEnded()) {
                return;
            }
            live = false;
            pause(false); // also what has not begun
            rest = lifetime.end(outcome(), this::begin, this::startLoops);
            if (!wanted) {
                stopWatching();
            }
        }
        rest.run();
    }

    private boolean haveLoopsEnded() {
        List<ShardLoop> all = loops();
        boolean noneToCome =
                ending != null || (!areShardsToCome() && all.stream().anyMatch(ShardLoop::hasStarted));
        return noneToCome && all.stream().allMatch(ShardLoop::isOver);
    }

    // ---- small parts, under the lock ----

    private void begin(@Nullable LoopFuture<LoopOutcome> promised) {
        int gone = bot.timesGone(); // read first, so that a shutdown during this method is detected later
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
        botsGone = gone;
        loops().forEach(ShardLoop::forgetStart);
        wanted = true;
        beginLife(promised);
    }

    private void beginLife(@Nullable LoopFuture<LoopOutcome> promised) {
        lifetime.begin(promised, begun);
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

    /** Nothing is of interest any more, neither shards nor the end of the scheduler. */
    private void stopWatching() {
        if (watch != null) {
            bot.gate().removeObserver(onChange);
            scheduler().registry().unwatch(watch, settings());
            scheduler().unregister(this);
            watch = null;
        }
    }

    /** Returns how the present or last life ends: as was requested, or as the worst of its loops did. */
    private LoopOutcome outcome() {
        LoopOutcome worst = worstOutcome();
        return ending == null || worst == LoopOutcome.FAILED ? worst : ending;
    }
}
