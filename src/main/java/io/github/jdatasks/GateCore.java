package io.github.jdatasks;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.StatusChangeEvent;
import net.dv8tion.jda.api.events.session.SessionInvalidateEvent;
import net.dv8tion.jda.api.events.session.ShutdownEvent;
import net.dv8tion.jda.api.sharding.ShardManager;
import org.jspecify.annotations.Nullable;

/**
 * The machine of a {@link ConnectionGate}: one lock around the table of shards, one volatile word for readers - and one
 * per shard, for those who need only that - and the calls that follow a change.
 */
final class GateCore {
    private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final ShardTable table = new ShardTable();
    private final GateProblems problems = new GateProblems();
    private final ShardManagerProbe manager = new ShardManagerProbe(problems);
    private final List<Runnable> observers = new CopyOnWriteArrayList<>();
    private final LongSupplier ticker;
    private final Predicate<JDA> mayMeet;
    private volatile @Nullable Object listener;
    private volatile long word;
    private volatile NavigableMap<Integer, Long> shardWords = new TreeMap<>(); // replaced, never changed
    private int version; // of the shards' words; guarded by the lock
    private volatile int timesForgotten;
    private volatile long lookedAt;

    GateCore(LongSupplier ticker, Predicate<JDA> mayMeet) {
        this.ticker = ticker;
        this.mayMeet = mayMeet;
    }

    /** Forgets every instance: whoever is registered again begins another life. */
    void forget() {
        int asOf = timesForgotten;
        transact(0, asOf, now -> {
            table.forget();
            timesForgotten = asOf + 1;
        });
    }

    /**
     * How often it has been made to forget. Whoever decides outside of the lock that an instance may be met reads this
     * first, and has no say if it has changed when the lock is taken.
     */
    int timesForgotten() {
        return timesForgotten;
    }

    /** Returns the published word as it is. */
    long word() {
        return word;
    }

    /** Returns the published words of all shards there have ever been, by id. */
    NavigableMap<Integer, Long> shardWords() {
        return shardWords;
    }

    /** Returns the published word, after another look if it may be out of date. */
    long settledWord() {
        long current = word;
        if (GateState.has(current, GateState.UNSETTLED)) {
            recheck();
            return word;
        }
        return current;
    }

    long now() {
        return ticker.getAsLong();
    }

    /** Handles a status or session event; throws nothing. */
    void onSessionEvent(GenericEvent event) {
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
    void look(JDA jda, @Nullable GenericEvent event, int asOf) {
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

    /** The one thing an event is believed: an end stays true, even if the status has moved on to something harmless. */
    private static boolean endsInstance(@Nullable GenericEvent event) {
        return event instanceof ShutdownEvent
                || (event instanceof StatusChangeEvent change && ShardSlot.isClosed(change.getNewStatus()));
    }

    /** Takes the shards that a manager has and will have. */
    void look(ShardManager shardManager) {
        transact(manager.queued(shardManager), timesForgotten, now -> {
            manager.use(shardManager);
            table.manage();
        });
        recheck();
    }

    /** Has late-comers among a manager's shards register this listener: JDA forgets one that is just being built. */
    void registerEverywhere(Object eventListener) {
        listener = eventListener;
    }

    /**
     * Reads everything anew, shards included of which no event has told.
     *
     * @return whether that changed the published word
     */
    boolean recheck() {
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

    private void registerWith(List<JDA> missed) {
        Object late = listener;
        if (late == null) {
            return;
        }
        try {
            for (JDA jda : missed) {
                if (!JdaListeners.has(jda, late)) {
                    jda.addEventListener(late);
                    look(jda, null, timesForgotten);
                }
            }
        } catch (Throwable problem) {
            problems.report("while registering with a shard", problem);
        }
    }

    /** Closes for good if everything is still shut down; returns whether it is closed for good now. */
    boolean confirmClosed() {
        recheck();
        int queued = manager.queued(null);
        transact(queued, timesForgotten, now -> {
            if (GateState.has(table.evaluate(queued), GateState.CLOSING)) {
                table.closeForGood();
            }
        });
        return GateState.has(word, GateState.CLOSED);
    }

    <T> T read(Function<ShardTable, T> question) {
        lock.lock();
        try {
            return question.apply(table);
        } finally {
            lock.unlock();
        }
    }

    /** Looks again if the last look is more than a second old. */
    void recheckIfStale() {
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
                shardWords = shards; // before the word, which tells of the change
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
        for (Runnable observer : observers) {
            try {
                observer.run();
            } catch (Throwable problem) {
                problems.report("in an observer of the gate", problem);
            }
        }
        return true;
    }

    void addObserver(Runnable observer) {
        observers.add(Objects.requireNonNull(observer));
    }

    void removeObserver(Runnable observer) {
        observers.remove(observer);
    }

    @Override
    public String toString() {
        return GateState.describe(word) + read(ShardTable::toString);
    }
}
