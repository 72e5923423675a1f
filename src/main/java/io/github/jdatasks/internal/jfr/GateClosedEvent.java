package io.github.jdatasks.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** The time a gate was closed. Filled and written by one thread only. */
@Name("io.github.jdatasks.GateClosed")
@Label("Gate Closed")
@Description("Not all shards of a bot were connected, from the loss until all are back or the bot has shut down")
@Category("jda-tasks")
@StackTrace(false)
final class GateClosedEvent extends Event implements LoopEvents.Closure {
    @Label("Shards")
    @Description("The ids of those that were not connected at some time")
    @Nullable String shards;

    @Override
    public void over(String ids) {
        shards = ids;
        commit();
    }
}
