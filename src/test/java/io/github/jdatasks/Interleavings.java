package io.github.jdatasks;

import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * Has Lincheck call the operations of a class from two threads: in interleavings that it chooses, or as they come.
 *
 * <p>Streams are not looked into: no two threads share one. Of the class, {@code prepare} and {@code check} are called by
 * one thread before and after all others; nothing in them is worth an interleaving.
 */
public final class Interleavings {
    private static final int THREADS = 2;
    private static final int ACTORS_PER_THREAD = 3;

    private Interleavings() {}

    /**
     * Tries interleavings of many scenarios.
     *
     * @param scenarios how many random sequences of operations for each thread
     * @param interleavings how many of each
     */
    public static void explore(Class<?> rig, int scenarios, int interleavings) {
        new ModelCheckingOptions()
                .threads(THREADS)
                .actorsPerThread(ACTORS_PER_THREAD)
                .actorsBefore(0)
                .actorsAfter(0)
                .iterations(scenarios)
                .invocationsPerIteration(interleavings)
                .addGuarantee(ManagedStrategyGuaranteeKt.forClasses("io.github.jdatasks.LoopLog")
                        .allMethods()
                        .ignore())
                .addGuarantee(ManagedStrategyGuaranteeKt.forClasses(name -> name.startsWith("java.util.stream."))
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
