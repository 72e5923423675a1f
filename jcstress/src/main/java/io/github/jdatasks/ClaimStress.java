package io.github.jdatasks;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.jdatasks.support.EngineByHand;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A run that was handed over twice, because a rescuer came, is claimed by one worker. */
@JCStressTest
@Outcome(id = "1", expect = ACCEPTABLE, desc = "one run")
@Outcome(expect = FORBIDDEN, desc = "none, or two at once")
@State
public class ClaimStress {
    private final EngineByHand engine = new EngineByHand(2);
    private int written;

    public ClaimStress() {
        Loops.every(Duration.ofSeconds(1))
                .count(1)
                .scheduler(engine.scheduler())
                .start(run -> written++);
        engine.turn();
    }

    @Actor
    public void worker() {
        engine.step();
    }

    @Actor
    public void rescuer() {
        engine.step();
    }

    @Arbiter
    public void after(I_Result result) {
        engine.settle();
        result.r1 = written;
    }
}
