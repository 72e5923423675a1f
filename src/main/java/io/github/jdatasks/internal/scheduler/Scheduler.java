package io.github.jdatasks.internal.scheduler;

import io.github.jdatasks.LoopHealth;
import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.internal.jfr.Recorder;
import io.github.jdatasks.internal.listener.ListenerCalls;
import io.github.jdatasks.internal.listener.ListenerList;
import io.github.jdatasks.internal.loop.ActiveWorkers;
import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.loop.LoopHost;
import io.github.jdatasks.internal.loop.LoopHost.TickSupply;
import io.github.jdatasks.internal.loop.LoopMachine;
import io.github.jdatasks.internal.loop.LoopSettings;
import io.github.jdatasks.internal.loop.Run;
import io.github.jdatasks.internal.retry.RetrySettings;
import io.github.jdatasks.internal.timer.Clocks;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.util.FailureLog;
import io.github.jdatasks.internal.util.Loggers;
import io.github.jdatasks.internal.worker.Engine;
import io.github.jdatasks.internal.worker.Workers;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The loops and cogs that run on one engine, and their shutdown; {@code LoopScheduler} is its API. */
public class Scheduler implements LoopHost {
    private static final Logger LOG = Loggers.get("io.github.jdatasks.LoopScheduler");

    /** The time for after-hooks after the grace. All together is below 10 s, after which container runtimes kill. */
    private static final Duration AFTER_GRACE = Duration.ofSeconds(4);

    /** The time for a database at the end. */
    private static final Duration PATIENCE_WITH_DATABASE = Duration.ofSeconds(1);

    static final String CLOSED = "its scheduler has been closed";

    private final Engine engine;
    private final LoopTimer timer;
    private final Duration shutdownGrace;
    private final LoopRegistry registry;
    private final ActiveWorkers activeWorkers = new ActiveWorkers();
    private final Recorder recorder = new Recorder();
    private final ListenerList listeners;
    private final FailedLoops failed = new FailedLoops();
    private final Set<Ending> others = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private final @Nullable TickSupply tickSupply;
    private final Map<String, LoopMachine> durableLoops = new ConcurrentHashMap<>();
    private volatile UnaryOperator<String> texts = UnaryOperator.identity();

    @SuppressWarnings("this-escape") // the registry and the listeners only store this object
    public Scheduler(Engine engine, Duration shutdownGrace, @Nullable Function<LoopTimer, TickSupply> durable) {
        this.engine = engine;
        this.timer = engine.timer();
        recorder.look(timer.now()); // on a user's thread, so that no run is late because events are loaded
        this.shutdownGrace = shutdownGrace;
        this.registry = new LoopRegistry(this);
        this.listeners = newListeners();
        this.tickSupply = durable == null ? null : durable.apply(timer);
    }

    /** Returns the tasks of the live loops. */
    public Collection<LoopTask> loops() {
        return registry.snapshot().stream()
                .filter(LoopMachine::isLive)
                .map(LoopMachine::task)
                .toList();
    }

    public void close() {
        Thread caller = Thread.currentThread();
        boolean inside = registry.snapshot().stream().anyMatch(machine -> machine.isInUserCode(caller))
                || others.stream().anyMatch(other -> other.isInUserCode(caller));
        boolean first = registry.close();
        if (first && inside) {
            var unused = shutdownAll().whenComplete((done, error) -> closeEngine());
        } else if (first) {
            try {
                endAll();
            } finally {
                closeEngine();
            }
        } else if (!inside && !ended.isDone()) {
            // Waits for what has not ended; of the rest, this thread or one in System.exit may hold up a part.
            CompletableFuture<Void> rest = shutdownAll(); // again, since a body may have called System.exit meanwhile
            engine.await(rest, shutdownGrace.plus(AFTER_GRACE).toNanos());
            engine.await(ended, PATIENCE_WITH_DATABASE.toNanos());
        }
    }

    private void closeEngine() {
        try {
            if (tickSupply != null && !engine.await(tickSupply.close(), PATIENCE_WITH_DATABASE.toNanos())) {
                LOG.error("Closed before the database was told how the last ticks of durable loops have ended;"
                        + " they will be repeated");
            }
            engine.close();
        } finally {
            ended.complete(null);
        }
    }

    private void endAll() {
        if (!engine.await(shutdownAll(), shutdownGrace.plus(AFTER_GRACE).toNanos())) {
            String leftOver = Stream.concat(
                            registry.snapshot().stream().map(LoopMachine::name),
                            others.stream().map(Ending::inWords))
                    .collect(Collectors.joining(", "));
            LOG.error("Closed although these loops and cogs have not ended: {}", leftOver);
        }
    }

    private CompletableFuture<Void> shutdownAll() {
        return CompletableFuture.allOf(Stream.concat(
                        others.stream().map(Ending::shutdown),
                        registry.snapshot().stream().map(LoopMachine::shutdown))
                .toArray(CompletableFuture[]::new));
    }

