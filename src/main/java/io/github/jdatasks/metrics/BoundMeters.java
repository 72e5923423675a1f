package io.github.jdatasks.metrics;

import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopHealth;
import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.internal.gate.GateView;
import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.loop.LoopControls;
import io.github.jdatasks.internal.loop.LoopSettings;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The meters of one scheduler in one registry. No lock is held while the registry is called: its filters and listeners
 * are the user's.
 */
final class BoundMeters implements LoopListener {
    private static final String NONE = "none"; // a tag always has a value: Prometheus wants the same keys everywhere

    private static final long FRESH = Duration.ofSeconds(1).toNanos();

    private static final Set<LoopState> OF_LIVE_LOOPS =
            EnumSet.complementOf(EnumSet.of(LoopState.IDLE, LoopState.FINISHED));

    private final LoopScheduler scheduler;
    private final MeterRegistry registry;
    private final Clock clock;
    private final Tags tags;
    private final boolean perShard;
    private final Map<Series, LoopMeters> loops = new ConcurrentHashMap<>();
    private final Set<Meter> all = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean looking = new AtomicBoolean(); // one gauge at a time asks for the health
    private final Map<Integer, Gauge> gates = new HashMap<>(); // guarded by looking
    private volatile Seen seen;
    private volatile boolean unbound;

    /** Which loops share their meters. */
    private record Series(String cog, String loop, String shard) {}

    /** How the loops were, by the registry's clock. */
    private record Seen(LoopHealth health, long at) {}

    BoundMeters(LoopScheduler scheduler, MeterRegistry registry, Tags tags, boolean perShard) {
        this.scheduler = scheduler;
        this.registry = registry;
        this.clock = registry.config().clock();
        this.tags = tags;
        this.perShard = perShard;
        this.seen = new Seen(scheduler.health(), clock.monotonicTime() - FRESH); // the first gauge looks again
    }

    void bind() {
        scheduler.addListener(this);
        scheduler.loops().forEach(this::metersOf); // so that the first failure is a step from 0 to 1
        for (LoopState state : OF_LIVE_LOOPS) {
            add(Gauge.builder("jdatasks.loops", this, meters -> meters.count(state))
                    .description("Live loops by state")
                    .tags(tags)
                    .tag("state", state.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .register(registry));
        }
        add(Gauge.builder(
                        "jdatasks.failing",
                        this,
                        meters -> meters.health().failing().size())
                .description("Loops whose last scheduled run has failed, or that a failure has ended")
                .baseUnit("loops")
                .tags(tags)
                .register(registry));
        add(TimeGauge.builder("jdatasks.overdue", this, TimeUnit.MILLISECONDS, BoundMeters::overdueMillis)
                .description("How long the run that has been due longest should have begun")
                .tags(tags)
                .register(registry));
        health();
    }

    void unbind() {
        unbound = true;
        scheduler.removeListener(this);
        all.forEach(registry::remove);
    }

    /** Notes a meter, so that it can be removed. A listener's call may still be in progress when that has been done. */
    <M extends Meter> M add(M meter) {
        all.add(meter);
        if (unbound) {
            registry.remove(meter);
        }
        return meter;
    }

    @Override
    public void onStarted(LoopTask task) {
        metersOf(task);
    }

    @Override
    public void onIterationFinished(LoopContext run, Duration took) {
        metersOf(run.task()).succeeded(run, took);
    }

    @Override
    public void onFailed(LoopContext run, Throwable error, Duration took) {
        metersOf(run.task()).failed(run, took);
    }

    @Override
    public void onRetried(LoopContext run, Throwable error, Duration delay) {
        metersOf(run.task()).retried(run);
    }

    @Override
    public void onMissed(LoopTask task, long ticks) {
        metersOf(task).missed(ticks);
    }

    @Override
    public void onSkipped(LoopTask task, long ticks) {
        metersOf(task).skipped(ticks);
    }

    private LoopMeters metersOf(LoopTask task) {
        Series series = series(LoopControls.of(task));
        LoopMeters known = loops.get(series);
        if (known != null) {
            return known;
        }
        Tags ofLoop = tags.and("cog", series.cog(), "loop", series.loop());
        LoopMeters made = new LoopMeters(registry, perShard ? ofLoop.and("shard", series.shard()) : ofLoop, this::add);
        loops.put(series, made); // two threads that come at once get the same meters from the registry
        return made;
    }

    private Series series(LoopControl loop) {
        LoopSettings settings = loop.settings();
        LoopSettings.Cog cog = settings.cog();
        boolean isOfShard = settings.shard() != GateView.WHOLE;
        return new Series(
                cog == null ? NONE : cog.name(),
                settings.isNamed() ? loop.nameOfAllShards() : "unnamed",
                perShard && isOfShard ? Integer.toString(settings.shard()) : NONE);
    }

    private int count(LoopState state) {
        return health().loops().getOrDefault(state, 0);
    }

    private double overdueMillis() {
        return health().longestOverdue().toMillis();
    }

    private int gate(int shard) {
        return health().gate().getOrDefault(shard, false) ? 1 : 0;
    }

    /** Returns how the loops are, the same for all gauges of a scrape, and sees to it that each shard has its gauge. */
    private LoopHealth health() {
        long now = clock.monotonicTime();
        if (now - seen.at() >= FRESH && looking.compareAndSet(false, true)) {
            try {
                seen = new Seen(scheduler.health(), now);
                gaugeGates(seen.health().gate().keySet());
            } finally {
                looking.set(false);
            }
        }
        return seen.health();
    }

    private void gaugeGates(Set<Integer> shards) {
        gates.entrySet().removeIf(gate -> {
            boolean isGone = !shards.contains(gate.getKey());
            if (isGone) {
                registry.remove(gate.getValue());
                all.remove(gate.getValue());
            }
            return isGone;
        });
        for (int shard : shards) {
            gates.computeIfAbsent(
                    shard,
                    id -> add(Gauge.builder("jdatasks.gate", this, meters -> meters.gate(id))
                            .description("1 if the shard is connected, 0 if not")
                            .tags(tags)
                            .tag("shard", Integer.toString(id))
                            .register(registry)));
        }
    }
}
