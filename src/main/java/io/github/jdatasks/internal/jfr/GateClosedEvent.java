package io.github.jdatasks.internal.jfr;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** The time the gates of a bot were closed. Guarded by {@link ClosedGates}. */
@Name("io.github.jdatasks.GateClosed")
@Label("Gate Closed")
@Description("Not all shards of a bot were connected, from the loss until all are back or the bot has shut down")
@Category("jda-tasks")
@StackTrace(false)
final class GateClosedEvent extends Event {
    @Label("Shards")
    @Description("The ids of those that were not connected at some time")
    @Nullable String shards;

    final transient String bot;
    private final transient Set<Integer> ids = new TreeSet<>();

    GateClosedEvent(String bot) {
        this.bot = bot;
    }

    static GateClosedEvent begin(String bot) {
        GateClosedEvent event = new GateClosedEvent(bot);
        event.begin();
        return event;
    }

    void add(Collection<Integer> notConnected) {
        ids.addAll(notConnected);
    }

    void write() {
        shards = ids.stream().map(String::valueOf).collect(Collectors.joining(", "));
        commit();
    }
}
