package io.github.jdatasks.benchmarks.report;

import static io.github.jdatasks.benchmarks.contender.Entrant.JDK_POOL;
import static io.github.jdatasks.benchmarks.contender.Entrant.LOOPS;
import static io.github.jdatasks.benchmarks.contender.Entrant.LOOPS_ON_POOL;
import static io.github.jdatasks.benchmarks.report.Goal.Figure.constant;

import io.github.jdatasks.benchmarks.contender.Entrant;
import io.github.jdatasks.benchmarks.report.Goal.Figure;
import io.github.jdatasks.benchmarks.scenario.Experiment;
import java.util.List;

/** All goals. */
final class Goals {
    private static final String CPU = "cpuMicrosPerFire";
    private static final String P50 = "lateMicros.p50";
    private static final String P99 = "lateMicros.p99";
    /** How much worse than another a percentile may be that is never the same twice. */
    private static final double ABOUT = 1.25;

    private static final double NANOS_PER_MICRO = 1_000;

    private Goals() {}

    static List<Goal> all() {
        return List.of(
                atMost("100,000 idle loops: wake-ups", "", ofLoops(Experiment.IDLE, "wakeUps"), constant(0)),
                atMost(
                        "100,000 runs/s, CPU per run, virtual thread each",
                        "µs",
                        onVirtualThreads(Experiment.STEADY_100K, CPU),
                        constant(3)),
                atMost("100,000 runs/s, CPU per run, pool", "µs", pooled(Experiment.STEADY_100K, CPU), constant(2)),
                atMost(
                        "the same, beside ScheduledThreadPoolExecutor",
                        "µs",
                        pooled(Experiment.STEADY_100K, CPU),
                        ofPool(Experiment.STEADY_100K, CPU)),
                atMost("100,000 runs/s, lateness p50", "µs", ofLoops(Experiment.STEADY_100K, P50), constant(600)),
                atMost("100,000 runs/s, lateness p99", "µs", ofLoops(Experiment.STEADY_100K, P99), constant(1_500)),
                atMost(
                        "50 loops, lateness p50, beside ScheduledThreadPoolExecutor + 30 µs",
                        "µs",
                        ofLoops(Experiment.FEW, P50),
                        ofPool(Experiment.FEW, P50).plus(30)),
                atMost(
                        "50 loops, lateness p99, beside ScheduledThreadPoolExecutor × 1.25",
                        "µs",
                        ofLoops(Experiment.FEW, P99),
                        ofPool(Experiment.FEW, P99).times(ABOUT)),
                atLeast(
                        "one loop that is always due, pool: runs",
                        "/s",
                        pooled(Experiment.BACK_TO_BACK, "runsPerSecond"),
                        constant(1_000_000)),
                atMost(
                        "the same after a flight recording, CPU per run, beside before it + 20 ns",
                        "ns",
                        ofLoops(Experiment.RECORDED, "afterNanos"),
                        ofLoops(Experiment.RECORDED, "beforeNanos").plus(20)),
                atMost("heap per loop", "B", ofLoops(Experiment.MEMORY, "bytesPerTask"), constant(320)),
                atMost("start of 100,000 loops", "ms", ofLoops(Experiment.START_100K, "startedMillis"), constant(100)),
                atMost(
                        "start of a million loops",
                        "ms",
                        ofLoops(Experiment.START_MILLION, "startedMillis"),
                        constant(1_500)),
                atMost(
                        "stop of an idle loop, future completed, p99",
                        "µs",
                        ofLoops(Experiment.STOP, "completedMicrosP99"),
                        constant(100)),
                atMost(
                        "changeInterval at a million loops, until effective",
                        "µs",
                        ofLoops(Experiment.CHANGE, "changeEffectiveNanos").times(1 / NANOS_PER_MICRO),
                        constant(1)),
                atMost(
                        "cancel at a million loops, until effective",
                        "µs",
                        ofLoops(Experiment.CHANGE, "cancelEffectiveNanos").times(1 / NANOS_PER_MICRO),
                        constant(1)),
                atMost(
                        "the gate opens for 100,000 loops: all have begun to run",
                        "ms",
                        ofLoops(Experiment.GATE, "allBegunMillis"),
                        constant(50)),
                atMost(
                        "the same: how long JDA's thread is held",
                        "µs",
                        ofLoops(Experiment.GATE, "jdaThreadMicrosP50"),
                        constant(20)),
                atMost(
                        "the gate and an event of JDA's that is none of its own",
                        "ns",
                        ofLoops(Experiment.OPERATIONS, "foreignEventNanos"),
                        constant(20)),
                atMost(
                        "the same: allocation",
                        "B",
                        ofLoops(Experiment.OPERATIONS, "foreignEventBytes"),
                        constant(0.001)),
                atMost(
                        "10,000 loops beside one that never returns: p99, and × 1.25 without",
                        "µs",
                        ofLoops(Experiment.BLOCKED, "withMicrosP99"),
                        ofLoops(Experiment.BLOCKED, "withoutMicrosP99").times(ABOUT)));
    }

