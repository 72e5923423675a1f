package io.github.jdatasks.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.jdatasks.LoopBody;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What loops cost, in figures that do not depend on how fast and how busy the machine is. The bounds leave room, so that
 * only a change of the design fails; the benchmarks measure the rest.
 */
class CostTest {
    private static final int RUNS = 20_000;
    private static final int LOOPS = 20_000;
    private static final Path THREADS = Path.of("/proc/self/task");

    @Test
    void a_run_allocates_a_few_small_objects() throws Exception {
        Duration interval = Duration.ofMillis(1);
        AtomicLong ticks = new AtomicLong();
        AtomicLong bytes = new AtomicLong();
        try (LoopScheduler scheduler = LoopScheduler.builder()
                .ticker(ticks::get)
                .executor(Runnable::run) // so all is done by one thread
                .build()) {
            LoopTask loop = Loops.every(interval)
                    .scheduler(scheduler)
                    .count(2 * RUNS)
                    .start(run -> {
                        ticks.addAndGet(interval.toNanos());
                        if (run.iteration() == RUNS) {
                            bytes.addAndGet(-allocatedByThisThread());
                        } else if (run.iteration() == 2 * RUNS - 1) {
                            bytes.addAndGet(allocatedByThisThread());
                        }
                    });
            loop.completion().get(30, TimeUnit.SECONDS);
            assertThat(loop.stats().missed()).isZero();
        }
        // An executor of one's own takes a part of it: what it was handed is remembered until it is done.
        assertThat(bytes.get() / RUNS).isBetween(16L, 500L);
    }

    private static long allocatedByThisThread() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    @Test
    void a_loop_takes_less_than_a_third_of_a_kilobyte() throws Exception {
        try (LoopScheduler scheduler = LoopScheduler.builder().build()) {
            start(scheduler, 1_000); // so that everything all loops share is there
            List<LoopTask> loops = new ArrayList<>();
            long[] each = new long[3];
            for (int i = 0; i < each.length; i++) {
                long before = usedHeap();
                loops.addAll(start(scheduler, LOOPS));
                each[i] = (usedHeap() - before) / LOOPS;
            }
            Arrays.sort(each);
            assertThat(each[1]).as("median of %s", Arrays.toString(each)).isBetween(100L, 340L);
            assertThat(loops).hasSize(each.length * LOOPS);
        }
    }

    /** All share a body and a name, which are the user's. */
    private static List<LoopTask> start(LoopScheduler scheduler, int count) throws Exception {
        CountDownLatch run = new CountDownLatch(count);
        LoopBody body = context -> run.countDown();
        List<LoopTask> loops = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            loops.add(Loops.every(Duration.ofHours(1))
                    .name("small")
                    .scheduler(scheduler)
                    .start(body));
        }
        assertThat(run.await(30, TimeUnit.SECONDS)).isTrue();
        return loops;
    }

    private static long usedHeap() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void runs_that_come_close_together_share_wake_ups() throws Exception {
        if (Files.exists(THREADS)) { // only Linux tells
            assertThat(switchesPerRun(2_000, Duration.ofMillis(100), 60_000, ""))
                    .isBetween(0.001, 2.0);
        }
    }

    @Test
    void a_run_far_from_all_others_costs_one_wake_up() throws Exception {
        if (Files.exists(THREADS)) {
            assertThat(switchesPerRun(20, Duration.ofMillis(200), 450, "jda-tasks-"))
                    .isBetween(0.5, 1.5);
        }
    }

    /** Returns the voluntary switches of the threads with such names, by run; the first third of the runs is not counted. */
    private static double switchesPerRun(int loops, Duration period, int runs, String threads) throws Exception {
        CountDownLatch warm = new CountDownLatch(runs / 3);
        CountDownLatch measured = new CountDownLatch(runs);
        try (LoopScheduler scheduler = LoopScheduler.builder().build()) {
            for (int i = 0; i < loops; i++) {
                Loops.every(period)
                        .initialDelay(period.multipliedBy(i).dividedBy(loops))
                        .scheduler(scheduler)
                        .start(run -> {
                            warm.countDown();
                            measured.countDown();
                        });
            }
            assertThat(warm.await(30, TimeUnit.SECONDS)).isTrue();
            Map<Path, Long> before = voluntarySwitches(threads);
            long remaining = measured.getCount();
            assertThat(measured.await(30, TimeUnit.SECONDS)).isTrue();
            // Thread by thread: one that has ended meanwhile is not counted, and must not be subtracted either.
            long switches = voluntarySwitches(threads).entrySet().stream()
                    .mapToLong(thread -> Math.max(0, thread.getValue() - before.getOrDefault(thread.getKey(), 0L)))
                    .sum();
            return (double) switches / remaining;
        }
    }

    private static Map<Path, Long> voluntarySwitches(String names) throws IOException {
        Map<Path, Long> switches = new HashMap<>();
        try (Stream<Path> threads = Files.list(THREADS)) {
            threads.filter(thread -> nameOf(thread).startsWith(names))
                    .forEach(thread -> switches.put(thread, voluntarySwitchesOf(thread)));
        }
        return switches;
    }

    private static String nameOf(Path thread) {
        try {
            return Files.readString(thread.resolve("comm"));
        } catch (IOException ended) {
            return ""; // the thread has ended meanwhile
        }
    }

    private static long voluntarySwitchesOf(Path thread) {
        try (Stream<String> lines = Files.lines(thread.resolve("status"))) {
            return lines.filter(line -> line.startsWith("voluntary_ctxt_switches"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException | UncheckedIOException ended) {
            return 0; // the thread has ended meanwhile
        }
    }
}
