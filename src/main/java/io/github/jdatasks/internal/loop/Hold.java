package io.github.jdatasks.internal.loop;

/**
 * Whose turn it is to do something about a loop; see the design comment of {@link LoopMachine}.
 */
enum Hold {
    /** The timer's. */
    FREE,
    /** A worker's, which has not begun. */
    HANDED,
    /** A worker's, which has. */
    BUSY,
    /** A worker's, which alone knows the call it is making into user code. */
    RUNNING
}
