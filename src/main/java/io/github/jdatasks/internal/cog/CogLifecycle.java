package io.github.jdatasks.internal.cog;

import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.gate.GateState;
import io.github.jdatasks.internal.gate.GateView;
import io.github.jdatasks.internal.gate.RestartGrace;
import io.github.jdatasks.internal.listener.ListenerCalls;
import io.github.jdatasks.internal.listener.ListenerList;
import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.loop.LoopFuture;
import io.github.jdatasks.internal.loop.LoopLog;
import io.github.jdatasks.internal.loop.LoopSettings;
import io.github.jdatasks.internal.loop.LoopSettings.CogState;
import io.github.jdatasks.internal.scheduler.Ending;
import io.github.jdatasks.internal.scheduler.Scheduler;
import io.github.jdatasks.internal.spec.LoopSpec;
import io.github.jdatasks.internal.timer.TimerEntry;
import io.github.jdatasks.internal.worker.Errand;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.hooks.EventListener;
import org.jspecify.annotations.Nullable;

/** Loads a cog when its bot logs in, and unloads it when the bot shuts down or on request. */
public final class CogLifecycle extends TimerEntry implements LoopSpec.Owner, LoopFuture.Owner, Ending, Errand {
    /*
     *     OUT --the gate met a bot--> LOADING --cogLoad returned--> IN --shutdown or unload()--> UNLOADING --> OUT
     *                                    +----- cogLoad threw, or unload() meanwhile -------------^
     *
     * The state is guarded by this object's monitor. The timer begins to load and to unload, and a worker records how
     * cogLoad and cogUnload ended. Loops read the state under their own lock; the timer examines those that wait for
     * the state IN once it is reached. After an unload the cog stays OUT although its bot may still be up: the gate has
     * forgotten the bot until the cog is registered again.
     */
    /** What has been requested since the cog began to load. */
    private enum Wish {
        NONE,
        SHUTDOWN,
        UNLOAD
    }

    /** The methods of the cog that the user may override. */
    public interface Callbacks {
        /** Returns the listener to register beside the cog, for event managers that ignore the cog. */
        EventListener gateListener();

        void load(JDA jda) throws Exception;

        void unload() throws Exception;
    }

    private static final long RECHECK = Duration.ofSeconds(1).toNanos();
    private static final long SLOW_CALL = Duration.ofMinutes(1).toNanos();

    private final String name;
    private final Callbacks calls;
    private final Scheduler scheduler;
    private final CogRegistration registration;
    private final Gate gate;
    private final RestartGrace closing;
    private final CogLoops loops;
    private final ListenerList listeners;
    volatile LoopSettings.Hooks hooks = LoopSettings.Hooks.NONE;
    private volatile CogState state = CogState.OUT;
    private volatile Wish wish = Wish.NONE;
    private LoopFuture<Void> unloaded = new LoopFuture<>(this);
    private int botsGone; // as the gate counted when the cog began to load
    private volatile boolean loadFailed; // in the present or last life
    private volatile boolean cogLoadCalled; // in the present life

    /** The thread that is in cogLoad or cogUnload. */
    private volatile @Nullable Thread caller;

    private volatile long callSince; // set before the caller
    private volatile long reportCallAt;

