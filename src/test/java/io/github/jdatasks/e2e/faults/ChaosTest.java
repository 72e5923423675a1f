package io.github.jdatasks.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Missed;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.e2e.Await;
import io.github.jdatasks.e2e.Bot;
import io.github.jdatasks.e2e.EndToEnd;
import io.github.jdatasks.e2e.Journal;
import io.github.jdatasks.e2e.PauseWitness;
import io.github.jdatasks.mockdiscord.Drop;
import io.github.jdatasks.mockdiscord.GatewayReply;
import io.github.jdatasks.mockdiscord.MockDiscord;
import io.github.jdatasks.mockdiscord.MockGateway;
import io.github.jdatasks.mockdiscord.MockGuild;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.StatusChangeEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A bot that loses its connection again and again, in random ways. {@code -Dtests.chaos.seed=…} repeats a run, as far as
 * the faults go.
 *
 * <p>Loops of every {@link Missed} policy are held to this: no body starts while the gate is closed (how that is seen
 * without a race is told at {@link PauseWitness}); of each loop's grid, every tick before a run has had a run of its own
 * or is counted as skipped; no tick has two runs; with {@link Missed#CATCH_UP} none is skipped. And they go on soon.
 */
@EndToEnd
class ChaosTest {
    private static final Duration SOON_AFTER = Duration.ofMillis(100);
    /** A body may have to wait for the processor on a machine with better things to do; that is not what is tested. */
    private static final Duration AT_ANY_RATE = Duration.ofSeconds(5);

    private static final int ROUND = 36;

    private final MockDiscord discord = MockDiscord.start();
    private final MockGateway gateway = discord.gateway();
    private final Journal<JDA> begun = new Journal<>();
    private final List<GridLoop> loops = new ArrayList<>();

    @AfterEach
    void close() {
        discord.close();
    }

    @Test
    void loops_survive_random_faults() {
        survive(25);
    }

    @Test
    @Tag("slow")
    void loops_survive_a_hundred_random_faults() {
        survive(100);
    }

    private void survive(int faults) {
        long seed = Long.getLong("tests.chaos.seed", System.nanoTime());
        System.out.println("tests.chaos.seed=" + seed);
        Random random = new Random(seed);
        GridCog cog = new GridCog();
        PauseWitness witness = new PauseWitness(cog, begun::size);
        List<String> history = new ArrayList<>();
        try (Bot bot = Bot.login(discord, witness.listeners())) {
            bot.awaitConnected();
            awaitMoreRuns();
            for (int fault = 0; fault < faults; fault++) {
                Await.until("the connection", gateway::isConnected);
                history.add(strike(random.nextInt(ROUND), fault, bot));
                witness.assertNoRunsWhileAway(fault + 1);
                Await.until("an open gate after " + history, cog.gate()::isOpen, cog::gate);
                awaitMoreRuns();
            }
            for (LoopTask task : cog.loops()) {
                assertThat(task.stop().join()).isEqualTo(LoopOutcome.STOPPED);
            }
        }
        report(witness.openings(), history);
        loops.forEach(GridLoop::check);
    }

    private void awaitMoreRuns() {
        List<Integer> before = loops.stream().map(loop -> loop.made.size()).toList();
        for (int i = 0; i < loops.size(); i++) {
            GridLoop loop = loops.get(i);
            int enough = before.get(i) + 3;
            Await.until("more runs", () -> loop.made.size() >= enough, () -> loop);
        }
    }

    /** Those that take JDA two seconds, and a second or third loss on top, are the rarer ones. */
    private String strike(int kind, int fault, Bot bot) {
        switch (kind) {
            case 0 -> {
                gateway.invalidateSession(false);
                return "OP9 false";
            }
            case 1 -> {
                gateway.answerResume(1, GatewayReply.invalidSession(false));
                gateway.drop(Drop.RST);
                return "RST and a refused RESUME";
            }
            case 2 -> {
                long before = attempts(bot);
                gateway.down();
                Await.until("an attempt to reconnect", () -> attempts(bot) > before);
                gateway.up();
                return "down and up";
            }
            case 3, 4, 5 -> {
                gateway.answerResume(3, GatewayReply.close(4000));
                gateway.drop(Drop.RST);
                return "RST and three closed RESUMEs";
            }
            case 6, 7 -> {
                gateway.answerResume(1, GatewayReply.after(Duration.ofMillis(80)));
                gateway.drop(Drop.FIN);
                discord.join(MockGuild.numbered(1000 + fault));
                return "FIN and a guild joined meanwhile";
            }
            case 8, 9, 10 -> {
                gateway.answerResume(1, GatewayReply.after(Duration.ofMillis(150)));
                gateway.reconnect();
                return "OP7 and a slow RESUME";
            }
            case 11, 12, 13 -> {
                gateway.drop(Drop.FIN);
                return "FIN";
            }
            case 14, 15, 16 -> {
                gateway.drop(Drop.RST);
                return "RST";
            }
            case 17, 18 -> {
                gateway.reconnect();
                return "OP7";
            }
            case 19, 20 -> {
                gateway.invalidateSession(true);
                return "OP9 true";
            }
            default -> {
                gateway.close(4000 + kind % 2 * 9);
                return "close " + (4000 + kind % 2 * 9);
            }
        }
    }

    private static long attempts(Bot bot) {
        return bot.events().stream()
                .filter(event -> event instanceof StatusChangeEvent change
                        && change.getNewStatus() == JDA.Status.ATTEMPTING_TO_RECONNECT)
                .count();
    }

    private void report(List<Long> openings, List<String> history) {
        List<Duration> delays = new ArrayList<>();
        for (long opening : openings) {
            for (GridLoop loop : loops) {
                delays.add(loop.delayAfter(opening));
            }
        }
        delays.sort(null);
        Duration median = delays.get(delays.size() / 2);
        Duration greatest = delays.get(delays.size() - 1);
        System.out.printf(
                "%d faults, %d runs of %d loops; from CONNECTED, or the tick if that is later, to the body:"
                        + " p50 %s, p95 %s, p99 %s, max %s%n",
                history.size(),
                begun.size(),
                loops.size(),
                median,
                delays.get(delays.size() * 95 / 100),
                delays.get(delays.size() * 99 / 100),
                greatest);
        System.out.println("the faults: " + history);
        assertThat(median).isLessThan(SOON_AFTER);
        assertThat(greatest).isLessThan(AT_ANY_RATE);
    }

    private final class GridCog extends LoopCog {
        GridCog() {
            for (Missed policy : Missed.values()) {
                for (int millis : new int[] {10, 25}) {
                    GridLoop loop = new GridLoop(policy, Duration.ofMillis(millis));
                    LoopTask unused = newLoop(Schedule.every(loop.interval))
                            .name(policy + " " + millis)
                            .missed(policy)
                            .build(loop::run);
                    loops.add(loop);
                }
            }
        }
    }

    /**
     * One run, as its body saw it.
     *
     * @param iteration the runs of the loop before it
     * @param skipped the ticks that the loop had skipped by then
     */
    private record Made(long start, Instant tick, Duration lateness, long iteration, long skipped) {}

    private final class GridLoop {
        private final Missed policy;
        private final Duration interval;
        private final Journal<Made> made = new Journal<>();

        GridLoop(Missed policy, Duration interval) {
            this.policy = policy;
            this.interval = interval;
        }

        void run(LoopContext run) {
            long start = System.nanoTime();
            begun.add(run.jda());
            made.add(new Made(
                    start,
                    run.scheduledAt(),
                    run.lateness(),
                    run.iteration(),
                    run.task().stats().skipped()));
        }

        /** How long it took to make the first run after an opening, or its lateness if the tick came after that. */
        Duration delayAfter(long opening) {
            Made first = made.entries().stream()
                    .filter(run -> run.start >= opening)
                    .findFirst()
                    .orElseThrow();
            Duration sinceOpening = Duration.ofNanos(first.start - opening);
            return sinceOpening.compareTo(first.lateness) < 0 ? sinceOpening : first.lateness;
        }

        @Override
        public String toString() {
            return policy + " every " + interval;
        }

        void check() {
            List<Made> runs = made.entries();
            Instant origin = runs.get(0).tick;
            for (int i = 0; i < runs.size(); i++) {
                Made run = runs.get(i);
                double ticks = (double) Duration.between(origin, run.tick).toNanos() / interval.toNanos();
                assertThat(run.iteration).isEqualTo(i);
                assertThat(Math.round(ticks)).describedAs("%s, run %d", this, i).isEqualTo(run.iteration + run.skipped);
                if (policy == Missed.CATCH_UP) {
                    assertThat(run.skipped).isZero();
                }
            }
        }
    }
}
