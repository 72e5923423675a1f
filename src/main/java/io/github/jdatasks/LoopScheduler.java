package io.github.jdatasks;

import io.github.jdatasks.durable.DurableLoops;
import io.github.jdatasks.internal.loop.LoopHost.TickSupply;
import io.github.jdatasks.internal.scheduler.Scheduler;
import io.github.jdatasks.internal.timer.Clocks;
import io.github.jdatasks.internal.timer.FailSafeClock;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.util.Checks;
import io.github.jdatasks.internal.worker.Engine;
import io.github.jdatasks.internal.worker.RealEngine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What loops run on: a timer, and daemon threads for bodies and hooks.
 *
 * <p>Most bots need only {@link #shared()}, which every loop uses unless it is given another one. It starts no thread
 * before the first loop starts, sleeps while nothing is due, and is closed when the JVM ends, so that after-hooks still
 * run on SIGTERM. From Java 24 on, bodies run on virtual threads; before, on a pool that grows with blocked bodies and
 * shrinks again. No body holds up the timer, or another loop. The threads inherit nothing from the thread that starts the first loop. What a body changes on its thread
 * (name, context class loader, priority, interrupt flag, logging context) is undone before the thread is used for
 * another loop, also on your own executor. Only thread-locals stay: remove in a {@code finally} block what you set.
 *
 * <pre>{@code
 * try (LoopScheduler scheduler = LoopScheduler.builder().shutdownGrace(Duration.ofSeconds(2)).build()) {
 *     Loops.every(Duration.ofMinutes(1)).name("sync").scheduler(scheduler).start(run -> sync());
 *     …
 * } // the loops have ended, their after-hooks have run
 * }</pre>
 *
 * <p>All methods may be called from any thread.
 */
public class LoopScheduler implements AutoCloseable {
    private static final Duration DEFAULT_GRACE = Duration.ofSeconds(4);

    private static final ThreadLocal<@Nullable LoopScheduler> AMBIENT = new ThreadLocal<>();

    private volatile Scheduler scheduler; // replaced by a restart of the test kit only

    /**
     * Creates a scheduler on an engine: for this library's own test kit, not for users, who have {@link #builder()}.
     */
    protected LoopScheduler(Engine engine, Duration shutdownGrace, Function<LoopTimer, TickSupply> durable) {
        this(new Scheduler(engine, shutdownGrace, durable));
    }

    LoopScheduler(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * {@return the scheduler of all loops that are not given another one; the same each time, until it is closed} A
     * plugin that brings this library along and is reloaded closes it as the last step, after its cogs are unloaded:
     * its threads and its JVM shutdown hook would keep the plugin's classes.
     */
    public static LoopScheduler shared() {
        return Shared.get();
    }

    /** {@return a builder for a scheduler of your own, which you then have to close} */
    public static Builder builder() {
        return new Builder();
    }

    /** Closes, and begins anew on the same engine; for this library's own test kit. */
    protected final void restart(Engine engine, Duration shutdownGrace, Function<LoopTimer, TickSupply> durable) {
        Scheduler before = scheduler;
        before.close();
        Scheduler next = new Scheduler(engine, shutdownGrace, durable);
        next.texts(before.texts());
        scheduler = next;
    }

    /** As {@link Builder#texts}, for cogs that are made from now on; for this library's own test kit. */
    protected final void replaceTexts(UnaryOperator<String> texts) {
        scheduler.texts(Checks.notNull("texts", texts));
    }

    /** {@return a copy of the loops that have been started and have not ended, in no particular order} */
    public Collection<LoopTask> loops() {
        return scheduler.loops();
    }

    /**
     * Adds a listener for the events of all loops of this scheduler from now on, called on worker threads. Adding the
     * same object again does nothing.
     *
     * @throws IllegalArgumentException if it is null
     */
    public void addListener(LoopListener listener) {
        scheduler.addListener(Checks.notNull("addListener", listener));
    }

    /**
     * Removes a listener that was {@linkplain #addListener added}, or given to the builder. Calls that wait are dropped;
     * one in progress goes on. If it is not there, this does nothing.
     *
     * @throws IllegalArgumentException if it is null
     */
    public void removeListener(LoopListener listener) {
        scheduler.removeListener(Checks.notNull("removeListener", listener));
    }

    /**
     * {@return how the loops are now} It looks at every live loop, so do not call it more than once a second or so. It
     * calls no user code except schedules of your own.
     */
    public LoopHealth health() {
        return scheduler.health();
    }

    /**
     * Ends all loops as if cancelled and waits for their after-hooks.
     *
     * <p>A run in progress gets the {@linkplain Builder#shutdownGrace grace} before it is interrupted, and is given up
     * one second later. The call returns when everything has ended, at the latest 4 s after the grace; what has not
     * ended by then is logged. Called from a body or hook of one of its loops or cogs it does not wait. A closed
     * scheduler refuses to start loops; closing it again only waits for the end of the first call.
     */
    @Override
    public void close() {
        scheduler.close();
    }

    /** {@return what a factory of loops or cogs builds; those that name no scheduler get this one; for the test kit} */
    protected <T> T asDefault(Supplier<T> factory) {
        LoopScheduler before = AMBIENT.get();
        AMBIENT.set(this);
        try {
            return factory.get();
        } finally {
            if (before == null) {
                AMBIENT.remove();
            } else {
                AMBIENT.set(before);
            }
        }
    }

    /** {@return what the loops of a cog run on; for the test kit} */
    protected static LoopScheduler of(LoopCog cog) {
        return cog.scheduler();
    }

    /** {@return the name of a cog as logs have it; for the test kit} */
    protected static String nameOf(LoopCog cog) {
        return cog.life().name();
    }

    /** {@return the cog that a gate belongs to, if any; for the test kit} */
    protected static Optional<LoopCog> cogOf(ConnectionGate gate) {
        return Optional.ofNullable(gate.cog());
    }

    static LoopScheduler byDefault() {
        LoopScheduler ambient = AMBIENT.get();
        return ambient == null ? shared() : ambient;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    /** The shared scheduler, made when first asked for. */
    private static final class Shared {
        private static @Nullable LoopScheduler instance;

        static synchronized LoopScheduler get() {
            if (instance == null || instance.scheduler.isClosed()) {
                instance = builder().build();
            }
            return instance;
        }
    }

    /**
     * Settings of a {@link LoopScheduler}; each has a default that suits most bots, rejects null with an
     * {@link IllegalArgumentException}, and returns this builder.
     */
    public static final class Builder {
        private @Nullable Executor executor;
        private InstantSource clock = Clocks.system().wall();
        private LongSupplier ticker = Clocks.system().ticker();
        private RandomGenerator random = Clocks.system().random();
        private Duration shutdownGrace = DEFAULT_GRACE;
        private @Nullable LoopListener listener;
        private @Nullable DurableLoops durable;
        private UnaryOperator<String> texts = UnaryOperator.identity();

        private Builder() {}

        /**
         * Sets what calls bodies and hooks. Default: virtual threads from Java 24 on, a growing pool before.
         *
         * <p>It is yours to close. If it rejects a run, that run fails and its loop goes on; if it works on the calling
         * thread, all other loops wait for each body. A run that it has not begun within a minute is reported in the
         * log. If its threads do nothing for this scheduler, the run is handed over again, after twice as long each
         * time; a {@link LoopTask#runNow()} fails instead. Work for the end of a loop or cog is done on a thread of the
         * library if the executor has not begun it within 2 s, or within a minute if it is busy for this scheduler.
         */
        public Builder executor(Executor executor) {
            this.executor = Checks.notNull("executor", executor);
            return this;
        }

        /**
         * Sets the wall clock that times of day refer to. Default: the system's. Loops handle times from 1677 to 2262.
         * A run planned for later stays pending, even on a clock that shows a later time.
         */
        public Builder clock(InstantSource clock) {
            this.clock = new FailSafeClock<>("clock", Checks.notNull("clock", clock)::instant)::get;
            return this;
        }

        /**
         * Sets the clock that intervals are measured by: monotonic nanoseconds from an arbitrary origin. Default: the
         * system's.
         */
        public Builder ticker(LongSupplier ticker) {
            this.ticker = new FailSafeClock<>("ticker", Checks.notNull("ticker", ticker)::getAsLong)::get;
            return this;
        }

        /**
         * Sets where the randomness of retry delays and of {@linkplain LoopBuilder#jitter jitter} comes from; used by
         * one thread at a time. Default: the JDK's per-thread generator.
         */
        public Builder random(RandomGenerator random) {
            this.random = Checks.notNull("random", random);
            return this;
        }

        /**
         * Sets what a run in progress gets at shutdown before it is interrupted. Default: 4 s.
         *
         * @throws IllegalArgumentException if it is negative or more than a day
         */
        public Builder shutdownGrace(Duration grace) {
            Checks.notNull("shutdownGrace", grace);
            if (grace.isNegative() || grace.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("shutdownGrace must be between 0 and one day, but it is " + grace);
            }
            this.shutdownGrace = grace;
            return this;
        }

        /** Sets a listener for the events of all loops of the scheduler, called on worker threads. Default: none. */
        public Builder listener(LoopListener listener) {
            this.listener = Checks.notNull("listener", listener);
            return this;
        }

        /** Sets where {@linkplain LoopBuilder#durable durable} loops get their ticks from. Default: there are none. */
        public Builder durable(DurableLoops durable) {
            this.durable = Checks.notNull("durable", durable);
            return this;
        }

        /**
         * Sets what replaces the texts of annotations before they are read: {@link Loop#cron}, {@link Loop#time} and
         * {@link Loop#zone}. So a schedule may come from a configuration. Default: nothing does.
         *
         * <pre>{@code
         * LoopScheduler.builder().texts(environment::resolveRequiredPlaceholders)     // of Spring
         *
         * @Loop(cron = "${digest.cron}", zone = "${digest.zone:UTC}")
         * void digest() { … }
         * }</pre>
         *
         * <p>It is called while a cog is made, on that thread, once for each text of a loop; not for an empty one, which
         * means that there is none, nor for the zone UTC. If it throws or returns null, that is a mistake of the cog.
         *
         * @param texts returns the text to read in place of the one in the annotation, often the same
         */
        public Builder texts(UnaryOperator<String> texts) {
            this.texts = Checks.notNull("texts", texts);
            return this;
        }

        /** {@return a scheduler with these settings} */
        public LoopScheduler build() {
            Engine engine = new RealEngine(new Clocks(clock, ticker, random), executor);
            Scheduler scheduler = new Scheduler(engine, shutdownGrace, durable == null ? null : durable::supply);
            scheduler.texts(texts);
            if (listener != null) {
                scheduler.addListener(listener);
            }
            return new LoopScheduler(scheduler);
        }
    }
}
