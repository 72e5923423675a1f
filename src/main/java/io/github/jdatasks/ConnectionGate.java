package io.github.jdatasks;

import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.gate.GateRechecker;
import io.github.jdatasks.internal.gate.GateState;
import io.github.jdatasks.internal.timer.Clocks;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
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
 * <p>All methods may be called from any thread, except that the {@code await} methods refuse JDA's own threads. An
 * open gate is no guarantee: it takes JDA a minute or two to notice that a peer has silently gone away.
 */
public final class ConnectionGate implements EventListener {
    private final Gate gate;
    private final @Nullable LoopCog cog;

    /**
     * Creates a gate that is closed until it hears from JDA. Register it as a listener, best in the builder.
     */
    public ConnectionGate() {
        this(new Gate(
                task -> LoopScheduler.shared().scheduler().workers().execute(task),
                Clocks.system().ticker(),
                GateRechecker.later(),
                jda -> true));
    }

    /** Creates what users see of a gate. */
    ConnectionGate(Gate gate) {
        this(gate, null);
    }

    /** Creates what users see of the gate of a cog, if it is one of a cog. */
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
     * Creates a gate for a bot that is running already, registers it as a listener and adopts the present status.
     *
     * @param jda the bot's only instance
     * @return the gate
     */
    public static ConnectionGate of(JDA jda) {
        ConnectionGate gate = new ConnectionGate();
        jda.addEventListener(gate);
        return gate.adopt(jda);
    }

    /**
     * Creates a gate for all local shards of a manager, present and future, registers it as a listener and adopts their
     * status.
     *
     * @param shardManager the manager, logged in
     * @return the gate
     * @throws IllegalStateException if the manager has not logged in and does not know its number of shards yet; give
     *     the gate to its builder then
     */
    public static ConnectionGate of(ShardManager shardManager) {
        if (shardManager.getShardCache() == null) {
            throw new IllegalStateException("The shard manager takes no listeners before it has logged in:"
                    + " pass a new ConnectionGate() to DefaultShardManagerBuilder.addEventListeners");
        }
        ConnectionGate gate = new ConnectionGate();
        gate.gate.lateListener().use(gate);
        shardManager.addEventListener(gate);
        return gate.adopt(shardManager);
    }

    /**
     * Reads the present status of an instance that this gate was added to after login. Without it, the gate learns the
     * status at the next change. Call it after {@code jda.addEventListener(gate)}, so that no change is missed.
     *
     * @param jda the instance; ignored if it has been replaced by another with the same shard id
     * @return this gate
     */
    public ConnectionGate adopt(JDA jda) {
        gate.look(Objects.requireNonNull(jda, "jda"), null, gate.timesForgotten());
        return this;
    }

    /**
     * Reads the present status of all shards of a manager that this gate was added to after login. Call it after
     * {@code shardManager.addEventListener(gate)}, so that no change is missed.
     *
     * @param shardManager the manager
     * @return this gate
     */
    public ConnectionGate adopt(ShardManager shardManager) {
        gate.look(Objects.requireNonNull(shardManager, "shardManager"));
        return this;
    }

    /**
     * Returns whether every local shard is connected now. Costs about as much as reading a field.
     *
     * @return the same as {@code isOpen(ShardScope.ALL)}
     */
    public boolean isOpen() {
        return isOpen(ShardScope.ALL);
    }

    /**
     * Returns whether the shards are connected now. A local shard that its manager has yet to build counts as not
     * connected for {@link ShardScope#ALL}.
     *
     * @param scope how many shards it takes; {@link ShardScope#EACH} names none, and is the same as
     *     {@link ShardScope#ANY} here
     * @return true if they are
     */
    public boolean isOpen(ShardScope scope) {
        return GateState.has(gate.settledWord(), GateState.open(scope));
    }

    /**
     * Returns whether every local shard has been connected at the same time at least once since the bot was started. It
     * stays true while the connection is lost.
     *
     * @return true from the first time on that {@link #isOpen()} was true
     */
    public boolean hasBeenReady() {
        return GateState.has(gate.settledWord(), GateState.ALL_READY);
    }

    /**
     * Waits until {@link #hasBeenReady()}. Returns at once if it has, even while the connection is lost.
     *
     * @throws IllegalStateException if JDA has shut down or does so meanwhile, or if called on a thread of JDA, for
     *     example in a listener, where the wait could never end
     * @throws InterruptedException if the thread is interrupted
     */
    public void awaitReady() throws InterruptedException {
        gate.await("awaitReady()", word -> GateState.has(word, GateState.ALL_READY));
    }

    /**
     * Waits until {@link #isOpen()}.
     *
     * @throws IllegalStateException if JDA has shut down or does so meanwhile, or if called on a thread of JDA, for
     *     example in a listener, where the wait could never end
     * @throws InterruptedException if the thread is interrupted
     */
    public void awaitOpen() throws InterruptedException {
        gate.await("awaitOpen()", word -> GateState.has(word, GateState.ALL_OPEN));
    }

    /**
     * Waits until {@link #isOpen()}, but not longer than a given time.
     *
     * @param timeout the longest time to wait; zero or less does not wait at all
     * @return true if the gate is open, false if the time ran out
     * @throws IllegalStateException if JDA has shut down or does so meanwhile, or if called on a thread of JDA, for
     *     example in a listener, where the wait could never end
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean awaitOpen(Duration timeout) throws InterruptedException {
        return gate.await(
                "awaitOpen(Duration)", word -> GateState.has(word, GateState.ALL_OPEN), saturatedNanos(timeout));
    }

    private static long saturatedNanos(Duration timeout) {
        try {
            return timeout.toNanos();
        } catch (ArithmeticException centuries) {
            return timeout.isNegative() ? 0 : Long.MAX_VALUE;
        }
    }

    /**
     * Has a consumer called after each change of this gate. Calls come on a worker thread, one at a time and never on a
     * thread of JDA. Changes in quick succession make one call, and a call may come when nothing looks different any
     * more: ask the gate for its present state. What a consumer throws is logged and has no other effect.
     *
     * @param consumer called with this gate
     * @return this gate
     */
    public ConnectionGate onChange(Consumer<? super ConnectionGate> consumer) {
        Objects.requireNonNull(consumer, "consumer");
        gate.onChange(() -> consumer.accept(this));
        return this;
    }

    /**
     * Handles an event; called by JDA. It neither blocks nor throws.
     *
     * @param event any event
     */
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
