package io.github.jdatasks.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.e2e.Await;
import io.github.jdatasks.support.Gauges;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import net.dv8tion.jda.api.JDA;

/**
 * What there is of a process at one moment.
 *
 * @param heap in bytes, after a garbage collection
 * @param listeners of JDA
 * @param observers of the gate
 */
record Sample(
        long second,
        long heap,
        long threads,
        long listeners,
        long observers,
        long loops,
        long timerEntries,
        long runs,
        long faults) {
    private static final double MEGABYTE = 1 << 20;
    private static final double HEAP_TOLERANCE = 1.05;

    /** A pool of threads breathes. */
    private static final int THREADS_MORE = 4;

    /** Deadlines of what is there once: the watch of a gate, the cog, the pool of threads. */
    private static final int OTHER_ENTRIES = 5;

    static Sample take(long begin, LoopScheduler scheduler, ConnectionGate gate, JDA jda, long runs, long faults)
            throws ReflectiveOperationException {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        // A loop that is being restarted is between two lives for a moment.
        Await.until(
                "two halves",
                () -> scheduler.loops().size() == 2 * SoakTest.HALF,
                () -> scheduler.loops().size() + " loops");
        return new Sample(
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin),
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                jda.getRegisteredListeners().size(),
                Gauges.observers(gate),
                scheduler.loops().size(),
                Gauges.timerEntries(scheduler),
                runs,
                faults);
    }

    /** Sees that there is no more at the end than there was. */
    static void assertFlat(List<Sample> first, List<Sample> last) {
        assertThat(median(last, Sample::heap)).as("heap").isLessThan((long)
                (median(first, Sample::heap) * HEAP_TOLERANCE + MEGABYTE));
        assertThat(median(last, Sample::threads))
                .as("threads")
                .isLessThanOrEqualTo(median(first, Sample::threads) + THREADS_MORE);
        assertThat(median(last, Sample::listeners)).as("listeners").isEqualTo(median(first, Sample::listeners));
        assertThat(median(last, Sample::observers)).as("observers").isEqualTo(median(first, Sample::observers));
    }

    /** Sees that each loop is there once, and has one deadline at most. */
    void assertOneDeadlineEach(int count) {
        assertThat(loops).isEqualTo(count);
        assertThat(timerEntries).isLessThanOrEqualTo(count + OTHER_ENTRIES);
    }

    private static long median(List<Sample> samples, ToLongFunction<Sample> figure) {
        return samples.stream().mapToLong(figure).sorted().toArray()[samples.size() / 2];
    }

    @Override
    public String toString() {
        return String.format(
                "%d s: heap %.2f MB, %d threads, %d listeners, %d observers, %d loops, %d deadlines; %d runs, %d faults",
                second, heap / MEGABYTE, threads, listeners, observers, loops, timerEntries, runs, faults);
    }
}
