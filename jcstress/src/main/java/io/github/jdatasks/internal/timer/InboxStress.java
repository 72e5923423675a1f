package io.github.jdatasks.internal.timer;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.time.Instant;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The hand-over of an entry through the inbox publishes what its poster has written. */
@JCStressTest
@Outcome(id = "0, -1", expect = ACCEPTABLE, desc = "the turn came first")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "examined, and the change seen")
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "examined without what was written before the signal")
@State
public class InboxStress {
    private final LoopTimer timer = new LoopTimer(new Clocks(() -> Instant.EPOCH, () -> 0, () -> 0), () -> {});
    private int written;

    @Actor
    public void poster() {
        Entry entry = new Entry();
        written = 1;
        timer.signal(entry);
    }

    @Actor
    public void timer(II_Result result) {
        seen = -1;
        timer.turn();
        result.r1 = examined;
        result.r2 = seen;
    }

    /** Of the timer's actor only. */
    private int examined;

    private int seen;

    private final class Entry extends TimerEntry {
        @Override
        protected void examine() {
            examined++;
            seen = written;
        }
    }
}
