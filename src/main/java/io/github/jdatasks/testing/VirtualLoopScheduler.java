package io.github.jdatasks.testing;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.internal.durable.DurableSettings;
import io.github.jdatasks.internal.durable.DurableTicker;
import io.github.jdatasks.internal.durable.MemoryTickTable;
import io.github.jdatasks.internal.loop.LoopHost.TickSupply;
import io.github.jdatasks.internal.timer.LoopTimer;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A scheduler whose time a test moves: a day of loops passes in milliseconds, and the same way each time.
 *
 * <p>It is the real timer and the real loops on another clock. Bodies and hooks run one at a time on a test thread
 * while the calling thread waits until they end or block in a wait of this library: {@code waitUntilReady}, a gate's
 * {@code await} methods, another loop's future, or {@link #sleep}. Nothing runs inside {@code start}, {@code stop} or a
 * connection event, only inside {@link #advance}, {@link #advanceTo}, {@link #runPending} and {@link #close}. Of what is
 * due at the same instant, intervals and retries come before times of day, and each in the order it was scheduled.
 *
 * <pre>{@code
 * VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(Instant.parse("2026-03-01T07:59:00Z"));
 * Announcer cog = time.create(Announcer::new);
 * VirtualConnection.of(cog).ready();
 * time.advance(Duration.ofMinutes(2));
 * assertEquals(1, cog.loop("digest").stats().runs());
 * }</pre>
 *
 * <p>A body that blocks elsewhere for 10 s of real time fails the call with an {@link AssertionError} that has the
 * body's stack. One thread at a time may use a scheduler; calling it from a body throws {@link IllegalStateException}.
 */
public final class VirtualLoopScheduler extends LoopScheduler {
    private static final Duration GRACE = Duration.ofSeconds(4);

    /** Rarer questions than by default: no other process asks, and there are many of them in a year. */
    private static final DurableSettings DURABLE = DurableSettings.DEFAULTS
            .withPollingInterval(Duration.ofHours(1))
            .withHeartbeatInterval(Duration.ofMinutes(1));

    private final VirtualEngine engine;
    private final MemoryTickTable rows;

    private VirtualLoopScheduler(VirtualEngine engine) {
        this(engine, new MemoryTickTable());
    }

    private VirtualLoopScheduler(VirtualEngine engine, MemoryTickTable rows) {
        super(engine, GRACE, ticker(engine, rows));
        this.engine = engine;
        this.rows = rows;
    }

    private static Function<LoopTimer, TickSupply> ticker(VirtualEngine engine, MemoryTickTable rows) {
        return timer -> new DurableTicker(timer, rows, DURABLE, engine, () -> {});
    }

    /**
     * {@return a scheduler whose wall clock stands at an instant} It draws the same random numbers each time.
     *
     * @param start the wall clock's first instant
     */
    public static VirtualLoopScheduler startingAt(Instant start) {
        return startingAt(start, 0);
    }

    /**
     * {@return a scheduler whose wall clock stands at an instant}
     *
     * @param start the wall clock's first instant
     * @param seed of the random numbers, which retry delays depend on
     */
    public static VirtualLoopScheduler startingAt(Instant start, long seed) {
        return new VirtualLoopScheduler(new VirtualEngine(start, seed));
    }

    /**
     * Sets what replaces the texts of annotations, in cogs that are made from now on, as
     * {@link LoopScheduler.Builder#texts} does.
     *
     * @param texts returns the text to read in place of the one in the annotation
     * @return this scheduler
     * @throws IllegalArgumentException if it is null
     */
    public VirtualLoopScheduler texts(UnaryOperator<String> texts) {
        replaceTexts(texts);
        return this;
    }

    /** {@return the wall clock's instant} */
    public Instant now() {
        return engine.wall();
    }

    /**
     * Lets time pass, and runs everything that is due on the way, that of the last instant included.
     *
     * @param duration zero or more
     * @throws IllegalArgumentException if it is negative
     * @throws IllegalStateException if called from a body or hook
     */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(
                    "time does not pass backwards: " + duration + "; to set the wall clock back, call stepWallClock");
        }
        engine.advance(duration);
    }

    /**
     * Lets time pass until the wall clock shows an instant, and runs everything that is due on the way.
     *
     * @param instant not before {@link #now()}
     * @throws IllegalArgumentException if it is before
     * @throws IllegalStateException if called from a body or hook
     */
    public void advanceTo(Instant instant) {
        advance(Duration.between(now(), instant));
    }

    /**
     * Runs everything that is due now, until nothing is.
     *
     * @throws IllegalStateException if called from a body or hook
     */
    public void runPending() {
        engine.runPending();
    }

    /**
     * Sets the wall clock, as NTP or a person may: no time passes.
     *
     * @param step how far, negative for back
     */
    public void stepWallClock(Duration step) {
        engine.stepWall(step);
    }

    /**
     * Suspends the host: when it wakes, the wall clock has moved on and the ticker has not.
     *
     * @param duration for how long
     * @throws IllegalArgumentException if it is negative
     */
    public void suspend(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("a host is not suspended for a negative time: " + duration);
        }
        engine.stepWall(duration);
    }

    /**
     * Ends the process, and starts it again: all loops and cogs end as by {@link #close}, and the rows of
     * {@linkplain io.github.jdatasks.LoopBuilder#durable durable} loops stay. The test then makes its cogs anew.
     *
     * <pre>{@code
     * time.restart();
     * time.advance(Duration.ofHours(3));                       // no process is up
     * Announcer again = time.create(() -> new Announcer(time));
     * VirtualConnection.of(again).ready();
     * time.runPending();                                       // makes up for what was missed
     * }</pre>
     *
     * @return this scheduler
     * @throws IllegalStateException if called from a body or hook
     */
    public VirtualLoopScheduler restart() {
        engine.checkIsDriver();
        restart(engine, GRACE, ticker(engine, rows));
        return this;
    }

    /**
     * Ends all loops as if cancelled and runs their after-hooks; runs in progress have 4 s of virtual time.
     *
     * @throws IllegalStateException if called from a body or hook
     */
    @Override
    public void close() {
        engine.checkIsDriver();
        super.close();
    }

    /**
     * Builds a cog that runs on this scheduler, though its constructor takes none.
     *
     * @param <C> the cog's type
     * @param constructor usually {@code MyCog::new}, or with arguments {@code () -> new MyCog(…)}
     * @return the cog
     * @throws IllegalArgumentException if the cog runs on another scheduler
     */
    public <C extends LoopCog> C create(Supplier<C> constructor) {
        C cog = asDefault(constructor);
        if (of(cog) != this) {
            throw new IllegalArgumentException(
                    "The cog " + nameOf(cog) + " runs on a scheduler of its own, not on this one:"
                            + " make it inside of create(…), and have its constructor call super(), or super(scheduler)"
                            + " with this scheduler");
        }
        return cog;
    }

    /** Refuses a cog that was made as in production: in a test it would run beside the virtual time, or not at all. */
    static void checkIsNotInRealTime(LoopCog cog) {
        if (of(cog) == shared()) {
            throw new IllegalArgumentException(
                    "The cog " + nameOf(cog) + " lives in real time, which this connection and"
                            + " advance() do not move: make it inside of time.create(() -> …), where time is the"
                            + " test's VirtualLoopScheduler");
        }
    }

    /** As {@link #checkIsNotInRealTime(LoopCog)}, of the cog that a gate belongs to. */
    static void checkIsNotInRealTime(ConnectionGate gate) {
        cogOf(gate).ifPresent(VirtualLoopScheduler::checkIsNotInRealTime);
    }

    /**
     * Lets a body or hook take time.
     *
     * @param duration how much
     * @throws InterruptedException if its loop is cancelled meanwhile
     * @throws IllegalStateException if called from anywhere else
     */
    public void sleep(Duration duration) throws InterruptedException {
        if (!(Thread.currentThread() instanceof BodyThread thread)) {
            throw new IllegalStateException("sleep() is for bodies and hooks; a test lets time pass with advance()");
        }
        thread.await(() -> false, duration.toNanos());
    }
}
