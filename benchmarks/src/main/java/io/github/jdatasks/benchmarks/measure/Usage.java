package io.github.jdatasks.benchmarks.measure;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.stream.LongStream;

/**
 * What the process has used so far.
 *
 * @param nanoTime when this was taken
 * @param cpuNanos processor time of all threads, those of the JVM included
 * @param switches voluntary context switches; meaningless where there is no {@code /proc}
 * @param bytes allocated by platform threads, which include the carriers of virtual ones
 * @param collections by the garbage collectors
 */
public record Usage(long nanoTime, long cpuNanos, long switches, long bytes, long collections) {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    public static Usage now() {
        long collections = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
        long bytes = LongStream.of(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
                .filter(ofThread -> ofThread > 0) // -1 for one that has ended meanwhile
                .sum();
        return new Usage(System.nanoTime(), SYSTEM.getProcessCpuTime(), Switches.of(name -> true), bytes, collections);
    }

    /** Returns what has been used since a moment before. */
    public static Usage since(Usage before) {
        Usage now = now();
        return new Usage(
                now.nanoTime - before.nanoTime,
                now.cpuNanos - before.cpuNanos,
                now.switches - before.switches,
                now.bytes - before.bytes,
                now.collections - before.collections);
    }
}
