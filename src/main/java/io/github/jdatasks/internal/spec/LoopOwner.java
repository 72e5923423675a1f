package io.github.jdatasks.internal.spec;

import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.loop.LoopSettings;
import io.github.jdatasks.internal.scheduler.Scheduler;

/** The cog that a loop is built for. */
public interface LoopOwner extends LoopSettings.Cog {
    Gate gate();

    Scheduler scheduler();

    /** Returns the hooks of loops that have none of their own. */
    LoopSettings.Hooks hooks();

    void add(LoopControl loop, boolean autoStart);
}
