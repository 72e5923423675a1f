package io.github.jdatasks.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What the owner of a process sees of it in {@code top}, and what is behind that. Needs {@code /proc}. */
public final class Resident {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final String RSS = "VmRSS:";
    private static final double KILO = 1_024;

    private Resident() {}

    /** Returns memory, classes and threads by name, after a garbage collection. */
    public static Map<String, Object> figures() {
        double heap = Heap.used();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("residentMegabytes", rssKilobytes() / KILO);
        figures.put("heapMegabytes", heap / KILO / KILO);
        figures.put("metaspaceMegabytes", nonHeap("Metaspace") / KILO / KILO);
        figures.put("codeMegabytes", nonHeap("Code") / KILO / KILO);
        figures.put("classes", ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
        figures.put("threads", ManagementFactory.getThreadMXBean().getThreadCount());
        return figures;
    }

    private static double rssKilobytes() {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(RSS))
                    .mapToDouble(line -> Double.parseDouble(
                            line.substring(RSS.length()).replace("kB", "").strip()))
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double nonHeap(String named) {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool ->
                        pool.getType() == MemoryType.NON_HEAP && pool.getName().startsWith(named))
                .map(MemoryPoolMXBean::getUsage)
                .mapToDouble(usage -> usage.getUsed())
                .sum();
    }

    /**
     * Returns the processor time of all threads that live, in nanoseconds. The JVM counts that of the process in steps of
     * 10 ms, which is too coarse for a few runs; the price is that a thread which ends meanwhile takes its time with it.
     */
    public static long cpuNanos() {
        long sum = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                sum += ofTask(task.resolve("schedstat"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sum;
    }

    private static long ofTask(Path schedstat) {
        try {
            String text = Files.readString(schedstat);
            return Long.parseLong(text.substring(0, text.indexOf(' ')));
        } catch (IOException ended) { // between the listing and here
            return 0;
        }
    }
}
