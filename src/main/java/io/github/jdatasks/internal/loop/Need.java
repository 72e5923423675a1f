package io.github.jdatasks.internal.loop;

/**
 * Why a loop needs a new plan for its next run; see {@link NextRun}.
 */
enum Need {
    NONE,
    FIRST,
    NEXT,
    MISSED,
    CHANGED,
    CLOCK_CHANGED
}
