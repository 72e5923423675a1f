package io.github.jdatasks.benchmarks.measure;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jol.info.GraphLayout;
import org.openjdk.jol.util.Multiset;

/**
 * The bytes of all objects that can be reached from one, by class.
 *
 * @param bytes by class name
 */
public record Footprint(Map<String, Long> bytes) {
    public static Footprint of(Object root) {
        Map<String, Long> bytes = new HashMap<>();
        Multiset<Class<?>> sizes = GraphLayout.parseInstance(root).getClassSizes();
        sizes.keys().forEach(type -> bytes.merge(name(type), sizes.count(type), Long::sum));
        return new Footprint(bytes);
    }

    /** Lambdas have a new name in each JVM. */
    private static String name(Class<?> type) {
        return type.getTypeName().replaceFirst("(?<=[$]{2}Lambda).*", "");
    }

    /** Returns what has come since a footprint before, divided by a number, without what is next to nothing. */
    public Map<String, Double> growthPer(int count, Footprint before) {
        Map<String, Double> growth = new TreeMap<>();
        bytes.forEach((type, now) -> {
            double each = (double) (now - before.bytes.getOrDefault(type, 0L)) / count;
            if (each >= 1) {
                growth.put(type, each);
            }
        });
        return growth;
    }
}
