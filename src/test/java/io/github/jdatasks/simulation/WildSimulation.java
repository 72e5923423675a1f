package io.github.jdatasks.simulation;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopStats;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import net.dv8tion.jda.api.JDA;
import org.jspecify.annotations.Nullable;

/**
 * Performs a {@link Script} whose loops may have any settings: runs that overlap, a loop for each shard, cogs, random
 * delays, and a clock that is set while times of day are waited for. What comes of that no model says exactly; a
 * {@link LifeWatch} says what must hold.
 */
final class WildSimulation extends Performance {
    private static final long CORRECTION = -Duration.ofHours(3).toNanos();

    private final IdentityHashMap<LoopTask, LifeWatch> watches = new IdentityHashMap<>();
    private final Set<LoopSpec> changed = new HashSet<>();
    private final List<String> complaints = new ArrayList<>();
    private final Bot bot;
    private long wallAhead;
    private long lastStep = Long.MIN_VALUE / 2;

    /** The cog of the loops that are in one. */
    private static final class Bot extends LoopCog {
        int loaded;
        int unloaded;

        Bot(LoopScheduler scheduler) {
            super(scheduler);
        }

        LoopBuilder builder(Schedule schedule) {
            return newLoop(schedule);
        }

        @Override
        protected void cogLoad(JDA jda) {
            loaded++;
        }

        @Override
        protected void cogUnload() {
            unloaded++;
        }
    }

    private WildSimulation(Script script, Counts counts, VirtualLoopScheduler time, Bot bot) {
        super(counts, time, bot.gate(), VirtualConnection.of(bot));
        this.bot = bot;
        for (String line : script.loops()) {
            LoopSpec spec = LoopSpec.parse(line);
            Schedule schedule = spec.timing.schedule();
            LoopBuilder builder =
                    spec.inCog() ? bot.builder(schedule) : Loops.on(schedule).scheduler(time);
            ConnectionGate itsGate = spec.inCog() ? null : gate;
            RealLoop loop = new RealLoop(
                    spec,
                    this,
                    builder,
                    itsGate,
                    (run, word) -> watches.computeIfAbsent(run.task(), task -> new LifeWatch(this, spec, task))
                            .sees(run, word));
            loops.add(loop);
        }
    }

    /** Returns what went wrong; null if nothing did. */
    static @Nullable String run(Script script, Counts counts) {
        VirtualLoopScheduler time = newTime();
        return new WildSimulation(script, counts, time, new Bot(time)).run(script);
    }

    /** Takes note of what must not be. */
    void report(String complaint) {
        complaints.add(complaint);
    }

    long wallAhead() {
        return wallAhead;
    }

    /** When the clock was last set. */
    long lastStep() {
        return lastStep;
    }

    /** Whether runs by hand, which are like others to see, make it impossible to count this loop's runs. */
    boolean runsByHand(LoopSpec spec) {
        return spec.count() == 0 && !spec.timing.isCalendar() && spec.overlap() == 1;
    }

    /** Whether the interval was never changed, and no tick passed over. */
    boolean keepsInterval(LoopSpec spec) {
        return !changed.contains(spec);
    }

    @Override
    void asked(int loop, String order) {
        if (order.startsWith("change") || order.startsWith("postpone")) {
            changed.add(loops.get(loop).spec);
        }
    }

    @Override
    void wallChanged(long ahead, long step) {
        wallAhead = ahead;
        lastStep = now();
        if (step <= CORRECTION) {
            watches.values().forEach(LifeWatch::forgetTicks);
        }
    }

    @Override
    void check() {
        watches.values().forEach(LifeWatch::checkAtRest);
        for (RealLoop loop : loops) {
            checkLives(loop);
        }
        if (bot.loaded - bot.unloaded > 1 || bot.unloaded > bot.loaded) {
            complaints.add(bot.loaded + " loads, " + bot.unloaded + " unloads of the cog");
        }
        if (!complaints.isEmpty()) {
            throw new AssertionError(String.join("\n    ", complaints));
        }
    }

    private void checkLives(RealLoop loop) {
        long ended = 0;
        for (LifeWatch watch : watches.values()) {
            if (watch.isOf(loop.spec)) {
                ended += watch.ended();
            }
        }
        if (ended != loop.chance.ended) {
            complaints.add(
                    loop.chance.ended + " lives of " + loop.spec.name + " have ended with " + ended + " after-hooks");
        }
        boolean each = loop.spec.gate() != null && loop.spec.shards() == ShardScope.EACH;
        long live = loop.task.isRunning() ? 1 : 0;
        if (!each && loop.chance.started != loop.chance.ended + live) {
            complaints.add(loop.chance.started + " lives of " + loop.spec.name + " have begun and " + loop.chance.ended
                    + " ended, and " + live + " is left");
        }
    }

    @Override
    void count(Script script, Counts sum) {
        sum.add(script);
        for (RealLoop loop : loops) {
            LoopStats stats = loop.task.stats();
            sum.add(stats.runs(), stats.failures(), stats.retries(), stats.missed());
        }
    }
}
