package io.github.jdatasks;

import io.github.jdatasks.internal.cog.CogLifecycle;
import io.github.jdatasks.internal.cog.CogLog;
import io.github.jdatasks.internal.cog.CogObject;
import io.github.jdatasks.internal.cog.CogReader;
import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.util.Checks;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.sharding.ShardManager;
import org.jspecify.annotations.Nullable;

/**
 * A listener with background loops: the base class of your cogs.
 *
 * <p>Register it with JDA like any listener, and its loops start when the bot is ready, pause while the connection is
 * down and end when the bot shuts down:
 *
 * <pre>{@code
 * public final class Announcer extends LoopCog {
 *     private int index;
 *
 *     @Loop(seconds = 5)
 *     void printer() {                                  // blocking code is fine here: never on a JDA thread
 *         System.out.println(index++);
 *     }
 *
 *     @AfterLoop("printer")
 *     void afterPrinter() { if (loop("printer").isBeingCancelled()) flush(); }
 * }
 *
 * JDABuilder.createLight(token).addEventListeners(new Announcer()).build();
 * }</pre>
 *
 * <p>{@link #of(Object)} makes a cog of an object whose class is none.
 *
 * <p>No loop of a cog begins before {@link #cogLoad} has ended: without registration, none runs.
 *
 * <p>{@link #attach(JDA)} adds a cog to a bot that is running.
 *
 * <p>One cog object serves one bot: a JDA, a shard manager, or several JDAs of one token. It also works as the listener
 * that {@link ListenerAdapter} is; different loops and JDA's event methods run concurrently. Under JDA's
 * {@code AnnotatedEventManager} call {@link #attach(JDA)} as well, or register {@link #gate()} beside the cog.
 */
public abstract class LoopCog extends ListenerAdapter {
    private static final AtomicIntegerFieldUpdater<LoopCog> REPORTED =
            AtomicIntegerFieldUpdater.newUpdater(LoopCog.class, "reported");

    private final LoopScheduler scheduler;
    private final CogLifecycle life;

    /** This object; null in an object made without the constructor, and the original in a copy. */
    private final LoopCog made;

    private final ConnectionGate gate;

    /** Changed through {@link #REPORTED}: 1 after {@link CogLog} has reported this object. */
    @SuppressWarnings("unused")
    private volatile int reported;

    /**
     * Reads the annotated methods and builds their loops, on the {@linkplain LoopScheduler#shared() shared} scheduler.
     * Methods of any visibility count, those of superclasses and interfaces too. Nothing is started or called.
     *
     * @throws IllegalArgumentException if an annotation is used wrongly; the message lists every mistake of the class
     */
    protected LoopCog() {
        this(LoopScheduler.byDefault());
    }

    /**
     * As {@link #LoopCog()}, on a scheduler of your own.
     *
     * @throws IllegalArgumentException as {@link #LoopCog()}
     */
    protected LoopCog(LoopScheduler scheduler) {
        this(scheduler, null);
    }

    /** Takes the loops from an object; from the cog itself if that is null. */
    @SuppressWarnings("this-escape") // the loops hold the cog, but nothing calls it before it is registered
    private LoopCog(LoopScheduler scheduler, @Nullable Object object) {
        this.made = this;
        this.scheduler = Checks.notNull("LoopCog(LoopScheduler)", scheduler);
        CogObject methods = object == null ? CogObject.cog(this, LoopCog.class) : CogObject.plain(object);
        this.life = new CogLifecycle(this, methods, new Callbacks(), scheduler.scheduler());
        this.gate = new ConnectionGate(life.gate(), this);
        CogReader.buildLoops(methods, life, LoopTask::new);
    }

    /**
     * {@return a cog for the annotated methods of any object, on the {@linkplain LoopScheduler#shared() shared}
     * scheduler} For a class that already extends another one, a Kotlin {@code object}, or a Spring bean:
     *
     * <pre>{@code
     * public class Digest extends Report {                    // no LoopCog
     *     @Loop(time = "08:00", zone = "Europe/Berlin")
     *     public RestAction<?> send(JDA jda) { … }
     * }
     *
     * LoopCog cog = LoopCog.of(new Digest());
     * JDABuilder.createLight(token).addEventListeners(cog).build();
     * cog.loop("send").runNow();
     * }</pre>
     *
     * <p>Register the cog that this returns. If the object is an {@link EventListener}, the cog passes the events on to
     * it, except while it is registered with JDA itself: so it gets each event once. All names, those in the log too, are
     * those of the object's class.
     *
     * <p>There is no {@code cogLoad} and {@code cogUnload}; use {@link BeforeLoop} and {@link AfterLoop}. An
     * {@link AutoCloseable} is not closed: close it yourself.
     *
     * <p>The object may be a proxy, such as that of a Spring bean with {@code @Transactional} methods. Its methods are
     * then called through the proxy; those that it cannot intercept, such as private ones, are a mistake. Each call
     * makes another cog, with loops of its own.
     *
     * @param object has methods with {@link Loop}, which may be inherited
     * @throws IllegalArgumentException if it is null or a {@code LoopCog}, has no loop, or uses an annotation wrongly; the
     *     message lists every mistake
     */
    public static LoopCog of(Object object) {
        return of(object, LoopScheduler.byDefault());
    }

