package io.github.jdatasks.internal.scheduler;

import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.gate.GateState;
import io.github.jdatasks.internal.gate.ShardSlot;
import io.github.jdatasks.internal.gate.ShardTable;
import io.github.jdatasks.internal.jfr.LoopEvents;
import io.github.jdatasks.internal.jfr.Recorder;
import java.util.List;

/** Tells the flight recorder when a gate is closed after it was open. */
final class GateRecord {
    private final Gate gate;
    private final Scheduler scheduler;
    private final Runnable followAgain;
    private boolean over; // guarded by this object's monitor

    /**
     * Creates the record of one gate.
     *
     * @param followAgain has {@link #follow} called soon; any thread
     */
    GateRecord(Gate gate, Scheduler scheduler, Runnable followAgain) {
        this.gate = gate;
        this.scheduler = scheduler;
        this.followAgain = followAgain;
    }

    /** Notes the present state of the gate; in timer turns only, {@code now} is the timer's time. */
    void follow(long now) {
        boolean lost = gate.has(GateState.ALL_READY) && !gate.has(GateState.ALL_OPEN | GateState.CLOSED);
        Recorder recorder = scheduler.recorder();
        LoopEvents recording = recorder.events();
        if (!lost) {
            isOpen();
        } else if (recording != null) {
            List<Integer> shards = gate.read(ShardTable::shards).stream()
                    .filter(shard -> !shard.isOpen())
                    .map(ShardSlot.Report::id)
                    .toList();
            isClosed(recording, gate.read(ShardTable::bot), shards);
        } else if (recorder.sees(now)) {
            scheduler.onWorker(() -> {
                recorder.load();
                followAgain.run();
            });
        }
    }

    private synchronized void isClosed(LoopEvents recording, String bot, List<Integer> shards) {
        if (!over) {
            recording.gateIsClosed(this, bot, shards);
        }
    }

    /** No loop needs the gate any more. Any thread: after the end of a scheduler there are no turns. */
    synchronized void end() {
        over = true;
        isOpen();
    }

    private void isOpen() {
        LoopEvents recording = scheduler.recorder().events();
        if (recording != null) {
            recording.gateIsOpen(this);
        }
    }
}
