package io.github.jdatasks.jfr;

import io.github.jdatasks.AsyncLoopBody;
import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopBody;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.e2e.Await;
import io.github.jdatasks.support.OfflineJda;
import io.github.jdatasks.testing.VirtualConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.dv8tion.jda.api.JDA;

/** Loops of all kinds, to be recorded. Prints what their bodies have seen. */
final class RecordedProgram {
    private static final Duration TICK = Duration.ofMillis(10);
    private static final Duration HOUR = Duration.ofHours(1);

    private final LoopScheduler scheduler;

    private RecordedProgram(LoopScheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** A cog with a loop. */
    static final class Greeter extends LoopCog {
        Greeter(LoopScheduler scheduler) {
            super(scheduler);
        }

        @Loop(seconds = 0.01, count = 1)
        void greet() {
            System.out.println("Hello");
        }
    }

    public static void main(String[] args) throws Exception {
        try (LoopScheduler scheduler =
                LoopScheduler.builder().shutdownGrace(Duration.ofMillis(1)).build()) {
            RecordedProgram program = new RecordedProgram(scheduler);
            program.endings();
            program.futures();
            program.requests();
            program.limits();
            program.connection();
            program.endless();
        }
        byHand();
    }

    private LoopBuilder every(Duration interval, String name) {
        return Loops.every(interval).name(name).scheduler(scheduler);
    }

    private static void await(LoopTask loop) throws Exception {
        loop.completion().get(Await.SOON.toSeconds(), TimeUnit.SECONDS);
    }

    /** Runs that succeed, fail, and are retried. */
    private void endings() throws Exception {
        await(every(TICK, "plain").count(3).start(RecordedProgram::print));
        await(every(TICK, "failing").count(1).start(run -> {
            throw new IllegalStateException("boom");
        }));
        await(every(Duration.ofSeconds(1), "retrying")
                .count(1)
                .retry(RetryPolicy.fixedDelay(Duration.ofMillis(20)).maxAttempts(3))
                .start(run -> {
                    print(run);
                    if (run.attempt() < 3) {
                        throw new IOException("reset");
                    }
                }));
        Greeter greeter = new Greeter(scheduler);
        VirtualConnection.of(greeter).login().ready();
        await(greeter.loop("greet"));
    }

    private static void print(LoopContext run) {
        System.out.println("RUN " + run.task().name() + " " + run.iteration() + " " + run.attempt() + " "
                + run.scheduledAt().toEpochMilli() + " " + run.lateness().toNanos());
    }

    /** Bodies that end on other threads. */
    private void futures() throws Exception {
        await(every(HOUR, "async")
                .count(1)
                .startAsync(run -> new CompletableFuture<>().completeOnTimeout("done", 100, TimeUnit.MILLISECONDS)));
        await(every(HOUR, "async-failing").count(1).retry(RetryPolicy.never()).startAsync(run -> {
            CompletableFuture<String> result = new CompletableFuture<>();
            CompletableFuture.runAsync(() -> result.completeExceptionally(new IOException("reset")));
            return result;
        }));
        CompletableFuture<String> second = new CompletableFuture<>();
        AsyncLoopBody endsWithTheSecond = run -> {
            if (run.iteration() == 1) {
                second.complete("begun");
            }
            return second;
        };
        await(every(TICK, "overlapping").overlap(2).count(2).startAsync(endsWithTheSecond));
    }

    /** Runs that users request, cancel, or let time out. */
    private void requests() throws Exception {
        every(HOUR, "now").build(run -> {}).runNow().get(Await.SOON.toSeconds(), TimeUnit.SECONDS);
        CountDownLatch begun = new CountDownLatch(1);
        LoopTask cancelled = every(HOUR, "cancelled").start(run -> {
            begun.countDown();
            new CountDownLatch(1).await();
        });
        begun.await();
        cancelled.cancel().get(Await.SOON.toSeconds(), TimeUnit.SECONDS);
        await(every(HOUR, "timed-out")
                .count(1)
                .retry(RetryPolicy.never())
                .timeout(Duration.ofMillis(50))
                .start(run -> new CountDownLatch(1).await()));
    }

    /** Ticks that come while as many runs as may overlap are in progress. */
    private void limits() throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        LoopTask full = every(TICK, "full").overlap(2).startAsync(run -> end);
        Await.until("a skipped tick", () -> full.stats().skipped() > 0);
        full.stop();
        end.complete("over");
        await(full);
        System.out.println("SKIPPED " + full.stats().skipped());
    }

    /** A bot of two shards that loses one of them. It has two gates, as bots with several cogs have. */
    private void connection() throws Exception {
        ConnectionGate gate = new ConnectionGate();
        ConnectionGate otherGate = new ConnectionGate();
        List<OfflineJda> bot = List.of(new OfflineJda(0, 2), new OfflineJda(1, 2));
        bot.forEach(shard -> shard.addEventListener(gate, otherGate));
        AtomicLong runs = new AtomicLong();
        LoopTask interrupted = every(HOUR, "interrupted")
                .gate(gate)
                .whenDisconnected(WhenDisconnected.CANCEL)
                .count(1)
                .start(run -> {
                    if (runs.getAndIncrement() == 0) {
                        new CountDownLatch(1).await();
                    }
                });
        LoopTask each = every(HOUR, "each").gate(gate).shards(ShardScope.EACH).start(run -> {});
        LoopTask other = every(HOUR, "other").gate(otherGate).start(run -> {});
        bot.forEach(shard -> shard.become(JDA.Status.LOGGING_IN));
        bot.forEach(shard -> shard.become(JDA.Status.CONNECTED));
        Await.until("the first run", () -> runs.get() == 1);
        Await.until("a run of each shard", () -> each.stats().runs() == 2);
        Await.until("a run", () -> other.stats().runs() == 1);
        bot.get(1).become(JDA.Status.DISCONNECTED);
        Await.until("the pause", () -> interrupted.state() == LoopState.PAUSED && other.state() == LoopState.PAUSED);
        bot.get(1).become(JDA.Status.CONNECTED);
        await(interrupted);
        bot.forEach(shard -> shard.become(JDA.Status.SHUTTING_DOWN));
        await(each);
        await(other);
    }

    /** A run that outlives its shutdown. */
    private void endless() {
        CountDownLatch begun = new CountDownLatch(1);
        every(HOUR, "endless").start(run -> {
            begun.countDown();
            while (true) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) { // it will not listen
                    System.out.println("Not now");
                }
            }
        });
        Await.until("the endless run", () -> begun.getCount() == 0);
    }

    /** Loops on a ticker that goes on only when their bodies say so, so that lateness and missed ticks are known. */
    private static void byHand() throws Exception {
        AtomicLong ticks = new AtomicLong();
        LoopBody slow = run -> {
            print(run);
            ticks.addAndGet(run.iteration() == 0 ? TICK.multipliedBy(3).toNanos() : TICK.toNanos());
        };
        try (LoopScheduler scheduler = LoopScheduler.builder()
                .ticker(ticks::get)
                .executor(Runnable::run)
                .build()) {
            for (Missed policy : Missed.values()) {
                LoopTask loop = Loops.every(TICK)
                        .name(policy.name())
                        .missed(policy)
                        .count(3)
                        .scheduler(scheduler)
                        .start(slow);
                await(loop);
                System.out.println("MISSED " + policy + " " + loop.stats().missed() + " "
                        + loop.stats().skipped());
            }
        }
    }
}
