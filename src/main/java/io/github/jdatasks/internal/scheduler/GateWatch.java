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

/** Follows one gate for one scheduler: parks the loops that cannot run while it is closed, and lets them continue. */
public final class GateWatch extends TimerEntry implements LoopHost.GateQueue {
    // When a gate closes, no loop is changed: each loop finds it closed when it is due, and is parked here. The gate,
    // on a thread of JDA, only signals this entry. All fields that change are used in timer turns only, so the list
    // of parked loops needs no lock. A loop that read "closed" is parked before the timer handles the signal of the
    // opening, since both happen in turns.
    private static final long RECHECK = Duration.ofSeconds(1).toNanos();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** Parked loops store this number, because a reference would cost a garbage collector barrier for each loop. */
    private final int number = NUMBER.incrementAndGet();

    final Gate gate;
    private final Scheduler scheduler;
    private final LoopTimer timer;
    private final RestartGrace closing;
    private final Runnable onChange = this::signal;
    private volatile boolean ended;
    private List<LoopControl> parked = new ArrayList<>();
    private boolean parkedMore; // since the parked loops were last examined
    private long parkedSince;
    private final GateLog report;
    private final GateRecord record;
    private long lastView = -1;
    private int lastShutdowns = -1;
    private boolean lastHeard; // whether someone may have been told of the change before
    private int loops; // that need this watch; guarded by the registry's map
    private final AtomicInteger attentive = new AtomicInteger(); // loops to be updated at every change of the gate
    private final AtomicInteger ofOneShard = new AtomicInteger(); // loops of one shard only

    GateWatch(Gate gate, Scheduler scheduler) {
        this.gate = gate;
        this.scheduler = scheduler;
        this.timer = scheduler.timer();
        this.closing = new RestartGrace(gate, scheduler.graceNanos());
        this.report = new GateLog(gate);
        this.record = new GateRecord(gate, scheduler, onChange);
        gate.addObserver(onChange);
        signal(); // for changes before it observed the gate
    }

    void end() {
        ended = true;
        record.end();
        gate.removeObserver(onChange);
        signal(); // to remove its deadline
    }

    /** Adds 1 or -1 loops; returns how many there are. Guarded by the registry's map. */
    int count(LoopSettings settings, int change) {
        if (settings.policies().whenDisconnected() == WhenDisconnected.CANCEL
                || settings.policies().listener() != null) {
            attentive.addAndGet(change);
        }
        if (settings.group() != null) {
            ofOneShard.addAndGet(change);
        }
        return loops += change;
    }

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
        gate.recheck(); // an event may be lost if another listener throws an Error
        long now = timer.now();
        record.follow(now);
        long next = closing.follow(now);
        // only what loops depend on
        long view = gate.word() & (ofOneShard.get() > 0 ? GateState.OF_SHARDS | GateState.OF_BOT : GateState.OF_BOT);
        boolean changed = view != lastView;
        lastView = view;
        int shutdowns = gate.botsGone();
        boolean heard = scheduler.isHeard();
        boolean matters = attentive.get() > 0 || ofOneShard.get() > 0 || heard || lastHeard;
        if (changed && (matters || shutdowns != lastShutdowns)) {
            lastHeard = heard;
            lastShutdowns = shutdowns;
            updateLoops();
        }
        // Before a report, all are examined, so that loops which have ended are not in it.
        boolean examine = changed || parkedMore || report.isDue(parkedSince, now);
        boolean someGoOn = examine && releaseParked();
        if (!parked.isEmpty() || gate.has(GateState.UNSETTLED)) {
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
        parkedSince = since;
        return someGoOn;
    }
}