    /** Returns those of the 50 loops of a bot, beside the same tasks on an executor. */
    static List<Goal> ofBots() {
        return List.of(
                atMost(
                        "CPU per run, beside ScheduledThreadPoolExecutor × 1.15",
                        "µs",
                        perRun(LOOPS, "CpuMicros"),
                        perRun(JDK_POOL, "CpuMicros").times(1.15)),
                atMost(
                        "switches per run, beside it + 0.3",
                        "",
                        perRun(LOOPS, "Switches"),
                        perRun(JDK_POOL, "Switches").plus(0.3)),
                aboveExecutor("resident memory after a minute, beside it + 8 MB", "MB", "coldResidentMegabytes", 8),
                aboveExecutor("resident memory after many runs, beside it + 8 MB", "MB", "warmResidentMegabytes", 8),
                aboveExecutor("classes, beside it + 300", "", "coldClasses", 300),
                atMost(
                        "first run of the process after",
                        "ms",
                        ofLoops(Experiment.BOT_100, "coldStartMillis"),
                        constant(40)));
    }

    private static Figure perRun(Entrant entrant, String what) {
        return (results, jdk) -> results.perRun(Experiment.BOT_100, entrant, jdk, "warm", what);
    }

    /** Returns the goal to have at most so much more of something than the executor, each above an idle process. */
    private static Goal aboveExecutor(String what, String unit, String name, double more) {
        return atMost(what, unit, above(LOOPS, name), above(JDK_POOL, name).plus(more));
    }

    private static Figure above(Entrant entrant, String name) {
        return (results, jdk) -> results.aboveIdle(Experiment.BOT_100, entrant, jdk, name);
    }

    private static Goal atMost(String what, String unit, Figure measured, Figure limit) {
        return new Goal(what, unit, measured, limit, false);
    }

    private static Goal atLeast(String what, String unit, Figure measured, Figure limit) {
        return new Goal(what, unit, measured, limit, true);
    }

    private static Figure ofLoops(Experiment experiment, String name) {
        return (results, jdk) -> results.median(experiment, LOOPS, jdk, name);
    }

    private static Figure ofPool(Experiment experiment, String name) {
        return (results, jdk) -> results.median(experiment, JDK_POOL, jdk, name);
    }

    /** Without an executor of the user's there is a pool up to 23, and a virtual thread per run from 24 on. */
    private static Figure pooled(Experiment experiment, String name) {
        return (results, jdk) ->
                results.median(experiment, LOOPS_ON_POOL.runsOn(jdk) ? LOOPS_ON_POOL : LOOPS, jdk, name);
    }

    private static Figure onVirtualThreads(Experiment experiment, String name) {
        return (results, jdk) -> LOOPS_ON_POOL.runsOn(jdk) ? results.median(experiment, LOOPS, jdk, name) : Double.NaN;
    }
}
