package io.github.jdatasks;

import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.gate.GateRechecker;
import io.github.jdatasks.internal.gate.GateState;
import io.github.jdatasks.internal.timer.Clocks;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.hooks.SubscribeEvent;
import net.dv8tion.jda.api.sharding.ShardManager;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether a bot is connected. It is open while JDA's status is {@code CONNECTED}, closes while the connection is
 * lost or the session is being replaced, and closes for good when JDA shuts down.
 *
 * <p>A gate is a listener: give it to the builder of your JDA or of your shard manager, where it sees everything from
 * the first login on, or attach it to a bot that is running already.
 *
 * <pre>{@code
 * ConnectionGate gate = new ConnectionGate();
 * JDA jda = JDABuilder.createLight(token).addEventListeners(gate).build();
 * gate.awaitReady();                                  // not on a thread of JDA
 * gate.onChange(g -> dashboard.setOnline(g.isOpen()));
 *
 * ConnectionGate late = ConnectionGate.of(jda);       // for a bot that was built elsewhere
 * }</pre>
 *
 * <p>One gate serves one bot: one JDA, one shard manager, or several JDA instances made with {@code useSharding} for
 * one token. It works with JDA's default event manager, with {@code AnnotatedEventManager} and with event pools;
 * registering it twice does no harm. If the bot has shut down and a new instance with the same gate logs in, the gate
 * starts afresh, as if it had never been ready.
 *
 * <p>All methods may be called from any thread, except that the {@code await} methods refuse JDA's threads, such as
 * that of a listener: the wait could never end there. An open gate is no guarantee: JDA needs a minute or two to notice
 * a connection that was lost without a signal.
 */
public final class ConnectionGate implements EventListener {
    private final Gate gate;
    private final @Nullable LoopCog cog;

    /** Creates a gate that is closed until it hears from JDA. Register it as a listener, best in the builder. */
    public ConnectionGate() {
        this(new Gate(
                task -> LoopScheduler.shared().scheduler().workers().execute(task),
                Clocks.system().ticker(),
                GateRechecker::later,
                jda -> true));
    }

    ConnectionGate(Gate gate) {
        this(gate, null);
    }

    ConnectionGate(Gate gate, @Nullable LoopCog cog) {
        this.gate = gate;
        this.cog = cog;
    }

    @Nullable LoopCog cog() {
        return cog;
    }

    Gate gate() {
        return gate;
    }

    /**
     * Creates a gate for a bot that is running already, a single JDA, registers it as a listener and adopts its status.
     */
    public static ConnectionGate of(JDA jda) {
        ConnectionGate gate = new ConnectionGate();
        jda.addEventListener(gate);
        return gate.adopt(jda);
    }

    /**
     * As {@link #of(JDA)}, for all local shards of a manager, present and future.
     *
     * @throws IllegalStateException if the manager has not logged in and does not know its number of shards yet; give
     *     the gate to its builder then
     */
    public static ConnectionGate of(ShardManager shardManager) {
        Gate.checkTakesListeners(shardManager, "a new ConnectionGate()");
        ConnectionGate gate = new ConnectionGate();
        gate.gate.registerLate(gate);
        shardManager.addEventListener(gate);
        return gate.adopt(shardManager);
    }

    /**
     * Reads the present status of an instance that this gate was added to after login, and returns this gate. Without
     * it, the gate learns the status at the next change. Call it after {@code jda.addEventListener(gate)}, so that no
     * change is missed. An instance that has been replaced by another with the same shard id is ignored.
     */
    public ConnectionGate adopt(JDA jda) {
        gate.look(Objects.requireNonNull(jda, "jda"), null, gate.timesForgotten());
        return this;
    }

    /** As {@link #adopt(JDA)}, for all shards of a manager. */
    public ConnectionGate adopt(ShardManager shardManager) {
        gate.look(Objects.requireNonNull(shardManager, "shardManager"));
        return this;
    }

    /**
     * {@return whether every local shard is connected now} The same as {@code isOpen(ShardScope.ALL)}; it costs about
     * as much as reading a field.
     */
    public boolean isOpen() {
        return isOpen(ShardScope.ALL);
    }

    /**
     * {@return whether the shards are connected now} For {@link ShardScope#ALL}, a local shard that its manager has not
     * built yet counts as not connected. {@link ShardScope#EACH} is the same as {@link ShardScope#ANY} here.
     */
    public boolean isOpen(ShardScope scope) {
        return GateState.has(gate.settledWord(), GateState.open(scope));
    }

    /**
     * {@return whether {@link #isOpen()} has been true at least once since the bot was started} It stays true while the
     * connection is lost.
     */
    public boolean hasBeenReady() {
        return GateState.has(gate.settledWord(), GateState.ALL_READY);
    }

    /**
     * Waits until {@link #hasBeenReady()}. Returns at once if it has, even while the connection is lost.
     *
     * @throws IllegalStateException if JDA has shut down or does so meanwhile, on a JDA thread, or on the thread of a
     *     test that lets the virtual time of the gate's cog pass
     * @throws InterruptedException if the thread is interrupted
     */
    public void awaitReady() throws InterruptedException {
        await("awaitReady()", word -> GateState.has(word, GateState.ALL_READY), Long.MAX_VALUE);
    }

    /**
     * Waits until {@link #isOpen()}.
     *
     * @throws IllegalStateException as {@link #awaitReady()}
     * @throws InterruptedException if the thread is interrupted
     */
    public void awaitOpen() throws InterruptedException {
        await("awaitOpen()", word -> GateState.has(word, GateState.ALL_OPEN), Long.MAX_VALUE);
    }

    /**
     * Waits until {@link #isOpen()}, but not longer than a given time; zero or less does not wait at all.
     *
     * @return true if the gate is open, false if the time ran out
     * @throws IllegalStateException as {@link #awaitReady()}
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean awaitOpen(Duration timeout) throws InterruptedException {
        long nanos = Math.max(0, TimeUnit.NANOSECONDS.convert(timeout)); // Long.MAX_VALUE for centuries
        return await("awaitOpen(Duration)", word -> GateState.has(word, GateState.ALL_OPEN), nanos);
    }

    private boolean await(String call, LongPredicate condition, long nanos) throws InterruptedException {
        if (cog != null && nanos == Long.MAX_VALUE && !condition.test(gate.settledWord())) {
            LoopScheduler.of(cog).scheduler().checkMayBlock(); // the thread of a test that lets time pass must not wait
        }
        return gate.await(call, condition, nanos);
    }

    /**
     * Has a consumer called with this gate after each change, on a worker thread, one call at a time, and returns this
     * gate. Changes in quick succession make one call, and the gate may have changed back before it: ask the gate for
     * its present state. What a consumer throws is logged.
     */
    public ConnectionGate onChange(Consumer<? super ConnectionGate> consumer) {
        Objects.requireNonNull(consumer, "consumer");
        gate.onChange(() -> consumer.accept(this));
        return this;
    }

    /** Handles an event; called by JDA. It neither blocks nor throws. */
    @Override
    @SubscribeEvent
    public void onEvent(GenericEvent event) {
        gate.onEvent(event);
    }

    @Override
    public String toString() {
        return "ConnectionGate[" + gate + "]";
    }
}
