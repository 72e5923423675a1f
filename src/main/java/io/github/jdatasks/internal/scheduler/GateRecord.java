package io.github.jdatasks.internal.scheduler;

import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.gate.GateState;
import io.github.jdatasks.internal.gate.ShardSlot;
import io.github.jdatasks.internal.gate.ShardTable;
import io.github.jdatasks.internal.jfr.LoopEvents;
import io.github.jdatasks.internal.jfr.Recorder;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells the flight recorder of the time a gate is closed. In timer turns only. */
final class GateRecord {
    private final Gate gate;
    private final Recorder recorder;
    private final Set<Integer> shards = new TreeSet<>(); // that were not open at some time since it closed
    private LoopEvents.@Nullable Closure closure; // null while it is open, or the JVM does not record

    GateRecord(Gate gate, Recorder recorder) {
        this.gate = gate;
        this.recorder = recorder;
    }

    /** Notes the present state of the gate; {@code now} is the timer's time. */
    void follow(long now) {
        recorder.look(now);
        LoopEvents recording = recorder.events();
        if (recording == null) {
            return;
        }
        boolean lost = gate.has(GateState.ALL_READY) && !gate.has(GateState.ALL_OPEN | GateState.CLOSED);
        if (!lost) {
            end();
            return;
        }
        if (closure == null) {
            closure = recording.closure();
        }
        if (closure != null) {
            gate.read(ShardTable::shards).stream()
                    .filter(shard -> !shard.isOpen())
                    .map(ShardSlot.Report::id)
                    .forEach(shards::add);
        }
    }

    /** Records the time since the gate has closed, if it has. */
    void end() {
        if (closure != null) {
            closure.over(shards.stream().map(String::valueOf).collect(Collectors.joining(", ")));
            closure = null;
            shards.clear();
        }
    }
}
