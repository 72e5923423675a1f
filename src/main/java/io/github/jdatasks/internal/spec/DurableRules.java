package io.github.jdatasks.internal.spec;

import io.github.jdatasks.ShardScope;
import io.github.jdatasks.internal.loop.LoopHost;
import io.github.jdatasks.internal.schedule.Planner;
import io.github.jdatasks.internal.util.ConfigErrors;
import org.jspecify.annotations.Nullable;

/** Refuses what a durable loop cannot be, all at once. */
final class DurableRules {
    private static final int LONGEST_NAME = 100;
    private static final long MILLI = 1_000_000;

    private DurableRules() {}

    static void check(LoopSpec spec, @Nullable String qualifiedName, LoopHost on) {
        String loop = (qualifiedName == null ? "This loop" : "The loop " + qualifiedName) + " is durable";
        ConfigErrors mistakes = new ConfigErrors();
        mistakes.addIf(
                qualifiedName == null,
                "A durable loop needs a name, by which all processes know its row; call name(\"…\") on its builder");
        mistakes.addIf(
                on.tickSupply() == null,
                loop + ", but its scheduler has no database; build one with"
                        + " LoopScheduler.builder().durable(DurableLoops.on(dataSource).build()).build(), and give it to"
                        + " the cog's constructor with super(scheduler), or to the builder with scheduler(scheduler)");
        int length = qualifiedName == null ? 0 : qualifiedName.length();
        mistakes.addIf(
                length > LONGEST_NAME,
                loop + ", but its name has " + length + " characters; the table has room for " + LONGEST_NAME);
        mistakes.addIf(
                spec.overlap > 1,
                loop + ", so each tick is run before the next is planned; leave overlap = " + spec.overlap + " out");
        mistakes.addIf(
                spec.shards == ShardScope.EACH,
                loop
                        + ", so each tick is run by one process; it cannot be run for EACH shard. Use shards = ALL or ANY");
        mistakes.addIf(
                spec.count > 0,
                loop + ", so its runs are spread over processes, none of which counts them all; leave count = "
                        + spec.count + " out, and for one run ever use Schedule.once(Instant)");
        mistakes.addIf(
                Planner.interval(spec.schedule) % MILLI != 0,
                loop + ", so its interval must be whole milliseconds, but it is " + spec.schedule.describe());
        mistakes.throwIfAny();
    }
}
