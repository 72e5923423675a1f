package io.github.jdatasks;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.jdatasks.support.EngineByHand;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A run on one worker sees what the run before wrote on another. */
@JCStressTest
@Outcome(id = "0, 1, 2", expect = ACCEPTABLE, desc = "the second worker came too early, or the first did both")
@Outcome(id = "0, 2, 2", expect = ACCEPTABLE_INTERESTING, desc = "a run on each, the second seen by the first worker")
@Outcome(id = "[12], [012], 2", expect = ACCEPTABLE_INTERESTING, desc = "a run on the second worker")
@Outcome(id = "0, 0, 2", expect = ACCEPTABLE, desc = "no run yet")
@Outcome(expect = FORBIDDEN, desc = "a run has not seen the one before")
@State
public class RunOrderStress {
    private final EngineByHand engine = new EngineByHand(1);
    private int written;

    public RunOrderStress() {
        Loops.every(Duration.ofSeconds(1))
                .count(2)
                .scheduler(engine.scheduler())
                .start(run -> written++);
        engine.turn();
    }

    @Actor
    public void firstWorker(III_Result result) {
        engine.step();
        result.r2 = written;
    }

    @Actor
    public void secondWorker(III_Result result) {
        engine.pass(Duration.ofSeconds(1));
        engine.turn();
        result.r1 = engine.step() ? written : 0;
    }

    @Arbiter
    public void after(III_Result result) {
        engine.settle();
        result.r3 = written;
    }
}
