package io.github.jdatasks.internal.scheduler;

import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.gate.GateState;
import io.github.jdatasks.internal.gate.ShardSlot;
import io.github.jdatasks.internal.gate.ShardTable;
import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.util.Loggers;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/**
 * What the log says of loops that wait for their gate: why, and when they go on. In timer turns only.
 */
final class GateReport {
    private static final Logger LOG = Loggers.get("io.github.jdatasks.GateWatch");
    private static final long SILENCE = Duration.ofSeconds(30).toNanos();
    private static final int NAMES = 10;
    private static final long UNKNOWN = Long.MAX_VALUE;

    private enum Said {
        NOTHING,
        THAT_IT_STARTS,
        WARNING
    }

    private final Gate gate;
    private Said said = Said.NOTHING;
    private boolean starting; // when something was said last
    private long shardsUp = UNKNOWN; // the most there were
    private long progressAt; // when another shard came up last

    GateReport(Gate gate) {
        this.gate = gate;
    }

    /** Returns whether something is about to be said of loops that have waited since an instant. */
    boolean isDue(long since, long now) {
        return said == Said.NOTHING && now - since >= SILENCE;
    }

    /** Says once why loops have waited so long, and once more if a start that was said to make progress does not. */
    void waiting(List<LoopControl> held, long since, long now) {
        if (said == Said.WARNING) {
            return;
        }
        List<ShardSlot.Report> shards = gate.read(ShardTable::shards);
        long up = shards.stream().filter(ShardSlot.Report::isOpen).count();
        if (shardsUp == UNKNOWN) {
            progressAt = now - SILENCE;
        } else if (up > shardsUp) {
            progressAt = now;
        }
        shardsUp = shardsUp == UNKNOWN ? up : Math.max(shardsUp, up); // one that comes back is no progress
        if (now - since < SILENCE) {
            return;
        }
        starting = !Objects.requireNonNull(held.get(0).settings().view()).hasBeenReady();
        boolean makesProgress = starting && up > 0 && now - progressAt < SILENCE;
        if (!makesProgress) {
            said = Said.WARNING;
            LOG.warn("{}", why(held, since, now, shards));
        } else if (said == Said.NOTHING) {
            said = Said.THAT_IT_STARTS;
            LOG.info("{}", why(held, since, now, shards));
        }
    }

    private String why(List<LoopControl> held, long since, long now, List<ShardSlot.Report> shards) {
        String loops = " " + (held.size() == 1 ? "1 loop has waited" : held.size() + " loops have waited")
                + " for it for " + Duration.ofNanos(now - since).toSeconds() + " s: " + list(held, LoopControl::name);
        List<ShardSlot.Report> missing =
                shards.stream().filter(shard -> !shard.isOpen()).toList();
        boolean some = missing.size() < shards.size();
        boolean queued = GateState.has(gate.word(), GateState.QUEUED);
        if ((shards.isEmpty() && !queued) || held.get(0).settings().isCogOut()) {
            return "No bot has logged in that has the gate, or the cog, as a listener, and" + loops
                    + ". Register it: with addEventListeners(…) of the builder, or, for a bot that is running, by"
                    + " attach(jda) of the cog, or ConnectionGate.of(jda)";
        }
        String which = list(missing, shard -> "shard " + shard.id() + " (" + shard.status() + ")");
        if (queued) {
            which += (missing.isEmpty() ? "" : ", and ") + "shards that the shard manager has yet to start";
        }
        if (starting) {
            String soFar = shards.size() == 1 && !queued
                    ? "status " + shards.get(0).status()
                    : "connected shards: " + (shards.size() - missing.size()) + "; not yet connected: " + which;
            return "The bot is still starting (" + soFar + "), and" + loops;
        }
        if (some) {
            return "Not all shards are connected (missing of " + shards.size() + ": " + which + "), and" + loops
                    + ". A loop for ShardScope.ANY or EACH does not wait for shards that it does not need";
        }
        return "The connection to Discord is away, and" + loops + ". JDA reconnects by itself (" + which + ")";
    }

    private static <T> String list(List<T> things, Function<T, String> words) {
        String first = things.stream().limit(NAMES).map(words).collect(Collectors.joining(", "));
        return things.size() > NAMES ? first + ", …" : first;
    }

    /** No loop waits any more: says so if it was said that they do. */
    void over(boolean theyGoOn) {
        Said before = said;
        said = Said.NOTHING;
        shardsUp = UNKNOWN;
        if (before == Said.NOTHING) {
            return;
        }
        if (theyGoOn) {
            LOG.info(
                    "{}; the loops that waited for it go on",
                    !starting
                            ? "The connection to Discord is back"
                            : GateState.has(gate.word(), GateState.ANY_OPEN)
                                    ? "The bot is ready"
                                    : "The bot has logged in");
        } else if (gate.isClosedForGood()) {
            LOG.info("The bot has shut down; the loops that waited for its connection end");
        } else {
            LOG.info("No loop waits for the connection to Discord any more");
        }
    }
}
