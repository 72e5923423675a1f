package io.github.jdatasks.e2e;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A wall clock that goes on by itself and is set by a test. */
final class SteeredClock implements InstantSource {
    private volatile Duration ahead;

    SteeredClock(Instant now) {
        ahead = Duration.between(Instant.now(), now);
    }

    void set(Instant now) {
        ahead = Duration.between(Instant.now(), now);
    }

    /** Sets it to so little before an instant that nobody has to wait for long. */
    void setBefore(Instant instant) {
        set(instant.minusMillis(50));
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead);
    }
}
