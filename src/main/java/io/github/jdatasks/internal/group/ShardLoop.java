package io.github.jdatasks.internal.group;

import io.github.jdatasks.LoopState;
import io.github.jdatasks.internal.gate.GateView;
import io.github.jdatasks.internal.loop.LoopMachine;

/**
 * The loop of one shard in a {@link LoopGroup}, which guards it.
 */
final class ShardLoop {
    private static final int NEVER = -1;

    final GateView shard;
    final LoopMachine machine;
    private int startedAfter = NEVER; // how often the shard had shut down when the group last started the loop

    ShardLoop(GateView shard, LoopMachine machine) {
        this.shard = shard;
        this.machine = machine;
    }

    /** Returns whether the group has yet to start this loop. */
    boolean isToStart() {
        boolean endingFromBefore = machine.isTaken() && machine.isBotGone();
        return shard.isThere() && startedAfter != shard.timesGone() && !endingFromBefore;
    }

    void noteStart() {
        startedAfter = shard.timesGone();
    }

    void forgetStart() {
        startedAfter = NEVER;
    }

    boolean hasStarted() {
        return startedAfter != NEVER;
    }

    /** Returns whether the loop is not live and has completed its future. */
    boolean isOver() {
        return !machine.isTaken()
                && (machine.state() != LoopState.FINISHED
                        || machine.completion().isDone());
    }
}