    /**
     * As {@link #of(Object)}, on a scheduler of your own.
     *
     * @throws IllegalArgumentException as {@link #of(Object)}
     */
    public static LoopCog of(Object object, LoopScheduler scheduler) {
        Checks.notNull("LoopCog.of", object);
        Checks.notNull("LoopCog.of", scheduler);
        if (object instanceof LoopCog cog) {
            throw new IllegalArgumentException(
                    cog.made == null
                            ? CogLog.unconstructedMessage(cog.getClass())
                            : "LoopCog.of: the " + cog.getClass().getName()
                                    + " is a LoopCog already; register it as it is");
        }
        return new OfObject(object, scheduler);
    }

    /**
     * Adds a listener for the events of all loops of this cog from now on, called on worker threads. Adding the same
     * object again does nothing.
     *
     * @throws IllegalArgumentException if it is null
     */
    public void addListener(LoopListener listener) {
        life().addListener(Checks.notNull("addListener", listener));
    }

    /**
     * {@return a loop of this cog; with {@link ShardScope#EACH}, the loops of all shards as one}
     *
     * @param name the method's name or what {@link Loop#name()} says, or {@link LoopBuilder#name}
     * @throws IllegalArgumentException if there is none; the message lists the loops of this cog
     */
    public LoopTask loop(String name) {
        return life().loop(name).task();
    }

    /**
     * {@return the loop of one shard alone, of a loop with {@link ShardScope#EACH}; its name is {@code name#shardId}}
     *
     * @param shardId a local shard that has begun to log in
     * @throws IllegalArgumentException if there is no such loop, it is not one for each shard, or the shard is not
     *     known; the message lists those there are
     */
    public LoopTask loop(String name, int shardId) {
        return life().loop(name).part(shardId).task();
    }

    /** {@return all loops of this cog in the order they were built; with {@link ShardScope#EACH}, each shard's own} */
    public Collection<LoopTask> loops() {
        return life().loops().stream().map(LoopControl::task).toList();
    }

    /**
     * Begins another loop of this cog, beside the annotated ones, with the cog's gate and scheduler. If it is built
     * before the cog is loaded, it is started with the others. If it is built in {@link #cogLoad}, it is dropped after
     * {@link #cogUnload}, since the next life builds its own. If it is built later, the cog keeps it and starts it in
     * its next life as well: for one that is done with after its end, use {@link Loops} with {@link #gate()}.
     */
    protected LoopBuilder newLoop(Schedule schedule) {
        return new LoopBuilder(schedule, life());
    }

    /** {@return the gate that tells this cog's loops whether the bot is connected} */
    public ConnectionGate gate() {
        life(); // throws if the constructor has not run
        return gate;
    }

    /**
     * Blocks until the bot has been ready once, like discord.py's {@code wait_until_ready}; in a loop, only its shards.
     * Loops do that before their before-hook: this is for other threads and for loops that ignore the connection. "In a
     * loop" is on the thread that calls its method or hook; a coroutine, or a task that it gives away, is outside.
     *
     * @throws InterruptedException if the loop is cancelled meanwhile
     * @throws IllegalStateException if called on a thread of JDA, which it would block forever, or JDA shuts down
     */
    protected void waitUntilReady() throws InterruptedException {
        life().waitUntilReady();
    }

    /**
     * {@return the bot: the connected shard with the lowest id, or else one that has not been shut down; in a loop with
     * {@link ShardScope#EACH}, the shard of that loop} Do not keep it, call this again each time. "In a loop" is on the
     * thread that calls its method or hook: in a coroutine, or a task that it gives away, take a parameter {@code JDA}.
     *
     * @throws IllegalStateException if the cog has not met a bot that is still up
     */
    protected JDA jda() {
        JDA jda = life().jda();
        if (jda == null) {
            throw new IllegalStateException("The cog " + life().name()
                    + " has not met a bot that is still up; register it with JDA as an event listener");
        }
        return jda;
    }

