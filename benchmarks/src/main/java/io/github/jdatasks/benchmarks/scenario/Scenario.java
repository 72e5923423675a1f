package io.github.jdatasks.benchmarks.scenario;

import io.github.jdatasks.benchmarks.contender.Entrant;
import java.util.Map;

/** Something that is measured in a JVM of its own. */
@FunctionalInterface
public interface Scenario {
    /** Returns figures by name; the name ends with the unit. */
    Map<String, Object> measure(Entrant entrant, Effort effort) throws InterruptedException;
}
