package io.github.jdatasks.metrics;

import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.internal.util.Checks;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Meters of the loops of a scheduler, for Prometheus and every other system that Micrometer knows.
 *
 * <pre>{@code
 * PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
 * LoopMetrics.of(LoopScheduler.shared()).bindTo(registry);
 * }</pre>
 *
 * <p>Each loop has the timers {@code jdatasks.runs} and {@code jdatasks.lateness} and the counters {@code
 * jdatasks.retries}, {@code jdatasks.missed} and {@code jdatasks.skipped}. Their tags are {@code cog}, which is {@code none}
 * for a loop without one, and {@code loop}, which is {@code unnamed} for all loops that have no name; the runs have {@code
 * outcome}, {@code SUCCESS} or {@code ERROR}, too. These meters appear when the loop starts, and stay when it ends. The
 * gauges {@code jdatasks.loops} (by {@code state}), {@code jdatasks.failing}, {@code jdatasks.gate} (by {@code shard}) and
 * {@code jdatasks.overdue} show what {@link LoopScheduler#health()} says.
 *
 * <p>Nothing is counted before {@link #bindTo}. The loops do not wait for it: meters are written on worker threads.
 * Gauges ask for the health of the loops once a second at most, by the clock of the registry; the gauge of a new shard may
 * be missing in the first scrape. A scheduler that is closed has no loops; {@link LoopScheduler#shared()} is then another
 * one, which needs metrics of its own. Close the old ones first: two objects with the same tags in one registry share their
 * meters, so runs count twice, gauges show the first scheduler, and the first {@link #close()} removes all.
 *
 * <p>Micrometer is an optional dependency: {@code io.micrometer:micrometer-core} 1.16 or newer has to be on the class
 * path. All methods may be called from any thread.
 */
public final class LoopMetrics implements MeterBinder, AutoCloseable {
    private final LoopScheduler scheduler;
    private final Tags tags;
    private final boolean perShard;
    private final Map<MeterRegistry, BoundMeters> bound = new ConcurrentHashMap<>();

    private LoopMetrics(LoopScheduler scheduler, Tags tags, boolean perShard) {
        this.scheduler = scheduler;
        this.tags = tags;
        this.perShard = perShard;
    }

    /**
     * {@return the metrics of the loops of a scheduler}
     *
     * @throws IllegalArgumentException if it is null
     */
    public static LoopMetrics of(LoopScheduler scheduler) {
        return of(scheduler, Tags.empty());
    }

    /**
     * {@return the metrics of the loops of a scheduler, with more tags} Of several schedulers in one registry each needs
     * a value of its own: {@code LoopMetrics.of(music, Tags.of("bot", "music"))}.
     *
     * @param tags for all meters; the keys {@code cog}, {@code loop}, {@code outcome}, {@code shard} and {@code state} are
     *     taken
     * @throws IllegalArgumentException if one is null
     */
    public static LoopMetrics of(LoopScheduler scheduler, Iterable<Tag> tags) {
        return new LoopMetrics(Checks.notNull("of", scheduler), Tags.of(Checks.notNull("of", tags)), false);
    }

    /**
     * {@return the same metrics, not bound yet, with the tag {@code shard} on the meters of loops} It tells the loops of
     * {@link ShardScope#EACH} apart, and is {@code none} for all others. A bot with many shards gets many meters.
     */
    public LoopMetrics perShard() {
        return new LoopMetrics(scheduler, tags, true);
    }

    /**
     * Adds the meters to a registry, which may be one of several. If they are there, this does nothing.
     *
     * @throws IllegalArgumentException if it is null
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        BoundMeters meters = new BoundMeters(scheduler, Checks.notNull("bindTo", registry), tags, perShard);
        if (bound.putIfAbsent(registry, meters) == null) {
            try {
                meters.bind();
            } catch (Throwable error) { // of a filter of the user's: half of the meters would be worse than none
                bound.remove(registry, meters);
                meters.unbind();
                throw error;
            }
        }
    }

    /**
     * Stops counting, and removes the meters from all registries. The scheduler and its loops go on. If nothing is bound,
     * this does nothing; what has been closed may be bound again, and counts from 0. A plugin that is reloaded closes its
     * metrics as well.
     */
    @Override
    public void close() {
        bound.forEach((registry, meters) -> {
            if (bound.remove(registry, meters)) {
                meters.unbind();
            }
        });
    }
}