    @Override
    public @Nullable TickSupply tickSupply() {
        return tickSupply;
    }

    @Override
    public LoopTimer timer() {
        return timer;
    }

    @Override
    public List<ListenerCalls> listeners() {
        return listeners.calls();
    }

    public void addListener(LoopListener listener) {
        listeners.add(listener);
    }

    public void removeListener(LoopListener listener) {
        listeners.remove(listener);
    }

    /** Returns what the texts of annotations are replaced by; the user's. */
    public UnaryOperator<String> texts() {
        return texts;
    }

    public void texts(UnaryOperator<String> newTexts) {
        texts = newTexts;
    }

    /** Returns whether all loops, or those of a loaded cog, have a listener. */
    boolean isHeard() {
        return !listeners().isEmpty()
                || others.stream()
                        .anyMatch(other -> other instanceof LoopSettings.Cog cog
                                && !cog.listeners().isEmpty());
    }

    public LoopHealth health() {
        return HealthCheck.of(this);
    }

    FailedLoops failedLoops() {
        return failed;
    }

    /** Returns an empty list for listeners of some of the loops. */
    public ListenerList newListeners() {
        return new ListenerList(timer, this::onWorker);
    }

    @Override
    public void onWorker(Runnable work) {
        try {
            workers().execute(work);
        } catch (Throwable rejection) { // the user's executor may throw anything
            workers().rescue(work);
        }
    }

    @Override
    public Workers workers() {
        return engine.workers();
    }

    @Override
    public ActiveWorkers activeWorkers() {
        return activeWorkers;
    }

    @Override
    public Recorder recorder() {
        return recorder;
    }

    @Override
    public boolean isClosed() {
        return registry.isClosed();
    }

    public LoopRegistry registry() {
        return registry;
    }

    @Override
    public long graceNanos() {
        return shutdownGrace.toNanos();
    }

    @Override
    public void checkMayBlock() {
        engine.checkMayBlock();
    }

    @Override
    public void checkMayStart(LoopControl loop) {
        LoopSettings settings = loop.settings();
        String why = settings.cogRefusal();
        if (isClosed()) {
            why = CLOSED;
        } else if (settings.isBotGone()) {
            why = "its " + (settings.group() == null ? "bot" : "shard") + " has been shut down";
        }
        if (why != null) {
            throw cannotStart(loop, why);
        }
    }

    static IllegalStateException cannotStart(LoopControl loop, String why) {
        return new IllegalStateException("The loop " + loop.name() + " cannot start: " + why);
    }

    @Override
    public void register(LoopMachine machine) {
        registry.add(machine);
        failed.remove(machine);
        LoopMachine other = isDurable(machine) ? durableLoops.putIfAbsent(machine.name(), machine) : null;
        if (other != null && other != machine) {
            registry.remove(machine);
            throw cannotStart(
                    machine,
                    "another durable loop of this name is running on the same scheduler; give one of them another name");
        }
        engine.closeAtExit(this::close);
    }

    @Override
    public void unregister(LoopMachine machine) {
        registry.remove(machine);
        LoopSettings settings = machine.settings();
        if (!settings.isCogLoaded()) { // it unloads, perhaps from another scheduler, which does not know of this one
            failed.remove(machine);
        } else if (machine.isFailing() && settings.isNamed()) { // there may be an unnamed loop for each reminder
            failed.add(machine);
        }
        if (isDurable(machine)) {
            durableLoops.remove(machine.name(), machine);
        }
    }

    private static boolean isDurable(LoopMachine machine) {
        return machine.settings().policies().durable();
    }

    public void register(Ending other) {
        others.add(other);
        engine.closeAtExit(this::close);
    }

    /** Returns the registered cogs or groups, for example the cogs that are loaded or about to be. */
    public <T extends Ending> List<T> others(Class<T> type) {
        return others.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public void unregister(Ending other) {
        others.remove(other);
        failed.removeOf(other);
    }

    @Override
    public long random(long greatest) {
        return greatest == 0
                ? 0
                : draw(random -> random.nextLong(greatest == Long.MAX_VALUE ? greatest : greatest + 1));
    }

    @Override
    public long retryDelay(RetrySettings retry, Run run, long cap) {
        return draw(random -> retry.delayNanos(run.context.attempt(), cap, random));
    }

    private long draw(ToLongFunction<RandomGenerator> number) {
        RandomGenerator random = engine.clocks().random();
        try {
            synchronized (random) { // most generators are not thread-safe
                return number.applyAsLong(random);
            }
        } catch (Throwable t) { // the user's generator must not stop the loop
            String name = random.getClass().getName();
            FailureLog.error(LOG, "The random generator " + name + " failed, so another one is used", t);
            return number.applyAsLong(Clocks.system().random());
        }
    }
}
