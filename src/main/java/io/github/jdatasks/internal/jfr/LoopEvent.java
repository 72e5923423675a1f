package io.github.jdatasks.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** What the events of a loop have in common. Filled and written by one thread only. */
@Category("jda-tasks")
@StackTrace(false)
abstract class LoopEvent extends Event {
    @Label("Loop")
    @Nullable String loop;

    @Label("Cog")
    @Description("The class that the loop is a method of, or was built in")
    @Nullable String cog;

    @Label("Shard")
    @Description("The shard that the loop is for, or -1 if it is not for a single one")
    int shard;

    final void about(LoopEvents.Subject subject) {
        loop = subject.name();
        cog = subject.cog();
        shard = subject.shard();
    }
}
