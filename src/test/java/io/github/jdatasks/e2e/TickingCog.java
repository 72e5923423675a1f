package io.github.jdatasks.e2e;

import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import net.dv8tion.jda.api.JDA;

/** A cog with one fast loop that writes down the turns of its life and counts its runs. */
final class TickingCog extends LoopCog {
    private static final Duration TICK = Duration.ofMillis(10);

    private final Journal<String> journal = new Journal<>();
    private final AtomicLong runs = new AtomicLong();
    private final LoopTask ticker;

    TickingCog() {
        this(settings -> settings);
    }

    TickingCog(UnaryOperator<LoopBuilder> settings) {
        this(LoopScheduler.shared(), settings);
    }

    TickingCog(LoopScheduler scheduler, UnaryOperator<LoopBuilder> settings) {
        super(scheduler);
        ticker = settings.apply(newLoop(Schedule.every(TICK))
                        .name("ticker")
                        .beforeLoop(run -> journal.add("before"))
                        .afterLoop(run -> journal.add("after"))
                        .onError((error, run) -> journal.add("error " + error)))
                .build(run -> runs.incrementAndGet());
    }

    @Override
    protected void cogLoad(JDA jda) {
        journal.add("load");
    }

    @Override
    protected void cogUnload() {
        journal.add("unload");
    }

    LoopTask ticker() {
        return ticker;
    }

    long runs() {
        return runs.get();
    }

    List<String> journal() {
        return journal.entries();
    }

    void await(String entry) {
        await(entry, 1);
    }

    void await(String entry, int times) {
        journal.await(entry::equals, times);
    }

    void awaitMoreRuns() {
        long enough = runs.get() + 3;
        Await.until("more runs of", () -> runs.get() >= enough, ticker::toString);
    }

    void awaitState(LoopState state) {
        Await.until(state + " of", () -> ticker.state() == state, ticker::toString);
    }
}
