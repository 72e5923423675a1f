package io.github.jdatasks.benchmarks.contender;

import io.github.jdatasks.benchmarks.measure.Task;
import net.dv8tion.jda.api.JDA;
import org.jspecify.annotations.Nullable;

/** Something that runs periodic tasks. */
public interface Contender extends AutoCloseable {
    /**
     * Starts a task.
     *
     * @param delay nanoseconds from now to the first run
     */
    void start(Task task, long delay);

    /** Has tasks wait for a bot's connection, if it can, or for none; before the first start. */
    default void follow(@Nullable JDA jda) {}

    /** Waits until all tasks that were started are waiting for their time. */
    default void awaitStarted() {}

    @Override
    void close();
}
