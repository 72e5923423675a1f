package io.github.jdatasks.internal.timer;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.time.Instant;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/** A timer that goes to sleep has seen every signal, or is woken: wakeAt is written, the inbox read again. */
@JCStressTest
@Outcome(id = "false, true, false", expect = FORBIDDEN, desc = "asleep beside a full inbox")
@Outcome(expect = ACCEPTABLE, desc = "seen, or awake, or woken")
@State
public class WakeStress {
    private volatile boolean woken;
    private final LoopTimer timer =
            new LoopTimer(new Clocks(() -> Instant.EPOCH, () -> 0, () -> 0), () -> woken = true);
    private final Entry entry = new Entry();
    private boolean asleep;

    private static final class Entry extends TimerEntry {
        boolean examined;

        @Override
        protected void examine() {
            examined = true;
        }
    }

    @Actor
    public void poster() {
        timer.signal(entry);
    }

    @Actor
    public void timer() {
        asleep = timer.turn() != LoopTimer.AWAKE;
    }

    /** Seen, asleep, woken. */
    @Arbiter
    public void after(ZZZ_Result result) {
        result.r1 = entry.examined;
        result.r2 = asleep;
        result.r3 = woken;
    }
}
