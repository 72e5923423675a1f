package io.github.jdatasks.e2e.durable;

import java.time.Instant;

/** A tick of a loop, the same in all processes. */
record Tick(String loop, Instant at) {
    static Tick parse(String loop, String at) {
        return new Tick(loop, Instant.parse(at));
    }

    @Override
    public String toString() {
        return loop + " " + at;
    }
}
