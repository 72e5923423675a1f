package io.github.jdatasks.internal.cog;

import io.github.jdatasks.LoopState;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.gate.GateView;
import io.github.jdatasks.internal.gate.RestartGrace;
import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.loop.LoopFuture;
import io.github.jdatasks.internal.loop.LoopLog;
import io.github.jdatasks.internal.loop.LoopSettings;
import io.github.jdatasks.internal.loop.LoopSettings.CogState;
import io.github.jdatasks.internal.scheduler.Ending;
import io.github.jdatasks.internal.scheduler.Scheduler;
import io.github.jdatasks.internal.spec.LoopOwner;
import io.github.jdatasks.internal.timer.TimerEntry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.hooks.EventListener;
import org.jspecify.annotations.Nullable;

/**
 * The life of a cog: loaded when its bot logs in, unloaded when the bot shuts down or on request.
 */
public final class CogLife extends TimerEntry implements LoopOwner, LoopFuture.Owner, Ending {
    /*
     *     OUT --the gate met a bot--> LOADING --cogLoad returned--> IN --shutdown or unload()--> UNLOADING --> OUT
     *                                    +----- cogLoad threw, or unload() meanwhile -------------^
     *
     * The state is guarded by this object's monitor. The timer, which looks at the gate, begins to load and to unload; a
     * worker records how cogLoad and cogUnload ended; a user may request an unload. Loops read the state under their own
     * lock, since none of them begins before the cog is IN; the timer examines those that wait for that once it is. After
     * an unload the cog stays OUT although its bot may still be up: the gate has forgotten the bot, and events of an
     * instance count again only once the cog is registered with it again.
     */
    /** What has been asked for while the cog was in or loading, the stronger last. */
    private enum Wish {
        NONE,
        SHUTDOWN,
        UNLOAD
    }

    /** What a life needs of its cog. */
    public interface Callbacks {
        /** Returns what is registered beside the cog, for event managers that ignore the cog. */
        EventListener gateListener();

        void load(JDA jda) throws Exception;

        void unload() throws Exception;
    }

    private static final long RECHECK = Duration.ofSeconds(1).toNanos();

    private final Object cog;
    private final Callbacks calls;
    private final Scheduler scheduler;
    private final CogRegistration registration;
    private final Gate gate;
    private final RestartGrace closing;
    private final CogLoops loops = new CogLoops();
    private LoopSettings.Hooks hooks = LoopSettings.Hooks.NONE;
    private volatile CogState state = CogState.OUT;
    private volatile Wish wish = Wish.NONE;
    private final SlowCogCall slowCall;
    private int botsGone; // of its gate, when it began to load
    private LoopFuture<Void> unloaded = new LoopFuture<>(this);

    private volatile boolean loadFailed; // when it was loaded last
    private volatile boolean isTwin; // one of several for a bot, which has been reported
    private volatile boolean cogLoadCalled; // since it was unloaded last

    /** The thread that is in cogLoad or cogUnload. */
    private volatile @Nullable Thread caller;

    public CogLife(Object cog, Callbacks calls, Scheduler scheduler) {
        this.cog = cog;
        this.calls = calls;
        this.scheduler = scheduler;
        this.registration = new CogRegistration(cog, name(), calls::gateListener, scheduler);
        this.gate = registration.gate();
        this.unloaded.finish(); // it has not been loaded
        this.slowCall = new SlowCogCall(this);
        this.closing = new RestartGrace(gate, scheduler.graceNanos());
        gate.addObserver(() -> scheduler.timer().signal(this));
    }

    // ---- parts ----