    /**
     * Registers this cog with a bot that is running, adopts its status, and returns this cog. A cog that is only given
     * to {@code jda.addEventListener} learns of the bot with the next event, up to 41 s later (the heartbeat interval).
     *
     * @throws IllegalStateException if the scheduler of this cog has been closed, or an {@link #unload()} of it has not
     *     completed
     */
    public final LoopCog attach(JDA jda) {
        life().registration().attach(Checks.notNull("attach", jda));
        return this;
    }

    /**
     * As {@link #attach(JDA)}, with all shards of a bot.
     *
     * @throws IllegalStateException if the scheduler of this cog has been closed, an {@link #unload()} of it has not
     *     completed, or the manager has not logged in yet; give the cog to its builder then
     */
    public final LoopCog attach(ShardManager shardManager) {
        life().registration().attach(Checks.notNull("attach", shardManager));
        return this;
    }

    /**
     * Cancels all loops, waits for their after-hooks, calls {@link #cogUnload()} and removes this cog from the bot.
     * Runs in progress are interrupted at once. To let them finish, {@linkplain LoopTask#stop() stop} the
     * {@link #loops()} first, and wait for that. Removing the cog with JDA's own {@code removeEventListener} does not
     * end its loops. Until all is done, none of them may be started; then the cog may be registered again.
     *
     * @return completed when all is done; unloading twice is harmless
     */
    public CompletableFuture<Void> unload() {
        return life().unload();
    }

    /**
     * Called once, on a worker thread, when the bot begins to log in: for what your loops need, such as a database. The
     * bot is not ready yet. What needs its session, such as registering commands, belongs in {@code onReady} or into a
     * loop that runs once, since loops wait for the first ready:
     *
     * <pre>{@code
     * @Loop(count = 1)
     * RestAction<?> registerCommands(JDA jda) {
     *     return jda.updateCommands().addCommands(Commands.slash("stats", "Shows the statistics"));
     * }
     * }</pre>
     *
     * <p>No body or hook of the cog's loops begins before this method has returned, not even in a loop that
     * {@linkplain WhenDisconnected#IGNORE ignores the connection}. So waiting for a loop in here is rejected. If it
     * throws, no loop starts, {@link #cogUnload()} is called, and the cog is no longer a listener. {@code start} and
     * {@code runNow} of its loops are refused until it is registered again and loaded afresh.
     *
     * @throws Exception any failure; it is logged
     */
    protected void cogLoad(JDA jda) throws Exception {}

    /**
     * Called once, on a worker thread, when all loops have ended because of {@link #unload()} or a shutdown, or when
     * {@link #cogLoad} has failed.
     *
     * @throws Exception any failure; it is logged
     */
    protected void cogUnload() throws Exception {}

    /** Called for every event on JDA's thread, in place of {@code onGenericEvent}, which the cog itself needs. */
    protected void onAnyEvent(GenericEvent event) {}

    /** Takes note of the connection, then calls {@link #onAnyEvent}. */
    @Override
    public final void onGenericEvent(GenericEvent event) {
        if (made != this && REPORTED.compareAndSet(this, 0, 1)) { // once, however many events come
            CogLog.unconstructed(getClass(), made != null);
        }
        if (made != null) {
            life.registration().onEvent(event);
        }
        onAnyEvent(event);
    }

    /** Throws if the constructor has not run, as in a proxy or a mock. */
    final CogLifecycle life() {
        if (made == null) {
            throw new IllegalStateException(CogLog.unconstructedMessage(getClass()));
        }
        return life;
    }

    final LoopScheduler scheduler() {
        life(); // throws if the constructor has not run
        return scheduler;
    }

    /** The cog of an object that is no cog itself. */
    private static final class OfObject extends LoopCog {
        /** The object, if it has event methods. */
        private final @Nullable EventListener listener;

        OfObject(Object object, LoopScheduler scheduler) {
            super(scheduler, object);
            this.listener = object instanceof EventListener withEvents ? withEvents : null;
        }

        @Override
        public String toString() {
            return "LoopCog.of(" + life().name() + ")";
        }

        @Override
        protected void onAnyEvent(GenericEvent event) {
            if (listener != null && !Gate.isRegistered(event.getJDA(), listener)) { // else it gets the event from JDA
                listener.onEvent(event);
            }
        }
    }

    private final class Callbacks implements CogLifecycle.Callbacks {
        @Override
        public EventListener gateListener() {
            return gate;
        }

        @Override
        public void load(JDA jda) throws Exception {
            cogLoad(jda);
        }

        @Override
        public void unload() throws Exception {
            cogUnload();
        }
    }
}
