package io.github.jdatasks.internal.worker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.jdatasks.internal.timer.Clocks;
import io.github.jdatasks.internal.timer.LoopTimer;
import java.time.Duration;
import java.time.Instant;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Work that is added just as the check finds an empty queue is watched all the same. */
@JCStressTest
@Outcome(id = "true", expect = ACCEPTABLE, desc = "watched")
@Outcome(id = "false", expect = FORBIDDEN, desc = "in the queue, and nobody looks")
@State
public class StallDetectorStress {
    private final LoopTimer timer = new LoopTimer(new Clocks(() -> Instant.EPOCH, () -> 0, () -> 0), () -> {});
    private final WorkQueue queue = new WorkQueue(timer, this::arm);
    private final StallDetector check = new StallDetector(timer, queue, Duration.ofNanos(1), () -> {}, () -> {});

    public StallDetectorStress() {
        check.arm(); // by work that has been done since
        timer.turn();
        check.arm();
    }

    @Actor
    public void submitter() {
        queue.add(() -> {});
    }

    private void arm() {
        check.arm();
    }

    @Actor
    public void timer() {
        timer.turn();
    }

    @Arbiter
    public void after(Z_Result result) {
        result.r1 = timer.turn() != Long.MAX_VALUE;
    }
}