    /** Creates the life of a cog; the listener is what JDA knows, and the object has the methods. */
    public CogLifecycle(Object listener, CogObject object, Callbacks calls, Scheduler scheduler) {
        this.name = object.name();
        this.calls = calls;
        this.scheduler = scheduler;
        this.loops = new CogLoops(name);
        this.listeners = scheduler.newListeners();
        this.registration = new CogRegistration(
                listener, object.type(), name, calls::gateListener, scheduler, () -> wish == Wish.UNLOAD);
        this.gate = registration.gate();
        this.closing = new RestartGrace(gate, scheduler.graceNanos());
        this.unloaded.finish(); // it has not been loaded
        gate.addObserver(() -> scheduler.timer().signal(this));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Gate gate() {
        return gate;
    }

    public CogRegistration registration() {
        return registration;
    }

    @Override
    public Scheduler scheduler() {
        return scheduler;
    }

    @Override
    public LoopSettings.Hooks hooks() {
        return hooks;
    }

    @Override
    public void add(LoopControl loop, boolean autoStart) {
        loops.add(loop, autoStart, state == CogState.LOADING && Thread.currentThread() == caller);
    }

    public void addListener(LoopListener listener) {
        listeners.add(listener);
    }

    @Override
    public List<ListenerCalls> listeners() {
        return listeners.calls();
    }

    /** Returns all loops, each shard's own included. */
    public List<LoopControl> loops() {
        return loops.parts();
    }

    public LoopControl loop(String name) {
        return loops.get(name);
    }

    @Override
    public boolean isInUserCode(Thread thread) {
        return thread == caller || loops.isInUserCode(thread);
    }

    @Override
    public CogState state() {
        return state;
    }

    @Override
    public @Nullable String refusal() {
        if (scheduler.registry().isClosed()) {
            return CogLog.schedulerClosedMessage(name());
        }
        boolean unloading = wish == Wish.UNLOAD;
        if (loadFailed && (unloading || registration.isLeft())) {
            return "cogLoad of " + name() + " failed. To have the cog loaded afresh, " + CogLog.REGISTER_AGAIN;
        }
        return unloading ? "its cog is being unloaded" : null;
    }

    @Override
    public @Nullable String callOn(Thread thread) {
        return thread != caller ? null : state == CogState.LOADING ? "cogLoad" : "cogUnload";
    }

    @Override
    public @Nullable String whyEndless(Thread thread, boolean ofRun) {
        return isInUserCode(thread) ? "wait for its own end inside one of its methods" : null;
    }

    @Override
    public String inWords() {
        return "the cog " + name();
    }

    /** Waits for the first ready; inside a loop, for that of the loop's shards. */
    public void waitUntilReady() throws InterruptedException {
        GateView view = loops.viewOfCaller(gate, ShardScope.ALL);
        if (!view.hasBeenReady()) {
            scheduler.checkMayBlock();
        }
        view.awaitReady();
    }

    /** Returns the bot; inside a loop of one shard, that shard. */
    public @Nullable JDA jda() {
        return loops.viewOfCaller(gate, ShardScope.ANY).jda();
    }

    // ---- called by the timer ----

    @Override
    protected void examine() {
        scheduler.timer().cancel(this);
        long now = scheduler.timer().now();
        long again = closing.follow(now);
        if (gate.has(GateState.UNSETTLED)) {
            gate.recheck();
            again = Math.min(again, now + RECHECK);
        }
        boolean load = false;
        boolean unload = false;
        synchronized (this) {
            if (state == CogState.OUT && gate.has(GateState.ALIVE) && !scheduler.isClosed()) {
                state = CogState.LOADING;
                loadFailed = false;
                botsGone = gate.botsGone();
                unloaded = new LoopFuture<>(this);
                load = true;
            } else if (state == CogState.IN
                    && (wish != Wish.NONE || gate.has(GateState.CLOSED) || gate.botsGone() != botsGone)) {
                state = CogState.UNLOADING;
                unload = true;
            }
        }
        again = Math.min(again, watchCall(now));
        if (again != Long.MAX_VALUE) {
            scheduler.timer().at(this, again);
        }
        if (load) {
            scheduler.register(this);
            if (scheduler.isClosed()) { // closed just now: its close() did not see this cog
                var unused = shutdown();
            }
            scheduler.onWorker(this);
        } else if (unload) {
            endLoops();
        }
    }

    /** Reports a call that takes long, since all loops of the cog wait for it; returns when to look again. */
    private long watchCall(long now) {
        Thread thread = caller;
        String call = thread == null ? null : callOn(thread);
        if (thread == null || call == null) { // the call has just returned
            return Long.MAX_VALUE;
        }
        if (now >= reportCallAt) {
            long soFar = reportCallAt - callSince;
            reportCallAt = callSince + 2 * soFar;
            scheduler.workers().report(() -> CogLog.slow(name(), call, soFar, thread));
        }
        return reportCallAt;
    }

    // ---- called by workers ----

    @Override
    public String subject() {
        return "cogLoad of " + name();
    }

    /** If something waits for cogLoad to end, cogLoad must not depend on the user's executor. */
    @Override
    public Urgency urgency() {
        boolean awaited = wish != Wish.NONE
                || gate.has(GateState.CLOSED)
                || loops().stream().anyMatch(loop -> loop.state() == LoopState.STOPPING); // its after-hook waits
        return awaited ? Urgency.END : Urgency.RUN;
    }

    @Override
    public void runRejected(Throwable rejection) {
        run(); // cogLoad is also called if the user's executor drops it
    }

    /** Loads the cog. */
    @Override
    public void run() {
        boolean loaded = false;
        enterCall();
        try {
            JDA jda = jda();
            if (jda != null && wish != Wish.UNLOAD) { // else the bot has shut down, or an unload was requested
                List<CogLifecycle> cogs = scheduler.others(CogLifecycle.class);
                registration.reportTwins(cogs.stream().map(CogLifecycle::registration));
                cogLoadCalled = true;
                calls.load(jda);
                loaded = true;
            }
        } catch (Throwable error) { // Errors too: the cog is unloaded, and the bot goes on
            CogLog.loadFailed(name(), error);
            synchronized (this) {
                loadFailed = true;
                wish = Wish.UNLOAD; // else the next event would load it again
            }
        } finally {
            caller = null;
        }
        boolean start;
        synchronized (this) {
            start = loaded && wish == Wish.NONE;
            state = start ? CogState.IN : CogState.UNLOADING;
        }
        if (start) {
            loops.start(scheduler, () -> scheduler.isClosed() || wish != Wish.NONE || gate.has(GateState.CLOSED));
            loops.signal(); // for loops that were started, or asked for a run, before the cog was loaded
            scheduler.timer().signal(this);
        } else {
            endLoops();
        }
    }

    private void enterCall() {
        callSince = scheduler.timer().now();
        reportCallAt = callSince + SLOW_CALL;
        caller = Thread.currentThread();
        scheduler.timer().signal(this); // so that the timer reports a call that takes long
    }

    private void endLoops() {
        var unused = loops.end(wish == Wish.UNLOAD).thenRunAsync(this::finishUnload, scheduler::onWorker);
    }

    private void finishUnload() {
        enterCall();
        try {
            if (cogLoadCalled) {
                calls.unload();
            }
        } catch (Throwable error) { // Errors too: the cog counts as unloaded
            CogLog.unloadFailed(name(), error);
        } finally {
            caller = null;
        }
        becomeOut();
    }

    private void becomeOut() {
        cogLoadCalled = false;
        loops.endLife();
        LoopFuture<Void> done = outUnless(Wish.UNLOAD);
        if (done == null) {
            registration.remove();
            done = Objects.requireNonNull(outUnless(null));
        }
        done.finish();
        scheduler.timer().signal(this);
    }

    /** Ends the life, unless the given wish is pending: then returns null. Returns the future to complete. */
    private synchronized @Nullable LoopFuture<Void> outUnless(@Nullable Wish pending) {
        if (wish == pending) {
            return null;
        }
        scheduler.unregister(this); // first: a thread that sees the state OUT may register it for the next life
        state = CogState.OUT;
        wish = Wish.NONE;
        return unloaded;
    }

    // ---- called by any thread ----

    /** Cancels the loops and removes the cog from the bot. */
    public CompletableFuture<Void> unload() {
        boolean anyStarted = loops.all().stream().anyMatch(LoopControl::isLive);
        boolean notLoaded;
        CompletableFuture<Void> future = null;
        synchronized (this) {
            notLoaded = state == CogState.OUT;
            if (notLoaded && (gate.has(GateState.ALIVE) || anyStarted) && !scheduler.isClosed()) {
                state = CogState.UNLOADING; // as if it had been loaded
                unloaded = new LoopFuture<>(this);
            }
            if (state != CogState.OUT) {
                wish = Wish.UNLOAD;
                future = unloaded;
            }
        }
        if (future == null) { // nothing to unload, but there may be runNow() runs, or loops on another scheduler
            if (registration.hasBotToLeave()) {
                registration.remove();
            }
            LoopFuture<Void> ended = new LoopFuture<>(this);
            var unused = loops.end(true).whenComplete((done, error) -> ended.finish());
            return ended;
        }
        if (notLoaded) {
            scheduler.register(this);
            endLoops();
        } else {
            scheduler.timer().signal(this);
        }
        return future;
    }

    /** Ends the loops with their grace; the cog stays a listener of its bot. */
    @Override
    public CompletableFuture<Void> shutdown() {
        Thread inCall = caller;
        boolean exiting = inCall != null && LoopLog.isExitingJvm(inCall);
        CogState givenUp = null;
        CompletableFuture<Void> future;
        synchronized (this) {
            if (state != CogState.OUT && wish == Wish.NONE) {
                wish = Wish.SHUTDOWN;
            }
            future = unloaded;
            if (exiting && caller == inCall) { // cogLoad or cogUnload has called System.exit, and will not return
                caller = null;
                givenUp = state;
                state = CogState.UNLOADING;
            }
        }
        if (givenUp == CogState.LOADING) {
            endLoops();
        } else if (givenUp != null) {
            scheduler.onWorker(this::becomeOut);
        }
        scheduler.timer().signal(this);
        return future;
    }
}
