package io.github.jdatasks.support;

import java.util.function.Predicate;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * Has Lincheck call the operations of a class from two threads: in interleavings that it chooses, or as they come.
 *
 * <p>Of the class, {@code prepare} and {@code check} are called by one thread before and after all others; nothing in
 * them is worth an interleaving.
 */
public final class Interleavings {
    private static final int THREADS = 2;
    private static final int ACTORS_PER_THREAD = 3;

    /** A loop that goes on for longer counts as one without end; the longest goes through the slots of active workers. */
    private static final int MOST_LOOPS = 100;

    private Interleavings() {}

    /**
     * Tries interleavings of many scenarios.
     *
     * @param scenarios how many random sequences of operations for each thread
     * @param interleavings how many of each
     */
    public static void explore(Class<?> rig, int scenarios, int interleavings) {
        explore(rig, scenarios, interleavings, name -> false);
    }

    /**
     * As {@link #explore(Class, int, int)}, but some classes are not looked into, to save nearly all of the time.
     *
     * @param leftAlone tells their full names; nothing they call may take a lock, for it would not be seen to be taken
     */
    public static void explore(Class<?> rig, int scenarios, int interleavings, Predicate<String> leftAlone) {
        new ModelCheckingOptions()
                .threads(THREADS)
                .actorsPerThread(ACTORS_PER_THREAD)
                .actorsBefore(0)
                .actorsAfter(0)
                .iterations(scenarios)
                .invocationsPerIteration(interleavings)
                .loopBound(MOST_LOOPS)
                .addGuarantee(ManagedStrategyGuaranteeKt.forClasses("io.github.jdatasks.internal.loop.LoopLog")
                        .allMethods()
                        .ignore())
                .addGuarantee(ManagedStrategyGuaranteeKt.forClasses(leftAlone::test)
                        .allMethods()
                        .ignore())
                .addGuarantee(ManagedStrategyGuaranteeKt.forClasses(rig.getCanonicalName())
                        .methods("prepare", "check")
                        .ignore())
                .check(rig);
    }

    /**
     * Lets threads run as they please.
     *
     * @param scenarios how many random sequences of operations for each thread
     * @param times how often each
     */
    public static void stress(Class<?> rig, int scenarios, int times) {
        new StressOptions()
                .threads(THREADS)
                .actorsPerThread(ACTORS_PER_THREAD)
                .actorsBefore(0)
                .actorsAfter(0)
                .iterations(scenarios)
                .invocationsPerIteration(times)
                .check(rig);
    }
}
