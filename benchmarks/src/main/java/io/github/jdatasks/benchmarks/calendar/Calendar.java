package io.github.jdatasks.benchmarks.calendar;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An expression in a zone, as one of the libraries understands it. */
@FunctionalInterface
public interface Calendar {
    /**
     * Returns what the library gives as the next run after an instant, which may be that of the run before; null if
     * there is none.
     */
    @Nullable Instant nextAfter(Instant instant);
}
