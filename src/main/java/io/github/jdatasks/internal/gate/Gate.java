package io.github.jdatasks.internal.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.StatusChangeEvent;
import net.dv8tion.jda.api.events.session.GenericSessionEvent;
import net.dv8tion.jda.api.events.session.SessionInvalidateEvent;
import net.dv8tion.jda.api.events.session.ShutdownEvent;
import net.dv8tion.jda.api.sharding.ShardManager;
import org.jspecify.annotations.Nullable;

/**
 * The implementation of a {@code ConnectionGate}: a table of shards behind one lock, one volatile word of state for
 * readers, a word for each shard, and the calls that follow a change.
 */
public final class Gate {
    /*
     * The ShardTable maps each shard id to the ShardSlot of its current JDA instance. Instances are compared by
     * identity, since the last event of a shard's old instance may come long after the new one is ready. With a shard
     * manager, all shards down is only "closing", because it may be a restart: RestartGrace calls confirmClosed()
     * later. Events are not counted: each one only makes the gate read the status again.
     *
     * The lock guards the table, its slots, the retired instances, and every write of the words. Readers read a word
     * once, without the lock. JDA calls the gate under locks of its own, so while the gate's lock is held only getters
     * of JDA that return a field are called; shard managers, observers, waiters and users are called without it.
     */

    static final String LOGGER = "io.github.jdatasks.ConnectionGate";

    private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final ShardTable table = new ShardTable();
    private final GateErrors problems = new GateErrors();
    private final ShardManagerProbe manager = new ShardManagerProbe(problems);
    private final List<Runnable> observers = new CopyOnWriteArrayList<>();
    private final LongSupplier ticker;
    private final Predicate<JDA> mayMeet;
    private final GateWaiters waiters;
    private final GateNotifier notifier;
    private volatile long word;
    private volatile NavigableMap<Integer, Long> shardWords = new TreeMap<>(); // replaced, never changed
    private int version; // of the shards' words; guarded by the lock
    private volatile int timesForgotten;
    private volatile int instancesGone;
    private volatile long lookedAt;
    private volatile @Nullable Object lateListener;
    private volatile @Nullable Object lastSettings;

    /**
     * Creates a gate.
     *
     * @param workers run the tasks given to {@link #onChange}
     * @param later runs a task after a second, to {@link #recheck} while UNSETTLED; null if the owner does
     * @param mayMeet whether an event may introduce an instance that the gate does not know yet
     */
    public Gate(Executor workers, LongSupplier ticker, @Nullable Executor later, Predicate<JDA> mayMeet) {
        this.ticker = ticker;
        this.mayMeet = mayMeet;
        this.waiters = new GateWaiters(this);
        this.notifier = new GateNotifier(this, workers, later);
    }

    /** Runs a user's task on a worker after each change. */
    public void onChange(Runnable task) {
        notifier.add(task);
    }

    /** Waits until the word satisfies a condition; false if time runs out. {@code call} is the user's, for messages. */
    public boolean await(String call, LongPredicate condition, long timeoutNanos) throws InterruptedException {
        return waiters.await(call, condition, timeoutNanos);
    }

    /** Returns the settings of the loop built before if they are the same, else the given ones: this saves memory. */
    @SuppressWarnings("unchecked") // only of one type
    public <T> T shared(T settings, BiPredicate<T, T> isSame) {
        T last = (T) lastSettings;
        if (last != null && isSame.test(last, settings)) {
            return last;
        }
        lastSettings = settings;
        return settings;
    }

    /** Forgets every instance, so one that is registered again begins a new life. */
    public void forget() {
        int asOf = timesForgotten;
        transact(0, asOf, now -> {
            table.forget();
            timesForgotten = asOf + 1;
        });
    }

    /** How often {@link #forget} was called: who decides without the lock to admit an instance reads this first. */
    public int timesForgotten() {
        return timesForgotten;
    }

    /** Returns the published {@link GateState}; calls nothing, so it may be used under a lock. */
    public long word() {
        return word;
    }

    /** How many instances have shut down; a change tells a run that its own may be one of them. */
    public int instancesGone() {
        return instancesGone;
    }

    /** Returns the published words of all shards there have ever been, by id. */
    public NavigableMap<Integer, Long> shardWords() {
        return shardWords;
    }

    /** Returns the published word, after a {@link #recheck} if it may be out of date. */
    public long settledWord() {
        if (has(GateState.UNSETTLED)) {
            recheck();
        }
        return word;
    }

    /** Returns whether the published word has a flag of {@link GateState}. */
    public boolean has(long flag) {
        return GateState.has(word, flag);
    }

    /** How often it has closed for good; a change tells a caller that was too late to see it closed. */
    public int botsGone() {
        return GateState.botsGone(word);
    }

    /**
     * Refuses a manager that does not know its number of shards yet, so that it cannot take a listener.
     *
     * @param listener what to give to its builder instead
     */
    public static void checkTakesListeners(ShardManager shardManager, String listener) {
        if (shardManager.getShardCache() == null) {
            throw new IllegalStateException("The shard manager takes no listeners before it has logged in: pass "
                    + listener + " to DefaultShardManagerBuilder.addEventListeners");
        }
    }

    /** Has a listener registered with the shards that were being built when it was added to their manager; or none. */
    public void registerLate(@Nullable Object listener) {
        lateListener = listener;
    }