    @Override
    public String name() {
        String simple = cog.getClass().getSimpleName();
        String full = cog.getClass().getName();
        return simple.isEmpty() ? full.substring(full.lastIndexOf('.') + 1) : simple; // an anonymous class
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
    public synchronized LoopSettings.Hooks hooks() {
        return hooks;
    }

    /** Sets the hooks of loops that have none of their own. */
    synchronized void hooks(LoopSettings.Hooks newHooks) {
        hooks = newHooks;
    }

    @Override
    public void add(LoopControl loop, boolean autoStart) {
        loops.add(loop, autoStart, name());
    }

    /** Returns all loops, those of each shard one by one. */
    public List<LoopControl> loops() {
        return loops.parts();
    }

    public LoopControl loop(String name) {
        return loops.get(name, name());
    }

    @Override
    public boolean isInUserCode(Thread thread) {
        return thread == caller || loops.all().stream().anyMatch(loop -> loop.isInUserCode(thread));
    }

    @Override
    public CogState state() {
        return state;
    }

    @Override
    public @Nullable String refusal() {
        if (scheduler.registry().isClosed()) { // else only of loops on another one
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

    boolean isOfSameClass(CogLife other) {
        return cog.getClass() == other.cog.getClass();
    }

    boolean isTwin() {
        return isTwin;
    }

    void markTwin() {
        isTwin = true;
    }

    /** Waits for the first ready; inside a loop, for that of the loop's shards. */
    public void waitUntilReady() throws InterruptedException {
        view(ShardScope.ALL).awaitReady();
    }

    /** Returns what the loop sees that the calling thread is in; outside of loops, that of a scope. */
    private GateView view(ShardScope outside) {
        Thread caller = Thread.currentThread();
        return loops().stream()
                .filter(loop -> loop.isInUserCode(caller))
                .flatMap(loop -> Optional.ofNullable(loop.settings().view()).stream())
                .findFirst()
                .orElseGet(() -> new GateView(gate, outside, GateView.WHOLE));
    }

    // ---- the timer's side ----

    @Override
    protected void examine() {
        scheduler.timer().cancel(this);
        long now = scheduler.timer().now();
        long again = closing.follow(now);
        if (gate.isUnsettled()) {
            gate.recheck();
            again = Math.min(again, now + RECHECK);
        }
        boolean load = false;
        boolean unload = false;
        synchronized (this) {
            if (state == CogState.OUT && gate.isAlive() && !scheduler.isClosed()) {
                state = CogState.LOADING;
                loadFailed = false;
                botsGone = gate.botsGone();
                unloaded = new LoopFuture<>(this);
                load = true;
            } else if (state == CogState.IN
                    && (wish != Wish.NONE || gate.isClosedForGood() || gate.botsGone() != botsGone)) {
                state = CogState.UNLOADING;
                unload = true;
            }
        }
        again = Math.min(again, slowCall.look(caller, now));
        if (again != Long.MAX_VALUE) {
            scheduler.timer().at(this, again);
        }
        if (load) {
            scheduler.register(this);
            if (scheduler.isClosed()) { // just now, without having heard of this cog
                var unused = shutdown();
            }
            scheduler.onWorker(new CogLoading(this));
        } else if (unload) {
            endLoops();
        }
    }

    // ---- the workers' side ----

    /** Returns whether a call waits for cogLoad, or for the unload, and must not depend on the executor. */
    boolean isLoadAwaited() {
        return wish != Wish.NONE
                || gate.isClosedForGood()
                || loops().stream().anyMatch(loop -> loop.state() == LoopState.STOPPING); // its after-hook waits
    }

    void load() {
        boolean loaded = false;
        enterCall();
        try {
            JDA jda = jda();
            if (jda != null && wish != Wish.UNLOAD) { // else the bot has already shut down, or an unload was requested
                CogTwins.report(this);
                cogLoadCalled = true;
                calls.load(jda);
                loaded = true;
            }
        } catch (Throwable error) { // the cog stays unloaded, the bot goes on
            CogLog.loadFailed(name(), error);
            synchronized (this) {
                loadFailed = true;
                wish = Wish.UNLOAD; // or it would be loaded over and over
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
            loops.start(scheduler);
            loops.signal(); // those that were started, or asked for a run, before the cog was loaded
            scheduler.timer().signal(this);
        } else {
            endLoops();
        }
    }

    private void enterCall() {
        caller = Thread.currentThread();
        scheduler.timer().signal(this); // for the watch over a call that takes long
    }

    private void endLoops() {
        boolean now;
        synchronized (this) {
            now = wish == Wish.UNLOAD;
        }
        CompletableFuture<Void> ended = now ? loops.cancel() : loops.shutdown();
        var unused = ended.thenRunAsync(this::finishUnload, scheduler::onWorker);
    }

    private void finishUnload() {
        enterCall();
        try {
            if (cogLoadCalled) {
                calls.unload();
            }
        } catch (Throwable error) { // the cog is unloaded all the same
            CogLog.unloadFailed(name(), error);
        } finally {
            caller = null;
        }
        becomeOut();
    }

    private void becomeOut() {
        cogLoadCalled = false;
        LoopFuture<Void> done = outUnless(Wish.UNLOAD);
        if (done == null) {
            registration.remove();
            done = Objects.requireNonNull(outUnless(null));
        }
        done.finish();
        scheduler.timer().signal(this);
    }

    /** Ends the life unless that is wished; returns the future to complete then. */
    private synchronized @Nullable LoopFuture<Void> outUnless(@Nullable Wish wished) {
        if (wish == wished) {
            return null;
        }
        scheduler.unregister(
                this); // before the state changes: a thread that sees OUT may register it for the next life
        state = CogState.OUT;
        wish = Wish.NONE;
        return unloaded;
    }

    // ---- called from any thread ----

    /** Cancels the loops and removes the cog from the bot. */
    public CompletableFuture<Void> unload() {
        return end(Wish.UNLOAD);
    }

    /** Ends the loops with their grace; the bot keeps its listener. */
    @Override
    public CompletableFuture<Void> shutdown() {
        return end(Wish.SHUTDOWN);
    }

    private CompletableFuture<Void> end(Wish how) {
        CompletableFuture<Void> future;
        boolean out;
        boolean ofLoopsOnly = false; // the cog has not been loaded, but has something to unload
        boolean startedByUser = loops.all().stream().anyMatch(LoopControl::isLive);
        Thread inCall = caller;
        boolean exiting = how == Wish.SHUTDOWN && inCall != null && LoopLog.isExitingJvm(inCall);
        CogState givenUp = null; // the state in which the cog's own method does not come back
        synchronized (this) {
            if (state == CogState.OUT
                    && how == Wish.UNLOAD
                    && (gate.isAlive() || startedByUser)
                    && !scheduler.isClosed()) {
                state = CogState.UNLOADING; // as if it had been loaded
                unloaded = new LoopFuture<>(this);
                ofLoopsOnly = true;
            }
            out = state == CogState.OUT;
            if (!out && how.compareTo(wish) > 0) {
                wish = how;
            }
            future = unloaded;
            if (exiting && caller == inCall) {
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
        if (ofLoopsOnly) {
            scheduler.register(this);
            endLoops();
            return future;
        }
        if (out && how == Wish.UNLOAD) { // there may be runNow() runs, or loops that end with their scheduler
            LoopFuture<Void> ended = new LoopFuture<>(this);
            var unused = loops.cancel().whenComplete((done, error) -> ended.finish());
            return ended;
        }
        scheduler.timer().signal(this);
        return future;
    }

    /** Returns the bot as the user's methods get it: in a loop of one shard, that. */
    public @Nullable JDA jda() {
        return view(ShardScope.ANY).jda();
    }
}
