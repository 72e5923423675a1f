package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopState;

/**
 * The course of a loop's life inside the machine; {@link LoopState} is what users see of it.
 */
enum LoopPhase {
    IDLE,
    STARTING,
    ACTIVE,
    ENDING,
    FINISHED
}
