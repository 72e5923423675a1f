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

    /** How often the shard had gone when the group last started the loop in its present life. */
    private int startedAfter = NEVER;

    ShardLoop(GateView shard, LoopMachine machine) {
        this.shard = shard;
        this.machine = machine;
    }

    /** Returns whether the shard is there and the group has yet to start its loop. */
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

    /** Returns whether the loop is in no life, and has completed its future. */
    boolean isOver() {
        return !machine.isTaken()
                && (machine.state() != LoopState.FINISHED
                        || machine.completion().isDone());
    }
}
