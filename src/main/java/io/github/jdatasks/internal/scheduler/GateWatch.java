package io.github.jdatasks.internal.scheduler;

import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.gate.GateState;
import io.github.jdatasks.internal.gate.RestartGrace;
import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.loop.LoopHost;
import io.github.jdatasks.internal.loop.LoopMachine;
import io.github.jdatasks.internal.loop.LoopSettings;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.timer.TimerEntry;
import io.github.jdatasks.internal.util.FailureLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Follows one gate for one scheduler: parks the loops that cannot run while it is closed, and lets them continue.
 */
public final class GateWatch extends TimerEntry implements LoopHost.GateQueue {
    // Closing a gate touches no loop: each finds it closed when it is due, and is parked here. The gate, on JDA's
    // thread, only signals this entry. Everything else happens in the timer's turns, so the list of parked loops needs
    // no lock: these fields are used in timer turns only. A loop that read "closed" is in the list before the signal
    // of the opening is handled, since both happen in turns.
    private static final long RECHECK = Duration.ofSeconds(1).toNanos();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** What the loops parked here know it by: a reference would give the garbage collector work for each of them. */
    private final int number = NUMBER.incrementAndGet();

    private final Gate gate;
    private final Scheduler scheduler;
    private final LoopTimer timer;
    private final RestartGrace closing;
    private final Runnable onChange = this::signal;
    private volatile boolean ended;
    private List<LoopControl> parked = new ArrayList<>();
    private boolean parkedMore; // since the list was last gone through
    private long parkedSince;
    private final GateReport report;
    private long lastView = -1;
    private int lastGone = -1;
    private int loops; // that need this watch; guarded by the registry's map
    private final AtomicInteger attentive = new AtomicInteger(); // how many of them are to hear of a loss at once
    private final AtomicInteger ofOneShard = new AtomicInteger(); // how many of them look at one shard only

    private GateWatch(Gate gate, Scheduler scheduler, LoopTimer timer) {
        this.gate = gate;
        this.scheduler = scheduler;
        this.timer = timer;
        this.closing = new RestartGrace(gate, scheduler.graceNanos());
        this.report = new GateReport(gate);
    }

    static GateWatch begin(Gate gate, Scheduler scheduler, LoopTimer timer) {
        GateWatch watch = new GateWatch(gate, scheduler, timer);
        gate.addObserver(watch.onChange);
        watch.signal(); // for what happened before it could observe
        return watch;
    }

    void end() {
        ended = true;
        gate.removeObserver(onChange);
        signal(); // to let go of its deadline
    }

    Gate gate() {
        return gate;
    }

    /** Counts a loop that has come or gone; returns how many there are. In the registry's map only. */
    int count(LoopSettings settings, int change) {
        if (settings.policies().whenDisconnected() == WhenDisconnected.CANCEL
                || settings.policies().listener() != null
                || scheduler.listener() != null) {
            attentive.addAndGet(change);
        }
        if (settings.group() != null) {
            ofOneShard.addAndGet(change);
        }
        return loops += change;
    }

    /** Keeps a loop until the gate changes; in a turn. */
    @Override
    public void park(LoopControl machine) {
        if (machine.parkedBy() == number) {
            return;
        }
        machine.parkedBy(number);
        if (parked.isEmpty()) {
            parkedSince = timer.now();
        }
        if (!parkedMore) {
            parkedMore = true;
            timer.at(this, timer.now() + RECHECK);
        }
        parked.add(machine);
    }

    private void signal() {
        timer.signal(this);
    }

    @Override
    protected void examine() {
        timer.cancel(this);
        if (ended) {
            return;
        }
        gate.recheck(); // an Error in another listener may have swallowed an event
        long now = timer.now();
        long next = closing.follow(now);
        long view = view();
        boolean changed = view != lastView;
        lastView = view;
        int gone = gate.botsGone();
        if (changed && (attentive.get() > 0 || ofOneShard.get() > 0 || gone != lastGone)) {
            lastGone = gone;
            updateLoops();
        }
        // When a report is due, all are examined first: those that have ended meanwhile must not be in it.
        boolean look = changed || parkedMore || report.isDue(parkedSince, now);
        boolean someGoOn = look && releaseParked();
        if (!parked.isEmpty() || gate.isUnsettled()) {
            next = Math.min(next, now + RECHECK);
        }
        if (next != Long.MAX_VALUE) {
            timer.at(this, next);
        }
        FailureLog.quietly(() -> {
            if (parked.isEmpty()) {
                report.over(someGoOn);
            } else {
                report.waiting(parked, parkedSince, now);
            }
        });
    }

    /** What of the gate's state loops depend on. */
    private long view() {
        return gate.word() & (ofOneShard.get() > 0 ? GateState.OF_SHARDS | GateState.OF_BOT : GateState.OF_BOT);
    }

    private void updateLoops() {
        for (LoopMachine machine : scheduler.registry().snapshot()) {
            if (machine.gateQueue == this) {
                LoopSettings settings = machine.settings();
                if (machine.isBotGone()) {
                    var unused = machine.shutdown();
                    continue;
                }
                machine.reportPause();
                if (settings.policies().whenDisconnected() == WhenDisconnected.CANCEL && !settings.mayRun()) {
                    machine.connectionLost();
                }
            }
        }
    }

    /** Examines the parked loops; returns whether some of them may run again. */
    private boolean releaseParked() {
        List<LoopControl> released = parked;
        long since = parkedSince;
        parked = new ArrayList<>();
        boolean someGoOn = false;
        for (LoopControl machine : released) {
            machine.parkedBy(0);
            timer.examine(machine.timerEntry()); // which parks it again if it still has to wait
            someGoOn |= machine.parkedBy() == 0 && machine.settings().mayRun();
        }
        parkedMore = false;
        if (!released.isEmpty()) {
            parkedSince = since;
        }
        return someGoOn;
    }
}
