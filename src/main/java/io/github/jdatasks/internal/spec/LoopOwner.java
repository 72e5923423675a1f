package io.github.jdatasks;

/** What loops are built for: a cog. */
interface LoopOwner extends LoopSettings.Cog {
    Gate gate();

    Scheduler scheduler();

    /** Returns the hooks of loops that have none of their own. */
    LoopSettings.Hooks hooks();

    /** Takes in a loop, to be started with the others if so wanted. */
    void add(LoopControl loop, boolean autoStart);
}
