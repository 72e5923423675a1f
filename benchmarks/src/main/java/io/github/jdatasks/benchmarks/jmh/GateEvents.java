package io.github.jdatasks.benchmarks.jmh;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.benchmarks.contender.Bot;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.Event;
import net.dv8tion.jda.api.events.ExceptionEvent;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.RawGatewayEvent;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the gate costs a JDA event that does not concern it, which is nearly all of them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GateEvents {
    private final Bot bot = new Bot();
    private final ConnectionGate gate = bot.gate();
    private final GenericEvent[] events = eventsOf(bot.jda());
    private int next;

    private static GenericEvent[] eventsOf(JDA jda) {
        return new GenericEvent[] {
            new Event(jda, 0) {},
            new RawGatewayEvent(jda, 0, DataObject.empty()),
            new ExceptionEvent(jda, new IllegalStateException(), true),
            new Event(jda, 0) {},
        };
    }

    @Benchmark
    public void foreignEvent() {
        gate.onEvent(events[next++ & (events.length - 1)]);
    }
}
