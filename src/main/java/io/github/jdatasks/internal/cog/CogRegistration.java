package io.github.jdatasks.internal.cog;

import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.gate.GateState;
import io.github.jdatasks.internal.gate.ShardSlot;
import io.github.jdatasks.internal.gate.ShardTable;
import io.github.jdatasks.internal.scheduler.Scheduler;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.sharding.ShardManager;

/** Where a cog is registered as a listener, and which JDA instances may begin a life of it. */
public final class CogRegistration {
    /** An instance that the cog was unloaded from. */
    private record Left(int shard, WeakReference<JDA> instance) {
        Left(JDA jda) {
            this(shardOf(jda), new WeakReference<>(jda));
        }
    }

    private final Object listener;
    private final Class<?> type;
    private final String name;
    private final Supplier<EventListener> gateListener;
    private final Scheduler scheduler;
    private final BooleanSupplier isUnloading;
    private final Gate gate;

    // Changes of the three lists are guarded by the monitor, so that they agree with the gate. JDA threads only read.
    /** The instances whose status is known, so that their events need no further look. */
    private final List<JDA> adopted = new CopyOnWriteArrayList<>();

    /** The instances that kept the cog as a listener when it was unloaded: their events must not load it again. */
    private final List<JDA> clinging = new CopyOnWriteArrayList<>();

    /** The instances of the bot that the cog was unloaded from: another shard of it does not bring the cog back. */
    private final List<Left> left = new CopyOnWriteArrayList<>();

    private volatile boolean unloadedByUser;
    private volatile boolean hasBot;
    private boolean isTwin; // has been reported as one; guarded by the monitor of the class
    private final AtomicBoolean reportedTooLate = new AtomicBoolean();

    CogRegistration(
            Object listener,
            Class<?> type,
            String name,
            Supplier<EventListener> gateListener,
            Scheduler scheduler,
            BooleanSupplier isUnloading) {
        this.listener = listener;
        this.type = type;
        this.gateListener = gateListener;
        this.name = name;
        this.scheduler = scheduler;
        this.isUnloading = isUnloading;
        this.gate = new Gate(scheduler::onWorker, scheduler.timer()::now, null, this::mayMeet);
        gate.addObserver(this::reportIfTooLate);
    }

    Gate gate() {
        return gate;
    }

    /** Returns whether the cog has been unloaded and, as far as is known, not been registered again. */
    boolean isLeft() {
        return unloadedByUser;
    }

    /** Takes an event on a JDA thread. */
    public void onEvent(GenericEvent event) {
        JDA jda = event.getJDA();
        int asOf = gate.timesForgotten(); // read first, so that an unload during this method is not undone
        if (!has(adopted, jda) && mayMeet(jda)) {
            adopt(jda, asOf); // added late, or under another event manager: learn the status at any event
        }
        gate.onEvent(event);
    }

    private void adopt(JDA jda, int asOf) {
        gate.look(jda, null, asOf);
        synchronized (this) {
            if (asOf == gate.timesForgotten()) { // else the cog has been unloaded meanwhile
                add(jda, adopted);
            }
        }
    }

    /** By identity, since an instance may be the user's: no method of it is called, on every event of JDA. */
    private static boolean has(List<JDA> known, JDA jda) {
        for (JDA one : known) { // no stream: every event of the bot comes by here
            if (one == jda) {
                return true;
            }
        }
        return false;
    }

    private static void add(JDA jda, List<JDA> known) {
        known.removeIf(old -> old == jda || old.getStatus() == JDA.Status.SHUTDOWN);
        known.add(jda);
    }

    /** Returns whether an instance may begin a life of this cog: after an unload, a late event must not. */
    private boolean mayMeet(JDA jda) {
        boolean unloaded = unloadedByUser;
        if (has(clinging, jda) || (unloaded && (ShardSlot.isEarly(jda.getStatus()) || !isListeningTo(jda)))) {
            return false;
        }
        boolean ofLeftBot = unloaded && isOfLeftBot(jda);
        if (ofLeftBot) {
            scheduler.onWorker(() -> leave(jda));
        } else if (unloaded) {
            unloadedByUser = false;
        }
        return !ofLeftBot;
    }

    /** Removes the cog from another shard of the bot that it was unloaded from, unless it was attached meanwhile. */
    private void leave(JDA jda) {
        if (unloadedByUser && isOfLeftBot(jda)) {
            removeFrom(jda);
            synchronized (this) {
                left.add(new Left(jda)); // if registered again, that is new
            }
        }
    }

    /**
     * Returns whether an instance is another shard of the bot that the cog was unloaded from. Such a shard has had the
     * cog as a listener from the start: that is no new registration.
     */
    private boolean isOfLeftBot(JDA jda) {
        return left.stream().noneMatch(one -> one.shard == shardOf(jda)) // else it is a new instance
                && left.stream()
                        .map(one -> one.instance.get())
                        .filter(Objects::nonNull)
                        .anyMatch(one -> !ShardSlot.isClosed(one.getStatus())
                                && one.getToken().equals(jda.getToken())
                                && !isListeningTo(one));
    }

