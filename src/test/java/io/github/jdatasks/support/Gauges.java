package io.github.jdatasks.support;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Inside;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.timer.LoopTimer;
import java.lang.reflect.Field;
import java.util.Collection;

/** How much there is of what users never see, for tests of leaks: a glance from outside, not exact while things change. */
public final class Gauges {
    private Gauges() {}

    /** Returns how many deadlines the timer of a scheduler keeps. */
    public static int timerEntries(LoopScheduler scheduler) throws ReflectiveOperationException {
        int entries = 0;
        for (Field field : LoopTimer.class.getDeclaredFields()) {
            if (field.getType().getSimpleName().equals("DeadlineHeap")) {
                entries += (int) read(
                        read(Inside.scheduler(scheduler).timer(), field),
                        field.getType().getDeclaredField("size"));
            }
        }
        return entries;
    }

    /** Returns how many look at each change of a gate. */
    public static int observers(ConnectionGate gate) throws ReflectiveOperationException {
        return ((Collection<?>) read(Inside.gate(gate), Gate.class.getDeclaredField("observers"))).size();
    }

    private static Object read(Object owner, Field field) throws ReflectiveOperationException {
        field.setAccessible(true);
        return field.get(owner);
    }
}
