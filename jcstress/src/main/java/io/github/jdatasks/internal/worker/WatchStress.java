package io.github.jdatasks.internal.worker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.jdatasks.internal.timer.Clocks;
import io.github.jdatasks.internal.timer.TimerEntry;
import io.github.jdatasks.internal.worker.Timekeepers.Place;
import java.time.Instant;
import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/** A thread that gives the watch away and leaves for a run takes no signal with it. */
@JCStressTest
@Outcome(id = "false, true, false", expect = FORBIDDEN, desc = "the signal has woken the thread that is in a run")
@Outcome(expect = ACCEPTABLE, desc = "seen, or to be seen in the next turn of either thread")
@State
public class WatchStress {
    private volatile boolean secondWoken;
    private final Timekeepers keepers =
            new Timekeepers(new Clocks(() -> Instant.EPOCH, () -> 0, () -> 0), Unstarted::new, this::wake);
    private final Entry makesRun = new Entry(true);
    private final Entry signaled = new Entry(false);
    private final Place first;
    private final Place second;
    private boolean inRun;

    private static final class Unstarted extends Thread {
        Unstarted(Runnable work) {
            super(work);
        }

        @Override
        public void start() {}
    }

    private final class Entry extends TimerEntry {
        final boolean isDue;
        boolean examined;

        Entry(boolean isDue) {
            this.isDue = isDue;
        }

        @Override
        protected void examine() {
            examined = true;
            if (isDue) {
                keepers.pool().execute(() -> {});
            }
        }
    }

    public WatchStress() {
        keepers.timer().signal(makesRun);
        first = Objects.requireNonNull(keepers.watcher());
        keepers.turn(first); // leaves for a run
        second = Objects.requireNonNull(keepers.watcher());
        keepers.turn(second);
        keepers.turn(first); // is back
        keepers.timer().signal(makesRun);
        keepers.turn(second); // leaves, so the first one watches
        keepers.turn(second);
        keepers.timer().signal(makesRun);
        secondWoken = false;
    }

    private void wake(Place place) {
        if (place == second) {
            secondWoken = true;
        }
    }

    @Actor
    public void poster() {
        keepers.timer().signal(signaled);
    }

    @Actor
    public void thread() {
        inRun = keepers.turn(first) != null;
    }

    /** Seen, in a run, woken. */
    @Arbiter
    public void after(ZZZ_Result result) {
        result.r1 = signaled.examined;
        result.r2 = inRun;
        result.r3 = secondWoken;
    }
}