    boolean isListeningTo(JDA jda) {
        return Gate.isRegistered(jda, listener) || Gate.isRegistered(jda, gateListener.get());
    }

    private static boolean hasShardOf(JDA jda, List<JDA> known) {
        return known.stream().anyMatch(one -> shardOf(one) == shardOf(jda));
    }

    private static int shardOf(JDA jda) {
        return jda.getShardInfo().getShardId();
    }

    /**
     * Reports, once, a bot that has a cog object for each shard in place of one for all: each loop then runs once for
     * every object. Two cogs of one class on the same shards may have different constructor arguments.
     */
    void reportTwins(Stream<CogRegistration> all) {
        try {
            List<CogRegistration> twins = all.filter(other -> other != this && other.type == type && isApartFrom(other))
                    .toList();
            if (!twins.isEmpty() && isFirst(this, twins)) {
                CogLog.twins(name);
            }
        } catch (Throwable error) { // for example from the user's own event manager; the cog is loaded anyway
            CogLog.notCompared(name, error);
        }
    }

    /** Returns whether two cogs are registered with different shards of one bot. */
    private boolean isApartFrom(CogRegistration other) {
        List<JDA> ours = shards();
        List<JDA> others = other.shards();
        return !ours.isEmpty()
                && !others.isEmpty()
                && ours.get(0).getToken().equals(others.get(0).getToken())
                && ours.stream().noneMatch(jda -> hasShardOf(jda, others) || other.isListeningTo(jda))
                && others.stream().noneMatch(this::isListeningTo);
    }

    private static synchronized boolean isFirst(CogRegistration cog, List<CogRegistration> twins) {
        boolean reported = twins.stream().anyMatch(twin -> twin.isTwin);
        cog.isTwin = true;
        twins.forEach(twin -> twin.isTwin = true);
        return !reported;
    }

    /** Returns the instances that have been heard from and have not shut down. */
    private List<JDA> shards() {
        return adopted.stream()
                .filter(jda -> !ShardSlot.isClosed(jda.getStatus()))
                .toList();
    }

    /** Reports, once, a bot that logs in after the scheduler was closed. */
    private void reportIfTooLate() {
        boolean hadBot = hasBot;
        hasBot = gate.has(GateState.ALIVE);
        if (hasBot && !hadBot && scheduler.isClosed() && reportedTooLate.compareAndSet(false, true)) {
            CogLog.schedulerClosed(name);
        }
    }

    private synchronized void beginToAttach() {
        if (isUnloading.getAsBoolean()) { // the end of that would take it from its bot again
            throw new IllegalStateException("The cog " + name
                    + " is still being unloaded; attach it when the future of unload() has completed");
        }
        if (scheduler.isClosed()) {
            throw new IllegalStateException(CogLog.schedulerClosedMessage(name));
        }
        clinging.clear();
        left.clear();
    }

    public void attach(JDA jda) {
        beginToAttach();
        register(jda);
        unloadedByUser = false;
        adopt(jda, gate.timesForgotten());
    }

    public void attach(ShardManager manager) {
        Gate.checkTakesListeners(manager, "the cog " + name);
        beginToAttach();
        unloadedByUser = false;
        manager.removeEventListener(listener, gateListener.get()); // the manager would have it twice
        manager.addEventListener(listener, gateListener.get()); // the second for event managers that ignore a cog
        gate.registerLate(listener);
        manager.getShardCache().forEach(this::register);
        gate.look(manager);
    }

    private void register(JDA jda) {
        for (Object each : List.of(listener, gateListener.get())) {
            if (!Gate.isRegistered(jda, each)) {
                jda.addEventListener(each);
            }
        }
    }

    /** Returns whether the cog has met a bot that may come back although it is down. */
    boolean hasBotToLeave() {
        return !gate.read(ShardTable::all).isEmpty();
    }

    /** Removes the cog from its bot's listeners, and has the gate forget the bot. */
    void remove() {
        gate.registerLate(null);
        List<JDA> alive = gate.read(ShardTable::alive);
        synchronized (this) {
            left.clear();
            alive.forEach(jda -> left.add(new Left(jda)));
        }
        gate.read(ShardTable::all).forEach(this::removeFrom); // from a manager whose shards are all down, too
        unloadedByUser = true; // only now: while the cog is still registered, an event would load it again
        gate.forget();
        synchronized (this) {
            adopted.clear();
        }
    }

    private void removeFrom(JDA jda) {
        try {
            jda.removeEventListener(listener, gateListener.get());
            ShardManager manager = jda.getShardManager();
            if (manager != null) {
                manager.removeEventListener(listener, gateListener.get());
            }
        } catch (Throwable e) { // from a manager that is shutting down, or from the user's own event manager
            synchronized (this) {
                add(jda, clinging);
            }
            CogLog.notRemoved(name, e);
        }
    }
}
