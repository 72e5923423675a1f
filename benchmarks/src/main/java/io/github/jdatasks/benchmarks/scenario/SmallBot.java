package io.github.jdatasks.benchmarks.scenario;

import io.github.jdatasks.benchmarks.contender.Contender;
import io.github.jdatasks.benchmarks.contender.Entrant;
import io.github.jdatasks.benchmarks.measure.Resident;
import io.github.jdatasks.benchmarks.measure.Task;
import io.github.jdatasks.benchmarks.measure.Usage;
import io.github.jdatasks.mockdiscord.MockDiscord;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;

/**
 * The 50 tasks of a bot, cold in the first minute of its process and warm after a while with many runs: what its owner sees
 * in {@code top}. What an idle process needs is measured with {@link Entrant#NOTHING}.
 */
public final class SmallBot implements Scenario {
    private static final int TASKS = 50;

    /** 1,000 runs a second. */
    private static final Duration DENSE = Duration.ofMillis(50);

    private static final double NANOS_PER_MICRO = 1_000;
    private static final double NANOS_PER_MILLI = 1_000_000;

    private final Duration period;
    private final boolean withJda;

    /**
     * @param period of each task
     * @param withJda whether there is a JDA client, connected to a Discord on loopback, both in this process
     */
    public SmallBot(Duration period, boolean withJda) {
        this.period = period;
        this.withJda = withJda;
    }

    @Override
    public Map<String, Object> measure(Entrant entrant, Effort effort) throws InterruptedException {
        if (!withJda) {
            return measure(entrant, effort, contender -> contender.follow(null));
        }
        try (MockDiscord discord = MockDiscord.start()) {
            JDA jda = discord.login(JDABuilder.createLight("none")).awaitReady();
            Map<String, Object> figures = measure(entrant, effort, contender -> contender.follow(jda));
            jda.shutdownNow();
            return figures;
        }
    }

    private Map<String, Object> measure(Entrant entrant, Effort effort, Consumer<Contender> preparation)
            throws InterruptedException {
        Map<String, Object> figures = new LinkedHashMap<>();
        Ticks ticks = new Ticks(period.toNanos());
        long before = System.nanoTime();
        try (Contender contender = entrant.create()) {
            preparation.accept(contender);
            contender.start(ticks, 0);
            if (entrant != Entrant.NOTHING) {
                ticks.awaitFirst();
                figures.put("coldStartMillis", (ticks.first() - before) / NANOS_PER_MILLI);
            }
            for (int i = 1; i < TASKS; i++) {
                contender.start(ticks, period.toNanos() * i / TASKS);
            }
            put(figures, "cold", window(ticks, effort.cold()));
            put(figures, "cold", Resident.figures());
            warmUp(entrant, effort, preparation);
            put(figures, "warm", window(ticks, effort.cold().dividedBy(2)));
            put(figures, "warm", Resident.figures());
        }
        return figures;
    }

    private static void warmUp(Entrant entrant, Effort effort, Consumer<Contender> preparation)
            throws InterruptedException {
        Ticks ticks = new Ticks(DENSE.toNanos());
        try (Contender dense = entrant.create()) {
            preparation.accept(dense);
            for (int i = 0; i < TASKS; i++) {
                dense.start(ticks, DENSE.toNanos() * i / TASKS);
            }
            Thread.sleep(effort.warmUp().multipliedBy(3).toMillis());
        }
        // Where the dense tasks ended, some of what was compiled became invalid; it is compiled again during this time.
        Thread.sleep(effort.warmUp().multipliedBy(2).toMillis());
    }

    private static Map<String, Object> window(Ticks ticks, Duration length) throws InterruptedException {
        long runs = ticks.runs();
        long cpu = Resident.cpuNanos();
        Usage before = Usage.now();
        Thread.sleep(length.toMillis());
        Usage used = Usage.since(before);
        double seconds = (double) used.nanoTime() / Duration.ofSeconds(1).toNanos();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("runsPerSecond", (ticks.runs() - runs) / seconds);
        figures.put("cpuMicrosPerSecond", (Resident.cpuNanos() - cpu) / NANOS_PER_MICRO / seconds);
        figures.put("switchesPerSecond", used.switches() / seconds);
        figures.put("bytesPerSecond", used.bytes() / seconds);
        return figures;
    }

    private static void put(Map<String, Object> figures, String when, Map<String, Object> measured) {
        measured.forEach(
                (name, value) -> figures.put(when + Character.toUpperCase(name.charAt(0)) + name.substring(1), value));
    }

    /** Counts its runs, so that one object can be all tasks. */
    private static final class Ticks implements Task {
        private final long period;
        private final AtomicLong runs = new AtomicLong();
        private final CountDownLatch begun = new CountDownLatch(1);
        private volatile long first;

        Ticks(long period) {
            this.period = period;
        }

        long runs() {
            return runs.get();
        }

        long first() {
            return first;
        }

        void awaitFirst() throws InterruptedException {
            if (!begun.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the first run has not come");
            }
        }

        @Override
        public void run() {
            if (begun.getCount() > 0) {
                first = System.nanoTime();
                begun.countDown();
            }
            runs.incrementAndGet();
        }

        @Override
        public long period() {
            return period;
        }

        @Override
        public void plan(long firstRun, boolean catchesUp) {
            // whenever it is run, it is counted
        }

        @Override
        public long due() {
            return System.nanoTime() + period;
        }
    }
}
