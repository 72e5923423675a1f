package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopTask;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a {@link LoopTask} stands for, for packages of this library that only see the task. */
public final class LoopControls {
    private static volatile @Nullable Function<LoopTask, LoopControl> access;

    private LoopControls() {}

    /** Called once, by {@link LoopTask}, which keeps it from users. */
    public static void setAccess(Function<LoopTask, LoopControl> control) {
        access = control;
    }

    public static LoopControl of(LoopTask task) {
        return Objects.requireNonNull(access, "set when LoopTask was loaded").apply(task);
    }
}
