package io.github.jdatasks.benchmarks.scenario;

import static io.github.jdatasks.benchmarks.contender.Entrant.*;

import io.github.jdatasks.benchmarks.contender.Entrant;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All scenarios in all sizes, who takes part in each, and in how many JVMs. */
@SuppressWarnings("ImmutableEnumChecker") // scenarios have no state of their own, and the sets are not changed
public enum Experiment {
    BOT_10("a bot's 50 tasks, 10 runs a second", 5, new SmallBot(Duration.ofSeconds(5), false), forBots()),
    BOT_100("a bot's 50 tasks, 100 runs a second", 5, new SmallBot(Duration.ofMillis(500), false), forBots()),
    BOT_10_JDA(
            "the same beside a JDA client, 10 runs a second", 5, new SmallBot(Duration.ofSeconds(5), true), forBots()),
    BOT_100_JDA(
            "the same beside a JDA client, 100 runs a second",
            5,
            new SmallBot(Duration.ofMillis(500), true),
            forBots()),
    COG("the first cog of a process", 5, new FirstCog(), EnumSet.of(LOOPS)),
    MEMORY("heap per task at 100,000 tasks", 1, new Memory(), all()),
    START_100K("start of 100,000 tasks", 1, new StartUp(effort -> 100_000), timers()),
    START_MILLION("start of a million tasks", 1, new StartUp(Effort::million), EnumSet.of(LOOPS, JDK_POOL)),
    STEADY_1K("1,000 tasks, each once a second", 1, new Steady(effort -> 1_000, Duration.ofSeconds(1)), all()),
    STEADY_10K("10,000 tasks, each once a second", 1, new Steady(effort -> 10_000, Duration.ofSeconds(1)), all()),
    /** Without those two that need more than the machine has. */
    STEADY_100K(
            "100,000 tasks, each once a second",
            3,
            new Steady(effort -> 100_000, Duration.ofSeconds(1)),
            EnumSet.complementOf(EnumSet.of(QUARTZ, WISP, TIMERS, NOTHING))),
    STEADY_MILLION(
            "a million tasks, each every 10 s", 1, new Steady(Effort::million, Duration.ofSeconds(10)), timers()),
    FEW(
            "50 tasks, each every 100 ms",
            5,
            new Steady(effort -> 50, Duration.ofMillis(100)),
            EnumSet.of(LOOPS, JDK_POOL)),
    IDLE("100,000 tasks, none due for an hour", 1, new Idle(), EnumSet.of(LOOPS)),
    BACK_TO_BACK("one task that is always due", 1, new BackToBack(), EnumSet.of(LOOPS, LOOPS_ON_POOL, JDK_POOL)),
    RECORDED("one task that is always due, and a flight recording", 1, new Recorded(), EnumSet.of(LOOPS)),
    OPERATIONS("single operations", 1, new Operations(), EnumSet.of(LOOPS)),
    STOP("stop of an idle loop", 1, new Stop(), EnumSet.of(LOOPS)),
    CHANGE("changeInterval and cancel at a million loops", 1, new Change(), EnumSet.of(LOOPS)),
    GATE("the gate opens for 100,000 loops", 1, new GateOpening(), EnumSet.of(LOOPS)),
    BLOCKED("10,000 tasks beside one that never returns", 1, new Blocked(), EnumSet.of(LOOPS, JDK_POOL));

    private final String label;
    private final int forks;
    private final Scenario scenario;
    private final Set<Entrant> entrants;

    Experiment(String label, int forks, Scenario scenario, Set<Entrant> entrants) {
        this.label = label;
        this.forks = forks;
        this.scenario = scenario;
        this.entrants = entrants;
    }

    private static Set<Entrant> all() {
        return EnumSet.complementOf(EnumSet.of(TIMERS, NOTHING));
    }

    /** Those with a timer for so many tasks. */
    private static Set<Entrant> timers() {
        return EnumSet.of(LOOPS, LOOPS_ON_POOL, JDK_POOL, JDK_FORK_JOIN, NETTY);
    }

    /** Returns those that are done unless others are named. */
    public static Set<Experiment> ofDefault() {
        return EnumSet.copyOf(Stream.of(values())
                .filter(experiment -> !experiment.isIdleMostly())
                .toList());
    }

    /** What one finds in bots, and an idle process to subtract. */
    private static Set<Entrant> forBots() {
        return EnumSet.of(LOOPS, LOOPS_ON_POOL, JDK_POOL, TIMERS, SPRING_POOL, SPRING_ASYNC, QUARTZ, NOTHING);
    }

    /** Returns the memory its JVM gets: that of a small bot, or enough for a million of anything from the beginning. */
    public List<String> jvmOptions() {
        return scenario instanceof SmallBot || scenario instanceof FirstCog
                ? List.of("-Xmx256m", "-XX:+UseSerialGC")
                : List.of("-Xms2g", "-Xmx2g");
    }

    /**
     * Returns whether each figure takes minutes, in which its process is idle most of the time. So all contenders run at the
     * same time, which also gives them the same machine.
     */
    public boolean isIdleMostly() {
        return scenario instanceof SmallBot;
    }

    public String label() {
        return label;
    }

    public int forks() {
        return forks;
    }

    public Scenario scenario() {
        return scenario;
    }

    public Set<Entrant> entrants() {
        return entrants;
    }
}
