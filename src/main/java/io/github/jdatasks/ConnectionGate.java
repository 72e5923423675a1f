package io.github.jdatasks;

import io.github.jdatasks.internal.Clocks;
import io.github.jdatasks.internal.ExposedJda;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.StatusChangeEvent;
import net.dv8tion.jda.api.events.session.GenericSessionEvent;
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
 * <p>All methods may be called from any thread, except that the {@code await} methods refuse JDA's own threads. Being
 * open is no promise: it takes JDA a minute or two to notice that a peer has silently gone away.
 */
public final class ConnectionGate implements EventListener {
    /*
     * The state machine. Each JDA instance has a ShardSlot:
     *
     *     WAITING_FIRST_READY --> OPEN <--> PAUSED        and from everywhere: --> CLOSED, never left
     *
     * OPEN is a status of CONNECTED, unless the session was invalidated: JDA then has emptied its caches but claims to
     * be CONNECTED until the peer has answered its close frame. The ShardTable maps shard ids to the slot of their
     * current instance and sums them up; instances are told apart by identity, since the last event of a restarted
     * shard's old instance may come long after the new one is ready. With a shard manager, all shards down is only
     * "closing", because it may be a restart: whoever gives up hope calls confirmClosed().
     *
     * Why CONNECTED, and not the events that say ready, resumed or recreated: it is the last step of all three ways to
     * get connected; it comes after every listener's onReady; it is what jda.getStatus() answers to the loop bodies
     * that run then; and one of the three events can be missing or come in an unexpected combination, while the status
     * can simply be read. Nothing here counts events: each one is only a reason to look again.
     *
     * What guards what: GateCore.lock guards the table, its slots and the retired instances, and every write of
     * GateCore.word and of the words of single shards. Readers read one of these once, without the lock. While the lock is held, nothing is called but
     * getters of JDA that return a field; shard managers, observers, waiters and users are called without it. JDA calls
     * us under locks of its own, therefore.
     */

    private final GateCore core;
    private final GateWaiters waiters;
    private final GateNotifier notifier;
    private volatile @Nullable LoopSettings lastSettings;

    /**
     * Creates a gate that is closed until it hears from JDA. Register it as a listener, best in the builder.
     */
    public ConnectionGate() {
        this(GateDefaults.workers(), Clocks.system().ticker(), GateDefaults.later(), jda -> true);
    }

    /** Creates a gate for a scheduler, which also calls {@link #recheck} while {@link #isUnsettled}. */
    ConnectionGate(Executor workers, LongSupplier ticker) {
        this(workers, ticker, null, jda -> true);
    }

    /**
     * Creates a gate.
     *
     * @param later runs a task after a second, to {@link #recheck} while {@link #isUnsettled}; null if the owner does
     * @param mayMeet whether events of an instance that the gate does not know may make it known
     */
    ConnectionGate(Executor workers, LongSupplier ticker, @Nullable Executor later, Predicate<JDA> mayMeet) {
        core = new GateCore(ticker, mayMeet);
        waiters = new GateWaiters(core);
        notifier = new GateNotifier(this, core, workers, later);
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
        gate.core.registerEverywhere(gate);
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
        adopt(Objects.requireNonNull(jda, "jda"), core.timesForgotten());
        return this;
    }

    /** As {@link #adopt(JDA)}, but nothing if the gate has been made to forget since it had been so often. */
    void adopt(JDA jda, int timesForgotten) {
        core.look(jda, null, timesForgotten);
    }

    /** How often it has been made to forget its bot. */
    int timesForgotten() {
        return core.timesForgotten();
    }

    /**
     * Reads the present status of all shards of a manager that this gate was added to after login. Call it after
     * {@code shardManager.addEventListener(gate)}, so that no change is missed.
     *
     * @param shardManager the manager
     * @return this gate
     */
    public ConnectionGate adopt(ShardManager shardManager) {
        core.look(Objects.requireNonNull(shardManager, "shardManager"));
        return this;
    }

    /**
     * Tells whether every local shard is connected now. Costs about as much as reading a field.
     *
     * @return the same as {@code isOpen(ShardScope.ALL)}
     */
    public boolean isOpen() {
        return isOpen(ShardScope.ALL);
    }

    /**
     * Tells whether the shards are connected now. A local shard that its manager has yet to build counts as not
     * connected for {@link ShardScope#ALL}.
     *
     * @param scope how many shards it takes; {@link ShardScope#EACH} names none, and is the same as
     *     {@link ShardScope#ANY} here
     * @return true if they are
     */
    public boolean isOpen(ShardScope scope) {
        return GateState.has(core.settledWord(), GateState.open(scope));
    }

    /**
     * Tells whether every local shard has been connected at the same time at least once since the bot was started. It
     * stays true while the connection is lost.
     *
     * @return true from the first time on that {@link #isOpen()} was true
     */
    public boolean hasBeenReady() {
        return hasBeenReady(ShardScope.ALL);
    }

    boolean hasBeenReady(ShardScope scope) {
        return GateState.has(core.settledWord(), GateState.ready(scope));
    }

