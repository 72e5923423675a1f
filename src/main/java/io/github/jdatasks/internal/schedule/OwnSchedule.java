package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.Schedule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the library's own schedules: a value, of which two equal ones are the same.
 *
 * <p>The {@code equals} that the compiler makes for a record is not used: Java 17 keeps the class loader of a record for
 * ever on which it has been called, and with it a plugin that was unloaded.
 */
interface OwnSchedule extends Schedule {
    /** Returns what it consists of, none of it of a record class of ours. */
    List<Object> parts();

    default boolean hasPartsOf(@Nullable Object other) {
        return other instanceof OwnSchedule schedule
                && getClass() == schedule.getClass()
                && parts().equals(schedule.parts());
    }
}
