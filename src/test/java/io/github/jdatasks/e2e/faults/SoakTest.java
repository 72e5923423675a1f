package io.github.jdatasks.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.e2e.Await;
import io.github.jdatasks.e2e.Bot;
import io.github.jdatasks.e2e.EndToEnd;
import io.github.jdatasks.mockdiscord.Drop;
import io.github.jdatasks.mockdiscord.MockDiscord;
import io.github.jdatasks.mockdiscord.MockGateway;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import net.dv8tion.jda.api.JDA;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many loops for a long time, one half on the gate of a bot that loses its connection every few seconds, while loops are
 * paused, restarted and given other intervals, and cogs come and go: what is there at the end is no more than soon after
 * the start. {@code -Dtests.soak.seconds=…} sets how long.
 */
@EndToEnd
class SoakTest {
    private static final List<Missed> MISSED = List.of(Missed.values());
    private static final List<WhenDisconnected> POLICIES = List.of(WhenDisconnected.values());
    static final int HALF = 1_000;
    private static final int SAMPLES = 10;

    /** How many samples the first and the last window have; one before them is for warming up. */
    private static final int WINDOW = 3;

    private static final int TURN_MILLIS = 250;
    private static final int FAULT_EVERY = 12;
    private static final int VISIT_EVERY = 20;
    private static final int CHANGES = 5;
    private static final int FAILING = 50;

    private final Random random = new Random(Long.getLong("tests.soak.seed", 1));
    private final LoopScheduler scheduler =
            LoopScheduler.builder().shutdownGrace(Duration.ofSeconds(1)).build();
    private final LongAdder runs = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final CountDownLatch never = new CountDownLatch(1);
    private int turn = 1;
    private int faults;

    private final class Half extends LoopCog {
        Half(List<Schedule> schedules) {
            super(scheduler);
            build(schedules, (schedule, policy) -> newLoop(schedule).whenDisconnected(policy));
        }
    }

    /** A cog that is with the bot for a moment. */
    private final class Visitor extends LoopCog {
        Visitor() {
            super(scheduler);
            for (int i = 0; i < CHANGES; i++) {
                LoopTask unused = newLoop(Schedule.every(Duration.ofMillis(50)))
                        .name("visitor " + i)
                        .build(run -> runs.increment());
            }
        }
    }

    @Test
    @Tag("evidence")
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void nothing_grows() throws Exception {
        Duration length = Duration.ofSeconds(Long.getLong("tests.soak.seconds", 600));
        List<Schedule> schedules = schedules();
        List<Sample> samples = new ArrayList<>();
        try (MockDiscord discord = MockDiscord.start()) {
            Half gated = new Half(schedules);
            JDA jda = discord.login(Bot.builder().addEventListeners(gated));
            List<LoopTask> all =
                    build(schedules, (schedule, policy) -> Loops.on(schedule).scheduler(scheduler));
            all.forEach(LoopTask::startIfStopped);
            all.addAll(gated.loops());
            long begin = System.nanoTime();
            for (int i = 0; i < SAMPLES; i++) {
                long until = begin + length.toNanos() * (i + 1) / SAMPLES;
                live(discord.gateway(), jda, all, until);
                Await.until("an open gate", gated.gate()::isOpen, gated.gate()::toString);
                Await.until("all loops", () -> all.stream().allMatch(LoopTask::isRunning));
                discord.gateway().clearFrames();
                discord.rest().clearRequests();
                samples.add(Sample.take(begin, scheduler, gated.gate(), jda, runs.sum(), faults));
                System.out.println(samples.get(i));
            }
            Sample.assertFlat(samples.subList(1, 1 + WINDOW), samples.subList(SAMPLES - WINDOW, SAMPLES));
            assertThat(samples).allSatisfy(sample -> sample.assertOneDeadlineEach(2 * HALF));
            assertAllRan(all);
            jda.shutdownNow();
            for (LoopTask loop : gated.loops()) {
                assertThat(loop.completion().join()).isEqualTo(LoopOutcome.CANCELLED);
            }
            System.out.printf("%d runs, %d failed and were retried, %d faults%n", runs.sum(), retried.sum(), faults);
        } finally {
            scheduler.close();
        }
    }

    /** Few objects for many loops, as a bot would have them. */
    private static List<Schedule> schedules() {
        List<Schedule> schedules = new ArrayList<>();
        for (Pace pace : Pace.values()) {
            if (pace != Pace.ONCE && !pace.isFast()) {
                schedules.add(pace.schedule());
            }
        }
        IntStream.range(0, schedules.size())
                .forEach(i -> schedules.add(Schedule.every(Duration.ofMillis(400 + 150L * i))));
        schedules.add(Schedule.fixedDelay(Duration.ofMillis(600)));
        schedules.add(Schedule.fixedDelay(Duration.ofMillis(1_100)));
        return schedules;
    }

    private List<LoopTask> build(
            List<Schedule> schedules, BiFunction<Schedule, WhenDisconnected, LoopBuilder> builder) {
        List<LoopTask> loops = new ArrayList<>();
        for (int i = 0; i < HALF; i++) {
            boolean failing = i % FAILING == 0;
            LoopBuilder loop = builder.apply(schedules.get(i % schedules.size()), POLICIES.get(i % POLICIES.size()))
                    .name("loop " + i)
                    .missed(MISSED.get(i / 3 % MISSED.size()));
            loops.add(loop.build(run -> {
                runs.increment();
                if (failing && run.attempt() == 1 && run.iteration() % FAILING == 1) {
                    retried.increment();
                    throw new IOException("on purpose");
                }
            }));
        }
        return loops;
    }

    private void live(MockGateway gateway, JDA jda, List<LoopTask> all, long until) throws InterruptedException {
        for (; System.nanoTime() < until; turn++) {
            boolean unused = never.await(TURN_MILLIS, TimeUnit.MILLISECONDS);
            for (int i = 0; i < CHANGES; i++) {
                change(all.get(random.nextInt(all.size())));
            }
            if (turn % VISIT_EVERY == 0) {
                visit(jda);
            }
            if (turn % FAULT_EVERY == 0 && gateway.isConnected() && jda.getStatus() == JDA.Status.CONNECTED) {
                strike(gateway);
            }
        }
    }

    private void change(LoopTask loop) {
        switch (random.nextInt(3)) {
            case 0 -> {
                loop.restart();
            }
            case 1 -> {
                try {
                    loop.pause();
                    loop.resume();
                } catch (IllegalStateException over) {
                    // It is just being restarted.
                }
            }
            default -> loop.changeSchedule(loop.schedule());
        }
    }

    private void visit(JDA jda) {
        Visitor visitor = new Visitor();
        visitor.attach(jda);
        Await.until("the visitors", () -> visitor.loops().stream().allMatch(LoopTask::isRunning));
        visitor.unload().join();
    }

    private void strike(MockGateway gateway) {
        faults++;
        switch (random.nextInt(8)) {
            case 0 -> gateway.invalidateSession(false);
            case 1 -> gateway.invalidateSession(true);
            case 2, 3 -> gateway.reconnect();
            case 4, 5 -> gateway.drop(Drop.FIN);
            default -> gateway.drop(Drop.RST);
        }
    }

    private void assertAllRan(List<LoopTask> all) {
        assertThat(all).allSatisfy(loop -> {
            assertThat(loop.isRunning()).isTrue();
            assertThat(loop.stats().runs()).as(loop.toString()).isPositive();
        });
    }
}
