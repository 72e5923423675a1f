package io.github.jdatasks.internal.scheduler;

import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.gate.GateState;
import io.github.jdatasks.internal.gate.ShardSlot;
import io.github.jdatasks.internal.gate.ShardTable;
import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.loop.LoopSettings;
import io.github.jdatasks.internal.util.Loggers;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/** Logs why loops wait for their gate, and when they resume. In timer turns only. */
final class GateLog {
    private static final Logger LOG = Loggers.get("io.github.jdatasks.GateWatch");
    private static final long SILENCE = Duration.ofSeconds(30).toNanos();
    private static final int NAMES = 10;
    private static final long UNKNOWN = Long.MAX_VALUE;

    private enum Reported {
        NOTHING,
        PROGRESS,
        WARNING
    }

    private final Gate gate;
    private Reported reported = Reported.NOTHING;
    private boolean starting; // the bot was starting at the last report
    private long shardsUp = UNKNOWN; // the greatest number so far
    private long progressAt; // when shardsUp last grew

    GateLog(Gate gate) {
        this.gate = gate;
    }

    /** Returns whether the first report about loops that have waited since an instant is due. */
    boolean isDue(long since, long now) {
        return reported == Reported.NOTHING && now - since >= SILENCE;
    }

    /** Logs once why loops have waited so long, and once more if a start that made progress stops doing so. */
    void waiting(List<LoopControl> parked, long since, long now) {
        if (reported == Reported.WARNING) {
            return;
        }
        List<ShardSlot.Report> shards = gate.read(ShardTable::shards);
        long up = shards.stream().filter(ShardSlot.Report::isOpen).count();
        if (shardsUp == UNKNOWN) {
            progressAt = now - SILENCE;
        } else if (up > shardsUp) {
            progressAt = now;
        }
        shardsUp = shardsUp == UNKNOWN ? up : Math.max(shardsUp, up); // a shard that reconnects is no progress
        if (now - since < SILENCE) {
            return;
        }
        LoopSettings settings = parked.get(0).settings();
        starting = !Objects.requireNonNull(settings.view()).hasBeenReady();
        boolean makesProgress = starting && up > 0 && now - progressAt < SILENCE && !settings.isCogOut();
        if (!makesProgress) {
            reported = Reported.WARNING;
            LOG.warn("{}", why(parked, since, now, shards));
        } else if (reported == Reported.NOTHING) {
            reported = Reported.PROGRESS;
            LOG.info("The bot is still starting ({}), and{}", soFar(shards), waitingLoops(parked, since, now));
        }
    }

    private String why(List<LoopControl> parked, long since, long now, List<ShardSlot.Report> shards) {
        String loops = waitingLoops(parked, since, now);
        if ((shards.isEmpty() && !isQueued()) || parked.get(0).settings().isCogOut()) {
            return "No bot has logged in that has the gate, or the cog, as a listener, and" + loops
                    + ". Register it: with addEventListeners(…) of the builder, or, for a bot that is running, by"
                    + " attach(jda) of the cog, or ConnectionGate.of(jda)";
        }
        if (starting) {
            return "The bot is still starting (" + soFar(shards) + "), and" + loops;
        }
        if (shards.stream().anyMatch(ShardSlot.Report::isOpen)) {
            return "Not all shards are connected (missing of " + shards.size() + ": " + missing(shards) + "), and"
                    + loops + ". A loop for ShardScope.ANY or EACH does not wait for shards that it does not need";
        }
        return "The connection to Discord is lost, and" + loops + ". JDA reconnects by itself (" + missing(shards)
                + ")";
    }

    private static String waitingLoops(List<LoopControl> parked, long since, long now) {
        return " " + (parked.size() == 1 ? "1 loop has waited" : parked.size() + " loops have waited") + " for it for "
                + Duration.ofNanos(now - since).toSeconds() + " s: " + list(parked, LoopControl::name);
    }

    private String soFar(List<ShardSlot.Report> shards) {
        long up = shards.stream().filter(ShardSlot.Report::isOpen).count();
        return shards.size() == 1 && !isQueued()
                ? "status " + shards.get(0).status()
                : "connected shards: " + up + "; not yet connected: " + missing(shards);
    }

    private String missing(List<ShardSlot.Report> shards) {
        List<ShardSlot.Report> missing =
                shards.stream().filter(shard -> !shard.isOpen()).toList();
        String which = list(missing, shard -> "shard " + shard.id() + " (" + shard.status() + ")");
        return isQueued()
                ? which + (missing.isEmpty() ? "" : ", and ") + "shards that the shard manager has yet to start"
                : which;
    }

    private boolean isQueued() {
        return GateState.has(gate.word(), GateState.QUEUED);
    }

    private static <T> String list(List<T> things, Function<T, String> words) {
        String first = things.stream().limit(NAMES).map(words).collect(Collectors.joining(", "));
        return things.size() > NAMES ? first + ", …" : first;
    }

    /** Logs that no loop waits any more, if it was logged that loops wait. */
    void over(boolean theyGoOn) {
        Reported before = reported;
        reported = Reported.NOTHING;
        shardsUp = UNKNOWN;
        if (before == Reported.NOTHING) {
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
        } else if (gate.has(GateState.CLOSED)) {
            LOG.info("The bot has shut down; the loops that waited for its connection end");
        } else {
            LOG.info("No loop waits for the connection to Discord any more");
        }
    }
}
