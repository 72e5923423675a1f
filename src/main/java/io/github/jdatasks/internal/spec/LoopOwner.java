package io.github.jdatasks.internal.spec;

import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.loop.LoopSettings;
import io.github.jdatasks.internal.scheduler.Scheduler;

/** What loops are built for: a cog. */
public interface LoopOwner extends LoopSettings.Cog {
    Gate gate();

    Scheduler scheduler();

    /** Returns the hooks of loops that have none of their own. */
    LoopSettings.Hooks hooks();

    /** Takes in a loop, to be started with the others if so wanted. */
    void add(LoopControl loop, boolean autoStart);
}
