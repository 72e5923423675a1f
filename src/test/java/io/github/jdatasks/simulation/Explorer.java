package io.github.jdatasks.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Performs the random scripts of many seeds, on two threads, until one fails; that one it makes short.
 */
final class Explorer {
    private static final int THREADS = 2;
    private static final int SHRINKING_TRIALS = 5_000;

    /** How random scripts are written and performed. */
    enum Kind {
        /** Compared with the model after each step. */
        EXACT,
        /** With any settings, so that only some things are known of what must come of it. */
        WILD,
        /** As {@link #EXACT}, but two days, in which little is asked and the connection is lost now and then. */
        SOAK;

        Script script(long seed, int steps) {
            return switch (this) {
                case EXACT -> Generator.script(seed, steps);
                case WILD -> Generator.wildScript(seed, steps);
                case SOAK -> Generator.soak(seed);
            };
        }

        @Nullable String run(Script script, Counts counts) {
            return this == WILD ? WildSimulation.run(script, counts) : Simulation.run(script, counts);
        }
    }

    private final Kind kind;
    private final long firstSeed;
    private final int scripts;
    private final int steps;
    private final AtomicLong seeds = new AtomicLong();
    private final AtomicReference<@Nullable String> problem = new AtomicReference<>();

    private Explorer(Kind kind, long firstSeed, int scripts, int steps) {
        this.kind = kind;
        this.firstSeed = firstSeed;
        this.scripts = scripts;
        this.steps = steps;
    }

    /**
     * Performs scripts.
     *
     * @return how much that was
     * @throws AssertionError with the short script if one failed
     */
    static Counts explore(Kind kind, long firstSeed, int scripts, int steps)
            throws InterruptedException, ExecutionException {
        Logger log = (Logger) LoggerFactory.getLogger("io.github.jdatasks");
        Level level = log.getLevel();
        log.setLevel(Level.OFF); // thousands of failures, each with its stack
        try {
            return new Explorer(kind, firstSeed, scripts, steps).explore();
        } finally {
            log.setLevel(level);
        }
    }

    private Counts explore() throws InterruptedException, ExecutionException {
        Counts sum = new Counts();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Counts>> parts = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                parts.add(threads.submit(this::work));
            }
            for (Future<Counts> part : parts) {
                sum.add(part.get());
            }
        } finally {
            threads.shutdownNow();
        }
        if (problem.get() != null) {
            throw new AssertionError(problem.get());
        }
        return sum;
    }

    private Counts work() {
        Counts counts = new Counts();
        for (long i = seeds.getAndIncrement(); i < scripts && problem.get() == null; i = seeds.getAndIncrement()) {
            long seed = firstSeed + i;
            Script script = kind.script(seed, steps);
            String failure = kind.run(script, counts);
            if (failure != null) {
                problem.compareAndSet(
                        null,
                        "The " + kind + " script of seed " + seed + " fails " + failure + "\n\nIn short:\n"
                                + inShort(script, failure));
            }
        }
        return counts;
    }

    private String inShort(Script script, String failure) {
        String cause = causeOf(failure);
        Script small = Shrinker.shrink(script, SHRINKING_TRIALS, shorter -> {
            String other = kind.run(shorter, new Counts());
            return other != null && causeOf(other).equals(cause);
        });
        return small + "\nfails " + Objects.requireNonNullElse(kind.run(small, new Counts()), "no more");
    }

    /** Tells failures of different causes apart, so that shortening a script does not lead from one to another. */
    private static String causeOf(String failure) {
        String firstLine = failure.lines().findFirst().orElse("");
        return firstLine.replaceFirst("at step [^:]*:", "").replaceAll("[0-9.]+|\\b[ABC]\\b", "");
    }
}
