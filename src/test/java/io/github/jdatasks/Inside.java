package io.github.jdatasks;

import io.github.jdatasks.internal.cog.CogLifecycle;
import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.retry.RetrySettings;
import io.github.jdatasks.internal.scheduler.Scheduler;
import java.util.function.Supplier;
import net.dv8tion.jda.api.JDA;

/** For tests in other packages: what users' objects are made of, and what only a subclass may call. */
public final class Inside {
    private Inside() {}

    public static Scheduler scheduler(LoopScheduler scheduler) {
        return scheduler.scheduler();
    }

    public static LoopControl control(LoopTask task) {
        return task.control();
    }

    public static Gate gate(ConnectionGate gate) {
        return gate.gate();
    }

    public static CogLifecycle life(LoopCog cog) {
        return cog.life();
    }

    public static RetrySettings settings(RetryPolicy policy) {
        return policy.settings();
    }

    public static LoopScheduler loopScheduler(Scheduler scheduler) {
        return new LoopScheduler(scheduler);
    }

    public static LoopTask loopTask(LoopControl control) {
        return new LoopTask(control);
    }

    public static ConnectionGate connectionGate(Gate gate) {
        return new ConnectionGate(gate);
    }

    /** Returns what a factory makes while the scheduler is the default, as {@code VirtualLoopScheduler} does for all. */
    public static <T> T create(LoopScheduler scheduler, Supplier<T> factory) {
        return scheduler.asDefault(factory);
    }

    public static LoopBuilder newLoop(LoopCog cog, Schedule schedule) {
        return cog.newLoop(schedule);
    }

    public static JDA jda(LoopCog cog) {
        return cog.jda();
    }
}
