package io.github.jdatasks.internal.timer;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.time.Instant;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** What was written before an entry was signaled is seen when it is examined, and no signal is lost. */
@JCStressTest
@Outcome(id = "[012], [012], [012], 2", expect = ACCEPTABLE, desc = "each signal was followed by an examination")
@Outcome(expect = FORBIDDEN, desc = "a change was not seen, or half of it")
@State
public class SignalStress {
    private final LoopTimer timer = new LoopTimer(new Clocks(() -> Instant.EPOCH, () -> 0, () -> 0), () -> {});
    private final Entry entry = new Entry();

    /** Plain. */
    private int written;

    private final class Entry extends TimerEntry {
        int seen;

        @Override
        protected void examine() {
            seen = written;
        }
    }

    @Actor
    public void changes() {
        written = 1;
        timer.signal(entry);
        written = 2;
        timer.signal(entry);
    }

    @Actor
    public void turns(IIII_Result result) {
        timer.turn();
        result.r1 = entry.seen;
        timer.turn();
        result.r2 = entry.seen;
    }

    @Arbiter
    public void after(IIII_Result result) {
        result.r3 = entry.seen;
        timer.turn();
        result.r4 = entry.seen;
    }
}