    /**
     * Waits until {@link #hasBeenReady()}. Returns at once if it has, even while the connection is lost.
     *
     * @throws IllegalStateException if JDA has shut down or does so meanwhile, or if called on a thread of JDA, for
     *     example in a listener, where the wait could never end
     * @throws InterruptedException if the thread is interrupted
     */
    public void awaitReady() throws InterruptedException {
        await("awaitReady()", word -> GateState.has(word, GateState.ALL_READY));
    }

    /** Waits until the word satisfies a condition, or throws what that throws; as a call of a user's. */
    void await(String call, LongPredicate condition) throws InterruptedException {
        waiters.await(call, condition, Long.MAX_VALUE);
    }

    /**
     * Waits until {@link #isOpen()}.
     *
     * @throws IllegalStateException if JDA has shut down or does so meanwhile, or if called on a thread of JDA, for
     *     example in a listener, where the wait could never end
     * @throws InterruptedException if the thread is interrupted
     */
    public void awaitOpen() throws InterruptedException {
        await("awaitOpen()", word -> GateState.has(word, GateState.ALL_OPEN));
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
        return waiters.await(
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
        notifier.add(Objects.requireNonNull(consumer, "consumer"));
        return this;
    }

    /**
     * Takes note of an event; called by JDA. It neither blocks nor throws.
     *
     * @param event any event
     */
    @Override
    @SubscribeEvent
    public void onEvent(GenericEvent event) {
        if (event instanceof StatusChangeEvent || event instanceof GenericSessionEvent) {
            core.onSessionEvent(event);
        }
    }

    /** Returns given settings, or the same ones of the loop that was built last: most loops of a bot differ in little. */
    LoopSettings shared(LoopSettings settings) {
        LoopSettings last = lastSettings;
        if (last != null && last.isSameAs(settings)) {
            return last;
        }
        lastSettings = settings;
        return settings;
    }

    /** Returns the published {@link GateState} as it is: calls nothing, so fit for use under a lock. */
    long word() {
        return core.word();
    }

    /** As {@link #word()}, of one shard. */
    long shardWord(int shardId) {
        return core.shardWords().getOrDefault(shardId, 0L);
    }

    /** Returns the ids of the local shards that are up or may come back, lowest first. */
    List<Integer> shardIds() {
        return core.shardWords().entrySet().stream()
                .filter(shard -> GateState.has(shard.getValue(), GateState.ALIVE | GateState.CLOSING))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether a bot has begun to log in and has not shut down. */
    boolean isAlive() {
        return GateState.has(core.word(), GateState.ALIVE);
    }

    /** Forgets the bot, so that the same one may be met again as if for the first time. */
    void forget() {
        core.forget();
    }

    /** Whether nothing will open it but a new instance logging in. */
    boolean isClosedForGood() {
        return GateState.has(core.word(), GateState.CLOSED);
    }

    /** Whether all shards have shut down but their manager may bring one back. */
    boolean isClosing() {
        return GateState.has(core.word(), GateState.CLOSING);
    }

    /** Gives up hope if all shards are still down; returns whether the gate is closed for good now. */
    boolean confirmClosed() {
        return core.confirmClosed();
    }

    /** Looks at all instances anew if nobody has for a second: an Error in a listener may have swallowed an event. */
    void recheckIfStale() {
        core.recheckIfStale();
    }

    /** Looks at all instances anew; returns whether anything has changed. */
    boolean recheck() {
        return core.recheck();
    }

    /** Whether the state may change without an event, so that somebody has to call {@link #recheck} now and then. */
    boolean isUnsettled() {
        return GateState.has(core.word(), GateState.UNSETTLED);
    }

    /** How many times it has closed for good: whoever looks too late to see it closed finds this changed. */
    int botsGone() {
        return GateState.botsGone(core.word());
    }

    /** Adds a trivial task, run after each change without a lock, on the thread that brought the change about. */
    void addObserver(Runnable observer) {
        core.addObserver(observer);
    }

    void removeObserver(Runnable observer) {
        core.removeObserver(observer);
    }

    /** The open instance with the lowest shard id, else the lowest that has not shut down, else null. */
    @Nullable JDA jda() {
        return one(ShardTable::best);
    }

    /** The instance of a shard; null if it has shut down. */
    @Nullable JDA jda(int shardId) {
        return one(table -> table.alive(shardId));
    }

    /** How each local shard is that has begun to log in, lowest id first. */
    List<GateReport.Shard> states() {
        return core.read(ShardTable::shards);
    }

    /** The open instances, lowest shard id first. */
    List<JDA> shards() {
        return core.read(ShardTable::open).stream().map(ConnectionGate::exposed).toList();
    }

    /** All current instances that have not shut down. */
    List<JDA> instances() {
        return core.read(ShardTable::alive);
    }

    /** Whether an instance belongs to this bot, be it a replaced one. */
    boolean knows(JDA jda) {
        return core.read(table -> table.knows(jda));
    }

    private @Nullable JDA one(Function<ShardTable, @Nullable JDA> choice) {
        Optional<JDA> jda = core.read(table -> Optional.ofNullable(choice.apply(table)));
        return jda.map(ConnectionGate::exposed).orElse(null);
    }

    private static JDA exposed(JDA jda) {
        return jda instanceof ExposedJda stand ? stand.exposed() : jda;
    }

    @Override
    public String toString() {
        return "ConnectionGate[" + core + "]";
    }
}
