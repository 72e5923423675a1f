package io.github.jdatasks.benchmarks.contender;

import java.util.function.Supplier;

/** All contenders. */
public enum Entrant {
    LOOPS("jda-tasks", 17, JdaTasks::new),
    LOOPS_ON_POOL("jda-tasks, on a pool of 2", 25, () -> new JdaTasks(Threads.pool())),
    JDK_POOL("ScheduledThreadPoolExecutor", 17, () -> new ExecutorTimer(Threads.scheduled())),
    JDK_FORK_JOIN("ForkJoinPool", 25, () -> new ExecutorTimer(Threads.forkJoin())),
    NETTY("Netty HashedWheelTimer, 1 ms", 17, NettyWheel::new),
    JDK_SLEEPERS("a sleeping virtual thread each", 25, SleepingThreads::new),
    SPRING_POOL("Spring ThreadPoolTaskScheduler", 17, SpringScheduler::pool),
    SPRING_ASYNC("Spring SimpleAsyncTaskScheduler", 25, SpringScheduler::virtualThreads),
    GUAVA("Guava AbstractScheduledService", 17, GuavaServices::new),
    QUARTZ("Quartz, in memory", 17, QuartzRam::new),
    WISP("Wisp", 17, WispScheduler::new),
    TIMERS("a java.util.Timer each", 17, TimerThreads::new),
    NOTHING("an idle JVM", 17, Nothing::new);

    private final String label;
    private final int since;

    @SuppressWarnings("ImmutableEnumChecker") // they are constructors
    private final Supplier<Contender> factory;

    Entrant(String label, int since, Supplier<Contender> factory) {
        this.label = label;
        this.since = since;
        this.factory = factory;
    }

    public String label() {
        return label;
    }

    /** Returns whether it takes part on a JDK. From 24 on the library itself runs bodies on virtual threads. */
    public boolean runsOn(int jdk) {
        return jdk >= since;
    }

    public Contender create() {
        return factory.get();
    }
}
