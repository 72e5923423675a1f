package io.github.jdatasks.internal.spec;

import io.github.jdatasks.AsyncLoopBody;
import io.github.jdatasks.LoopErrorHandler;
import io.github.jdatasks.LoopHook;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.gate.GateView;
import io.github.jdatasks.internal.group.LoopGroup;
import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.loop.LoopMachine;
import io.github.jdatasks.internal.loop.LoopSettings;
import io.github.jdatasks.internal.scheduler.Scheduler;
import io.github.jdatasks.internal.util.Blanks;
import io.github.jdatasks.internal.util.Checks;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a loop is to be built with: a {@code LoopBuilder} writes it down, an annotation is read into it.
 */
public final class LoopSpec {
    private static final AtomicLong UNNAMED = new AtomicLong();

    public final PolicyChoices choices = new PolicyChoices();

    private final Schedule schedule;
    private final @Nullable LoopOwner owner;
    private final Function<LoopControl, LoopTask> tasks;
    private @Nullable String name;

    public @Nullable Gate gate;

    public @Nullable Scheduler scheduler;

    public @Nullable ShardScope shards;

    public @Nullable Boolean autoStart;

    public @Nullable LoopHook before;

    public @Nullable LoopHook after;

    public @Nullable LoopErrorHandler onError;

    /**
     * Begins with the gate and the scheduler of an owner, if there is one.
     *
     * @param tasks makes what users know the loop by
     */
    public LoopSpec(Schedule schedule, @Nullable LoopOwner owner, Function<LoopControl, LoopTask> tasks) {
        this.schedule = Checks.notNull("the schedule of a loop", schedule);
        this.owner = owner;
        this.tasks = tasks;
        if (owner != null) {
            this.gate = owner.gate();
            this.scheduler = owner.scheduler();
        }
    }

    public void name(String newName) {
        if (newName == null || Blanks.isBlank(newName)) {
            throw new IllegalArgumentException("name: a loop needs a name that is not blank");
        }
        name = newName;
    }

    /**
     * Builds the loop.
     *
     * @param body returns null if a run is over when it returns
     * @param on what it runs on
     * @throws IllegalArgumentException if settings contradict each other, or the owner has a loop of this name already
     */
    public LoopControl build(AsyncLoopBody body, Scheduler on) {
        String ownName = name == null ? "loop-" + UNNAMED.incrementAndGet() : name;
        LoopSettings.Hooks hooks = owner == null
                ? LoopSettings.Hooks.of(before, after, onError)
                : owner.hooks().completing(before, after, onError);
        checkHasEffect(ownName);
        GateView view = gate == null ? null : GateView.of(gate, shards == null ? ShardScope.ALL : shards);
        LoopSettings settings =
                new LoopSettings(owner, name != null, hooks, choices.policies(schedule, on), view, null).shared();
        LoopControl loop = view != null && view.scope() == ShardScope.EACH
                ? new LoopGroup(tasks, ownName, body, settings, schedule, on)
                : new LoopMachine(tasks, ownName, body, settings, schedule, on);
        if (owner != null) {
            owner.add(loop, !Boolean.FALSE.equals(autoStart));
        }
        return loop;
    }

    /** Refuses what tells a loop without a gate, or without a cog, how to use it. */
    private void checkHasEffect(String ownName) {
        if (gate == null && (shards != null || choices.whenDisconnected != null)) {
            throw new IllegalArgumentException((shards != null ? "shards" : "whenDisconnected")
                    + " has no effect on the loop " + ownName + ", which has no gate to tell it whether the bot is"
                    + " connected; call gate(ConnectionGate), or leave it out");
        }
        if (owner == null && Boolean.TRUE.equals(autoStart)) {
            throw new IllegalArgumentException("autoStart(true) has no effect on the loop " + ownName
                    + ", which belongs to no cog; call start() on the loop, or build it with newLoop(…) in a LoopCog");
        }
    }
}
