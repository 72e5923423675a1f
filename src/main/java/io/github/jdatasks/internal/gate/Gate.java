package io.github.jdatasks.internal.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
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
 * What is behind a {@code ConnectionGate}: one lock around the table of shards, one volatile word for readers - and one per
 * shard, for those who need only that - and the calls that follow a change.
 */
public final class Gate {
    /*
     * Each JDA instance has a ShardSlot. The ShardTable maps shard ids to the slot of their current instance and sums
     * them up; instances are compared by identity, since the last event of a restarted shard's old instance may come
     * long after the new one is ready. With a shard manager, all shards down is only "closing", because it may be a
     * restart: RestartGrace calls confirmClosed() when it has waited long enough. Nothing here counts events: each one is
     * only a reason to look again.
     *
     * What guards what: the lock guards the table, its slots and the retired instances, and every write of the word and of
     * the words of single shards. Readers read one of these once, without the lock. While the lock is held, nothing is
     * called but getters of JDA that return a field, since JDA calls us under locks of its own; shard managers, observers,
     * waiters and users are called without it.
     */

    /** The name of the logger that users know. */
    static final String LOGGER = "io.github.jdatasks.ConnectionGate";

    private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final ShardTable table = new ShardTable();
    private final GateProblems problems = new GateProblems();
    private final ShardManagerProbe manager = new ShardManagerProbe(problems);
    private final GateObservers observers = new GateObservers(problems);
    private final LateListener lateListener = new LateListener(problems);
    private final LongSupplier ticker;
    private final Predicate<JDA> mayMeet;
    private final GateWaiters waiters;
    private final GateNotifier notifier;
    private volatile long word;
    private volatile NavigableMap<Integer, Long> shardWords = new TreeMap<>(); // replaced, never changed
    private int version; // of the shards' words; guarded by the lock
    private volatile int timesForgotten;
    private volatile long lookedAt;
    private volatile @Nullable Object lastSettings;

    /**
     * Creates a gate.
     *
     * @param workers call the users who want to hear of changes
     * @param later runs a task after a second, to {@link #recheck} while {@link #isUnsettled}; null if the owner does
     * @param mayMeet whether events of an instance that the gate does not know may make it known
     */
    public Gate(Executor workers, LongSupplier ticker, @Nullable Executor later, Predicate<JDA> mayMeet) {
        this.ticker = ticker;
        this.mayMeet = mayMeet;
        this.waiters = new GateWaiters(this);
        this.notifier = new GateNotifier(this, workers, later);
    }

    /** Has a user's task run on a worker after each change. */
    public void onChange(Runnable task) {
        notifier.add(task);
    }

    /** Waits until the word satisfies a condition, or throws what that throws; as a call of a user's. */
    public void await(String call, LongPredicate condition) throws InterruptedException {
        waiters.await(call, condition, Long.MAX_VALUE);
    }

    /** As {@link #await(String, LongPredicate)}, but returns false if the time has run out first. */
    public boolean await(String call, LongPredicate condition, long timeoutNanos) throws InterruptedException {
        return waiters.await(call, condition, timeoutNanos);
    }

    /** Returns given settings, or the same ones of the loop that was built last: most loops of a bot differ in little. */
    @SuppressWarnings("unchecked") // only of one type
    public <T> T shared(T settings, BiPredicate<T, T> isSame) {
        T last = (T) lastSettings;
        if (last != null && isSame.test(last, settings)) {
            return last;
        }
        lastSettings = settings;
        return settings;
    }

    /** Forgets every instance: one that is registered again begins another life. */
    public void forget() {
        int asOf = timesForgotten;
        transact(0, asOf, now -> {
            table.forget();
            timesForgotten = asOf + 1;
        });
    }

    /**
     * How often {@link #forget} has been called. A caller that decides without the lock that an instance may be admitted
     * reads this first; its decision is void if the number has changed by the time the lock is taken.
     */
    public int timesForgotten() {
        return timesForgotten;
    }

    /** Returns the published {@link GateState} as it is: calls nothing, so fit for use under a lock. */
    public long word() {
        return word;
    }

    /** Returns the published words of all shards there have ever been, by id. */
    public NavigableMap<Integer, Long> shardWords() {
        return shardWords;
    }

    /** Returns the published word, after another look if it may be out of date. */
    public long settledWord() {
        long current = word;
        if (GateState.has(current, GateState.UNSETTLED)) {
            recheck();
            return word;
        }
        return current;
    }

    /** Whether a bot has begun to log in and has not shut down. */
    public boolean isAlive() {
        return GateState.has(word, GateState.ALIVE);
    }

    /** Whether nothing will open it but a new instance logging in. */
    public boolean isClosedForGood() {
        return GateState.has(word, GateState.CLOSED);
    }

    /** Whether all shards have shut down but their manager may bring one back. */
    public boolean isClosing() {
        return GateState.has(word, GateState.CLOSING);
    }

    /** Whether the state may change without an event, so that {@link #recheck} has to be called now and then. */
    public boolean isUnsettled() {
        return GateState.has(word, GateState.UNSETTLED);
    }

    /** How many times it has closed for good: a caller that looks too late to see it closed finds this changed. */
    public int botsGone() {
        return GateState.botsGone(word);
    }

    /** Returns what has shards that a manager has built too late for it to register the gate's listener. */
    public LateListener lateListener() {
        return lateListener;
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

    /** Looks at an instance, and at all others, unless it has been made to forget meanwhile. */
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
                slot.invalidate(now);
            }
        });
    }

    /** The one thing that is taken from an event itself: an end stays true, even if the status has changed since. */
    private static boolean endsInstance(@Nullable GenericEvent event) {
        return event instanceof ShutdownEvent
                || (event instanceof StatusChangeEvent change && ShardSlot.isClosed(change.getNewStatus()));
    }

    /** Takes the shards that a manager has and will have. */
    public void look(ShardManager shardManager) {
        transact(manager.queued(shardManager), timesForgotten, now -> {
            manager.use(shardManager);
            table.manage();
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
        lateListener.register(missed, jda -> look(jda, null, timesForgotten));
        return changed;
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
        return isClosedForGood();
    }

    /** Returns what is read in the table, under the lock. */
    public <T> T read(Function<ShardTable, T> question) {
        lock.lock();
        try {
            return question.apply(table);
        } finally {
            lock.unlock();
        }
    }

    /** Looks again if the last look is more than a second old. */
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
            if (!table.isManaged()) {
                manager.forget();
            }
            NavigableMap<Integer, Long> shards = table.shardWords();
            if (!shards.equals(shardWords)) {
                shardWords = shards; // before the word, which announces the change
                version++;
            }
            after |= GateState.ofVersion(version);
            word = after;
        } finally {
            lock.unlock();
        }
        if (before == after) {
            return false;
        }
        observers.call();
        return true;
    }

    /** Adds a trivial task, run after each change without a lock, on the thread that brought the change about. */
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
