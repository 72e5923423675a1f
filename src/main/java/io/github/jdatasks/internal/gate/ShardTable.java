package io.github.jdatasks.internal.gate;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import net.dv8tion.jda.api.JDA;
import org.jspecify.annotations.Nullable;

/** The current instance of each local shard, and the sum of their states. Guarded by the lock of its {@link Gate}. */
public final class ShardTable {
    private final Map<Integer, ShardSlot> slots = new TreeMap<>();
    private final List<WeakReference<JDA>> retired = new ArrayList<>(); // their last events may come a minute late
    private final Map<Integer, Integer> timesGone = new TreeMap<>(); // of every shard there has ever been
    boolean managed;
    private int timesRetired;
    private boolean closedForGood;
    private long readyFlags;
    private int botsGone;

    void refresh(long now) {
        slots.values().forEach(slot -> slot.refresh(now, false));
    }

    /**
     * Returns the slot of an instance; creates it if the instance is new and has begun to log in.
     *
     * @return null if the instance does not count: not logging in yet, replaced, foreign, or first seen after its end
     */
    @Nullable ShardSlot admit(JDA jda, long now) {
        JDA.Status status = jda.getStatus();
        if (ShardSlot.isEarly(status) || isRetired(jda) || isForeign(jda)) {
            return null;
        }
        int id = jda.getShardInfo().getShardId();
        ShardSlot current = slots.get(id);
        if (current != null && current.jda == jda) {
            return current;
        }
        boolean dead = ShardSlot.isClosed(status);
        if (closedForGood && dead) {
            return null;
        }
        if (closedForGood) {
            slots.values().forEach(slot -> retire(slot.jda));
            forget();
            current = null;
        } else if (current != null) {
            if (dead || (!current.isClosed() && !status.isInit())) {
                return null; // a late event of an old instance must not replace a live one
            }
            retire(current.jda);
        }
        managed |= jda.getShardManager() != null;
        ShardSlot slot = new ShardSlot(jda, current);
        slot.refresh(now, false);
        slots.put(id, slot);
        timesGone.putIfAbsent(id, 0);
        return slot;
    }

    /** Returns whether an instance belongs to another bot than the live ones. */
    boolean isForeign(JDA jda) {
        return slots.values().stream()
                .filter(slot -> !slot.isClosed() && slot.jda != jda)
                .anyMatch(slot -> !slot.jda.getToken().equals(jda.getToken()));
    }

    private void retire(JDA jda) {
        retired.removeIf(reference -> reference.refersTo(null));
        retired.add(new WeakReference<>(jda));
        timesRetired++;
    }

    private boolean isRetired(JDA jda) {
        return retired.stream().anyMatch(reference -> reference.refersTo(jda));
    }

    void forget() {
        timesRetired += slots.size();
        slots.clear();
        managed = false;
        closedForGood = false;
        readyFlags = 0;
    }

    /** Drops closed shards that their manager no longer lists, unless all are closed. */
    void dropUnlisted(List<JDA> listed, int queued, long now) {
        if (queued == 0) {
            drop(slot -> slot.hasBeenClosedForLong(now) && listed.stream().noneMatch(jda -> jda == slot.jda));
        }
    }

    private void drop(Predicate<ShardSlot> isGone) {
        if (slots.values().stream().allMatch(ShardSlot::isClosed)) {
            return;
        }
        slots.forEach((id, slot) -> {
            if (isGone.test(slot)) {
                retire(slot.jda);
                timesGone.merge(id, 1, Integer::sum);
            }
        });
        slots.values().removeIf(isGone);
    }

    void closeForGood() {
        if (!closedForGood) {
            closedForGood = true;
            botsGone++;
        }
    }

    /** Returns the word to publish; {@code queued} is how many shards the manager still has to build. */
    long evaluate(int queued) {
        if (!managed) {
            drop(ShardSlot::isClosed); // without a manager, a closed shard never comes back
        }
        int open = 0;
        int closed = 0;
        boolean invalidated = false;
        boolean up = false;
        for (ShardSlot slot : slots.values()) {
            open += slot.isOpen() ? 1 : 0;
            closed += slot.isClosed() ? 1 : 0;
            invalidated |= slot.isInvalidated();
            up |= slot.isUp();
        }
        int live = slots.size() - closed;
        boolean over = live == 0 && closed > 0;
        if (over && !managed) {
            closeForGood();
        }
        long flags = (live > 0 ? GateState.ALIVE : 0) | (up ? GateState.UP : 0);
        if (open > 0) {
            boolean all = open == (managed ? slots.size() : live) && queued == 0;
            flags |= all ? GateState.ALL_OPEN | GateState.ANY_OPEN : GateState.ANY_OPEN;
            readyFlags |= all ? GateState.ALL_READY | GateState.ANY_READY : GateState.ANY_READY;
        }
        if (closedForGood) {
            flags |= GateState.CLOSED;
        } else {
            flags |= queued > 0 ? GateState.QUEUED : 0;
            flags |= over && queued == 0 ? GateState.CLOSING : 0;
            flags |= invalidated || queued > 0 || (managed && closed > 0 && live > 0) ? GateState.UNSETTLED : 0;
        }
        return flags | readyFlags | GateState.ofBotsGone(botsGone);
    }

    /** Returns a count of the instances that have shut down, or do not count any more; it only grows. */
    int instancesGone() {
        return timesRetired
                + (int) slots.values().stream().filter(ShardSlot::isClosed).count();
    }

    /** Returns the words to publish of all shards there have ever been, by id. */
    NavigableMap<Integer, Long> shardWords() {
        NavigableMap<Integer, Long> words = new TreeMap<>();
        timesGone.forEach((id, times) -> {
            ShardSlot slot = slots.get(id);
            boolean gone = closedForGood || (slot == null && !slots.isEmpty());
            long flags = gone ? GateState.CLOSED : slot == null ? 0 : slot.flags();
            words.put(id, flags | GateState.ofBotsGone(botsGone + times));
        });
        return words;
    }

    /** Returns what the instances of a bot have in common, and no other bot has; empty if there is none. */
    public String bot() {
        return slots.values().stream()
                .map(slot -> slot.jda.getToken())
                .findFirst()
                .orElse("");
    }

    public List<ShardSlot.Report> shards() {
        return slots.entrySet().stream()
                .map(slot -> slot.getValue().report(slot.getKey()))
                .toList();
    }

    /** Returns the open instances, lowest shard first. */
    List<JDA> open() {
        return instances(ShardSlot::isOpen);
    }

    /** Returns the instances that have not shut down. */
    public List<JDA> alive() {
        return instances(slot -> !slot.isClosed());
    }

    /** Returns the instances of all shards, also of those that have shut down and may come back. */
    public List<JDA> all() {
        return instances(slot -> true);
    }

    private List<JDA> instances(Predicate<ShardSlot> which) {
        return slots.values().stream().filter(which).map(slot -> slot.jda).toList();
    }

    public boolean knows(JDA jda) {
        return slots.values().stream().anyMatch(slot -> slot.jda == jda) || isRetired(jda);
    }

    @Override
    public String toString() {
        return slots.entrySet().stream()
                .map(slot -> ", shard " + slot.getKey() + " " + slot.getValue())
                .collect(Collectors.joining());
    }
}
