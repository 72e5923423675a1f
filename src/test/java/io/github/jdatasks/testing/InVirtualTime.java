package io.github.jdatasks.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A test in virtual time from midnight on, and what happened in it, such as "60 run": at second 60. */
abstract class InVirtualTime {
    static final Instant MIDNIGHT = Instant.parse("2026-03-01T00:00:00Z");

    final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    final List<String> events = new ArrayList<>();

    final void note(String event) {
        events.add((time.now().getEpochSecond() - MIDNIGHT.getEpochSecond()) + " " + event);
    }
}
