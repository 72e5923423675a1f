package io.github.jdatasks;

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
