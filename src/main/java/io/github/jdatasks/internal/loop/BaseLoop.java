package io.github.jdatasks.internal.loop;

import io.github.jdatasks.AsyncLoopBody;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.timer.TimerEntry;
import java.util.function.Function;

/** What a loop and a group of loops have in common. Guarded by its own monitor. */
public abstract class BaseLoop extends TimerEntry implements LoopControl {
    private final LoopTask task;
    private final String name;
    protected final AsyncLoopBody body;
    protected final LoopSettings settings;
    protected Schedule schedule;
    private int parkedBy; // in timer turns only

    @SuppressWarnings("this-escape") // the task only stores this object
    protected BaseLoop(
            Function<LoopControl, LoopTask> tasks,
            String name,
            AsyncLoopBody body,
            LoopSettings settings,
            Schedule schedule) {
        this.task = tasks.apply(this);
        this.name = name;
        this.body = body;
        this.settings = settings;
        this.schedule = schedule;
    }

    @Override
    public final LoopTask task() {
        return task;
    }

    @Override
    public final LoopSettings settings() {
        return settings;
    }

    @Override
    public final String name() {
        return settings.qualifiedName(name);
    }

    @Override
    public final String ownName() {
        return name;
    }

    @Override
    public final synchronized Schedule schedule() {
        return schedule;
    }

    @Override
    public final TimerEntry timerEntry() {
        return this;
    }

    @Override
    public final int parkedBy() {
        return parkedBy;
    }

    @Override
    public final void parkedBy(int watch) {
        parkedBy = watch;
    }
}