    /** Returns whether this very object is registered, not one that is equal to it. */
    public static boolean isRegistered(JDA jda, Object listener) {
        for (Object registered : jda.getRegisteredListeners()) { // no stream: every event of the bot may come by here
            if (registered == listener) {
                return true;
            }
        }
        return false;
    }

    /** Handles an event; neither blocks nor throws. */
    public void onEvent(GenericEvent event) {
        if (!(event instanceof StatusChangeEvent || event instanceof GenericSessionEvent)) {
            return;
        }
        try {
            JDA jda = event.getJDA();
            int asOf = timesForgotten;
            if (read(table -> table.knows(jda)) || mayMeet.test(jda)) {
                look(jda, event, asOf);
            }
        } catch (Throwable problem) {
            problems.report("while handling an event of JDA", problem);
        }
    }

    /** Reads the state of an instance, and of all others, unless {@link #forget} was called since {@code asOf}. */
    public void look(JDA jda, @Nullable GenericEvent event, int asOf) {
        ShardManager shardManager = jda.getShardManager();
        if (read(table -> table.isForeign(jda))) {
            problems.reportForeign(jda);
            return;
        }
        transact(manager.queued(shardManager), asOf, now -> {
            ShardSlot slot = table.admit(jda, now);
            if (slot == null) {
                return;
            }
            manager.use(shardManager);
            if (endsInstance(event)) {
                slot.close(now);
            } else if (event instanceof SessionInvalidateEvent) {
                slot.refresh(now, true);
            }
        });
    }

    /** Only this is taken from the event itself: an instance that has ended stays so, whatever its status is by now. */
    private static boolean endsInstance(@Nullable GenericEvent event) {
        return event instanceof ShutdownEvent
                || (event instanceof StatusChangeEvent change && ShardSlot.isClosed(change.getNewStatus()));
    }

    /** Adds the shards that a manager has and will have. */
    public void look(ShardManager shardManager) {
        transact(manager.queued(shardManager), timesForgotten, now -> {
            manager.use(shardManager);
            table.managed = true;
        });
        recheck();
    }

    /**
     * Reads everything again, including shards that no event has reported.
     *
     * @return whether that changed the published word
     */
    public boolean recheck() {
        int asOf = timesForgotten;
        List<JDA> listed = manager.shards();
        List<JDA> missed = new ArrayList<>();
        int queued = manager.queued(null);
        boolean changed = transact(queued, asOf, now -> {
            if (listed == null) {
                return;
            }
            for (JDA jda : listed) {
                if (!table.knows(jda) && table.admit(jda, now) != null) {
                    missed.add(jda);
                }
            }
            table.dropUnlisted(listed, queued, now);
        });
        registerWith(missed);
        return changed;
    }

    private void registerWith(List<JDA> shards) {
        Object listener = lateListener;
        if (listener == null) {
            return;
        }
        try {
            for (JDA jda : shards) {
                if (!isRegistered(jda, listener)) {
                    jda.addEventListener(listener);
                    look(jda, null, timesForgotten);
                }
            }
        } catch (Throwable problem) {
            problems.report("while registering with a shard", problem);
        }
    }

    /** Closes for good if everything is still shut down; returns whether it is closed for good now. */
    public boolean confirmClosed() {
        recheck();
        int queued = manager.queued(null);
        transact(queued, timesForgotten, now -> {
            if (GateState.has(table.evaluate(queued), GateState.CLOSING)) {
                table.closeForGood();
            }
        });
        return has(GateState.CLOSED);
    }

    /** Reads from the table under the lock. */
    public <T> T read(Function<ShardTable, T> question) {
        lock.lock();
        try {
            return question.apply(table);
        } finally {
            lock.unlock();
        }
    }

    /** Calls {@link #recheck} if the state was last read more than a second ago. */
    public void recheckIfStale() {
        if (ticker.getAsLong() - lookedAt > STALE_NANOS) {
            recheck();
        }
    }

    private boolean transact(int queued, int asOf, LongConsumer change) {
        long before;
        long after;
        lock.lock();
        try {
            long now = ticker.getAsLong();
            before = word;
            lookedAt = now;
            table.refresh(now);
            if (asOf == timesForgotten) {
                change.accept(now);
            }
            after = table.evaluate(queued);
            if (!table.managed) {
                manager.forget();
            }
            NavigableMap<Integer, Long> shards = table.shardWords();
            if (!shards.equals(shardWords)) {
                shardWords = shards; // before the word, which announces the change
                version++;
            }
            after |= GateState.ofVersion(version);
            instancesGone = table.instancesGone();
            word = after;
        } finally {
            lock.unlock();
        }
        if (before == after) {
            return false;
        }
        for (Runnable observer : observers) {
            try {
                observer.run();
            } catch (Throwable problem) {
                problems.report("in an observer of the gate", problem);
            }
        }
        return true;
    }

    /** Adds a short task that runs after each change, without a lock, on the thread that made the change. */
    public void addObserver(Runnable observer) {
        observers.add(observer);
    }

    public void removeObserver(Runnable observer) {
        observers.remove(observer);
    }

    @Override
    public String toString() {
        return GateState.describe(word) + read(ShardTable::toString);
    }
}
