package io.github.jdatasks.internal.scheduler;

import io.github.jdatasks.LoopHealth;
import io.github.jdatasks.LoopHealth.Status;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.gate.ShardTable;
import io.github.jdatasks.internal.loop.LoopMachine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks at all loops of a scheduler, for {@link LoopHealth}. Takes one lock at a time, and none for long. */
public final class HealthCheck {
    /** A run that is overdue by more than this is a reason to look. */
    public static final Duration TOO_LATE = Duration.ofMinutes(1);

    private HealthCheck() {}

    static LoopHealth of(Scheduler scheduler) {
        Instant now = scheduler.timer().instant();
        Map<LoopState, Integer> states = new EnumMap<>(LoopState.class);
        for (LoopState state : LoopState.values()) {
            states.put(state, 0);
        }
        List<LoopTask> failing = new ArrayList<>();
        Duration overdue =
                Duration.ofNanos(scheduler.isClosed() ? 0 : scheduler.timer().overdue());
        boolean stuck = overdue.compareTo(TOO_LATE) > 0;
        for (LoopMachine loop : scheduler.registry().snapshot()) {
            LoopState state = loop.state();
            if (loop.isLive()) {
                states.merge(state, 1, Integer::sum);
            }
            if (loop.isFailing()) {
                failing.add(loop.task());
            }
            Duration late = overdue(loop, state, now);
            overdue = late.compareTo(overdue) > 0 ? late : overdue;
            stuck |= state == LoopState.WAITING && late.compareTo(TOO_LATE) > 0;
        }
        scheduler.failedLoops().copy().forEach(loop -> failing.add(loop.task()));
        Map<Integer, Boolean> shards = shards(scheduler.registry().gates());
        Status status = Status.UP;
        if (scheduler.isClosed() || stuck || scheduler.registry().areBotsGone()) {
            status = Status.DOWN;
        } else if (!failing.isEmpty() || shards.containsValue(false) || overdue.compareTo(TOO_LATE) > 0) {
            status = Status.DEGRADED;
        }
        return new LoopHealth(
                status,
                Collections.unmodifiableMap(states),
                List.copyOf(failing),
                Collections.unmodifiableMap(shards),
                overdue);
    }

    /** Returns how long the next run has been due although nothing but another run keeps it from beginning. */
    private static Duration overdue(LoopMachine loop, LoopState state, Instant now) {
        // A loop that waits for the timer is not: it has just been resumed, or its clock was set, or its host slept.
        boolean due = (state == LoopState.WAITING && !loop.isWithTimer()) || state == LoopState.RUNNING;
        if (!due || loop.isPaused() || loop.settings().policies().durable()) { // another process may have the tick
            return Duration.ZERO;
        }
        // The jitter of the next run is drawn when the present one is over, and is in nextIteration() from then on.
        long jitter = state == LoopState.RUNNING ? loop.settings().policies().jitterNanos() : 0;
        try {
            return loop.nextIteration()
                    .map(next -> Duration.between(next, now).minusNanos(jitter))
                    .filter(late -> !late.isNegative())
                    .orElse(Duration.ZERO);
        } catch (Throwable error) { // the user's schedule: the loop itself asks it too, and reports that
            return Duration.ZERO;
        }
    }

    /** Returns which shards are open; of several bots, all have to be. */
    private static Map<Integer, Boolean> shards(List<Gate> gates) {
        Map<Integer, Boolean> open = new TreeMap<>();
        gates.stream()
                .flatMap(gate -> gate.read(ShardTable::shards).stream())
                .forEach(shard -> open.merge(shard.id(), shard.isOpen(), Boolean::logicalAnd));
        return open;
    }
}
