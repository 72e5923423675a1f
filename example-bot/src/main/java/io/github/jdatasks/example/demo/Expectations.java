package io.github.jdatasks.example.demo;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Waits for things to happen, each for a limited time, and all of them not beyond the end of the demonstration. */
public final class Expectations {
    private static final Duration LOOK = Duration.ofMillis(10);

    private final Timeline timeline;
    private volatile Optional<Duration> end;
    private volatile boolean frozen;

    public Expectations(Timeline timeline, Optional<Duration> end) {
        this.timeline = timeline;
        this.end = end;
    }

    /** Lets the demonstration end after a time from now. */
    public void endAfter(Duration time) {
        end = Optional.of(timeline.elapsed().plus(time));
    }

    /** Lets nothing happen any more: the process is about to end by a signal. */
    public void freeze() {
        frozen = true;
    }

    public boolean isFrozen() {
        return frozen;
    }

    /** Waits until something is true. */
    public void await(String what, Duration bound, BooleanSupplier condition)
            throws InterruptedException, Unmet, TimeUp {
        Duration latest = timeline.elapsed().plus(bound);
        while (frozen || !condition.getAsBoolean()) {
            if (frozen) {
                Thread.sleep(Long.MAX_VALUE);
            }
            if (end.filter(time -> timeline.elapsed().compareTo(time) >= 0).isPresent()) {
                throw new TimeUp();
            }
            if (timeline.elapsed().compareTo(latest) >= 0) {
                throw new Unmet("Expected within " + bound.toSeconds() + " s, but it did not happen: " + what);
            }
            Thread.sleep(LOOK.toMillis());
        }
    }

    /** Something did not happen. */
    public static final class Unmet extends Exception {
        private static final long serialVersionUID = 1;

        public Unmet(String message) {
            super(message);
        }
    }

    /** The demonstration is to end now. */
    public static final class TimeUp extends Exception {
        private static final long serialVersionUID = 1;
    }
}
