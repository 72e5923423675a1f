package io.github.jdatasks.example;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.durable.DurableLoops;
import io.github.jdatasks.panel.LoopPanel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.requests.GatewayIntent;

/** The bot: its cogs, and the builder of a JDA that has them as listeners. */
public final class Bot {
    /** For the loop that is durable; all others are on the shared scheduler, as they are by default. */
    private final LoopScheduler durable;

    private final BulkerCog bulker;
    private final List<LoopCog> cogs;
    private final Metrics metrics;

    public Bot(Database database) {
        durable = LoopScheduler.builder()
                .durable(DurableLoops.on(database.source()).createTable(true).build())
                .build();
        bulker = new BulkerCog(database);
        cogs = List.of(
                new CounterCog(),
                new BatchUpdateCog(database),
                new CountdownCog(),
                new UptimeCog(),
                bulker,
                new DigestCog(durable));
        metrics = new Metrics(Map.of("shared", LoopScheduler.shared(), "durable", durable));
    }

    /**
     * A light bot that needs no privileged intent. Registering a cog is all it takes to have its loops run, and the
     * panel is one line more.
     */
    public JDABuilder builder(String token) {
        return JDABuilder.createLight(token, GatewayIntent.GUILD_MESSAGES)
                .addEventListeners(cogs.toArray())
                .addEventListeners(LoopPanel.of(cogs.toArray(LoopCog[]::new)));
    }

    public List<LoopTask> loops() {
        return cogs.stream().flatMap(cog -> cog.loops().stream()).toList();
    }

    public LoopTask loop(String name) {
        return loops().stream()
                .filter(loop -> loop.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    public Metrics metrics() {
        return metrics;
    }

    public BulkerCog bulker() {
        return bulker;
    }

    /** All cogs see the same connection, so any of their gates tells about it. */
    public ConnectionGate gate() {
        return bulker.gate();
    }

    /**
     * Waits until every loop has ended, its after-hook included, and nothing uses the database any more; false if that
     * takes more than 10 s.
     */
    public boolean awaitEnd() throws InterruptedException {
        CompletableFuture<?>[] ends = loops().stream()
                .filter(LoopTask::isRunning)
                .map(LoopTask::completion)
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException tooLong) {
            return false;
        } catch (ExecutionException never) {
            throw new IllegalStateException("Loops end normally, whatever happens", never);
        } finally {
            durable.close();
            metrics.close();
        }
    }
}
