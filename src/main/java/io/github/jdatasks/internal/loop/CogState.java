package io.github.jdatasks.internal.loop;

/** Where a {@code LoopCog} stands in its life. */
public enum CogState {
    /** It has not met a bot yet, or the last one has gone. */
    OUT,
    /** {@code cogLoad} is about to be called, or runs. */
    LOADING,
    /** {@code cogLoad} has ended: bodies and hooks may begin. */
    IN,
    /** Its loops end, then {@code cogUnload} runs. */
    UNLOADING
}
