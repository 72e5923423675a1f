package io.github.jdatasks.internal.cog;

import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.gate.JdaListeners;
import io.github.jdatasks.internal.gate.ShardSlot;
import io.github.jdatasks.internal.gate.ShardTable;
import io.github.jdatasks.internal.scheduler.Scheduler;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.sharding.ShardManager;

/**
 * Where a cog is registered: which instances of JDA its gate hears from, and which may make it hear.
 */
public final class CogRegistration {
    private final Object cog;
    private final String name;
    private final Supplier<EventListener> gateListener;
    private final Scheduler scheduler;
    private final Gate gate;

    private final KnownInstances adopted = new KnownInstances();

    /** Those that did not let go of the cog when it was unloaded: their events must not load it again. */
    private final KnownInstances clinging = new KnownInstances();

    /** Those it has left: another shard of that bot does not bring the cog back. */
    private final KnownInstances left = new KnownInstances();

    private volatile boolean unloadedByUser;
    private volatile boolean hasBot;
    private final AtomicBoolean reportedTooLate = new AtomicBoolean();

    CogRegistration(Object cog, String name, Supplier<EventListener> gateListener, Scheduler scheduler) {
        this.cog = cog;
        this.gateListener = gateListener;
        this.name = name;
        this.scheduler = scheduler;
        this.gate = new Gate(scheduler::onWorker, scheduler.timer()::now, null, this::mayMeet);
        gate.addObserver(this::reportIfTooLate);
    }

    Gate gate() {
        return gate;
    }

    /** Returns whether the cog has left its bot and has not been registered again, as far as is known. */
    boolean isLeft() {
        return unloadedByUser;
    }

    /** Takes an event on JDA's thread; trivial unless the cog has just been registered or the status changes. */
    public void onEvent(GenericEvent event) {
        JDA jda = event.getJDA();
        int asOf = gate.timesForgotten(); // read first, so that an unload during this method is not undone
        if (!adopted.has(jda) && mayMeet(jda)) {
            adopt(jda, asOf); // added late, or under another event manager: learn the status at any event
        }
        gate.onEvent(event);
    }

    private void adopt(JDA jda, int asOf) {
        gate.look(jda, null, asOf);
        synchronized (this) {
            if (asOf == gate.timesForgotten()) { // else it has been unloaded meanwhile
                adopted.add(jda);
            }
        }
    }

    /** Whether an instance may begin a life of this cog: after an unload, events on their way must not revive it. */
    private boolean mayMeet(JDA jda) {
        if (clinging.has(jda)) {
            return false;
        }
        if (!unloadedByUser) {
            return true;
        }
        boolean registered = isListeningTo(jda);
        if (registered && isOfLeftBot(jda)) {
            scheduler.onWorker(() -> removeFrom(jda));
            return false;
        }
        if (registered) {
            unloadedByUser = false;
        }
        return registered;
    }

    /**
     * Whether an instance is another shard of the bot that was left, which has listed the cog from the start. To register
     * it again is to add it to a shard that was left, or to {@code attach} it, or to give it to a new bot.
     */
    private boolean isOfLeftBot(JDA jda) {
        List<JDA> known = left.all();
        int shard = jda.getShardInfo().getShardId();
        return known.stream().noneMatch(one -> one.getShardInfo().getShardId() == shard) // else it is a new instance
                && known.stream()
                        .anyMatch(one -> !ShardSlot.isClosed(one.getStatus())
                                && one.getToken().equals(jda.getToken())
                                && !isListeningTo(one));
    }

    boolean isListeningTo(JDA jda) {
        return JdaListeners.has(jda, cog) || JdaListeners.has(jda, gateListener.get());
    }

    /** Returns the instances that have been heard from and have not shut down. */
    List<JDA> shards() {
        return adopted.all().stream()
                .filter(jda -> !ShardSlot.isClosed(jda.getStatus()))
                .toList();
    }

    /** Says once that a bot has come when the scheduler was closed already; one that was there before is no surprise. */
    private void reportIfTooLate() {
        boolean hadBot = hasBot;
        hasBot = gate.isAlive();
        if (hasBot && !hadBot && scheduler.isClosed() && reportedTooLate.compareAndSet(false, true)) {
            CogLog.schedulerClosed(name);
        }
    }

    private void checkSchedulerIsOpen() {
        if (scheduler.isClosed()) {
            throw new IllegalStateException(CogLog.schedulerClosedMessage(name));
        }
    }

    public void attach(JDA jda) {
        checkSchedulerIsOpen();
        trust();
        register(jda);
        unloadedByUser = false;
        adopt(jda, gate.timesForgotten());
    }

    private synchronized void trust() {
        clinging.clear();
        left.clear();
    }

    public void attach(ShardManager manager) {
        checkSchedulerIsOpen();
        trust();
        unloadedByUser = false;
        manager.addEventListener(cog);
        manager.addEventListener(gateListener.get()); // for shards under another event manager, which ignores a cog
        manager.getShardCache().forEach(this::register);
        gate.look(manager);
    }

    private void register(JDA jda) {
        for (Object listener : List.of(cog, gateListener.get())) {
            if (!JdaListeners.has(jda, listener)) {
                jda.addEventListener(listener);
            }
        }
    }

    /** Leaves the bot: the cog is no longer a listener, and the gate forgets what it has met. */
    void remove() {
        List<JDA> instances = gate.read(ShardTable::alive);
        synchronized (this) {
            left.clear();
            instances.forEach(left::add);
        }
        instances.forEach(this::removeFrom);
        unloadedByUser = true; // not before: an event that still finds the cog registered would take it back
        gate.forget();
        synchronized (this) {
            adopted.clear();
        }
    }

    private void removeFrom(JDA jda) {
        try {
            jda.removeEventListener(cog, gateListener.get());
            ShardManager manager = jda.getShardManager();
            if (manager != null) {
                manager.removeEventListener(cog, gateListener.get());
            }
        } catch (Throwable e) { // a manager on its way down, or an event manager of the user's
            synchronized (this) {
                clinging.add(jda);
            }
            CogLog.notRemoved(name, e);
        }
    }
}
