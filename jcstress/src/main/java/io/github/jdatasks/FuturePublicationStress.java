package io.github.jdatasks;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.jdatasks.support.EngineByHand;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZIZ_Result;

/** Whoever finds a loop's future done sees what its body and its after-hook wrote, and the loop finished. */
@JCStressTest
@Outcome(id = "true, 2, true", expect = ACCEPTABLE, desc = "done, and everything seen")
@Outcome(id = "false, 0, false", expect = ACCEPTABLE, desc = "not done yet")
@Outcome(expect = FORBIDDEN, desc = "done, but something is missing")
@State
public class FuturePublicationStress {
    private final EngineByHand engine = new EngineByHand(1);
    private final LoopTask loop;
    private final CompletableFuture<LoopOutcome> end;
    private int written;

    public FuturePublicationStress() {
        loop = Loops.every(Duration.ofSeconds(1))
                .count(1)
                .scheduler(engine.scheduler())
                .afterLoop(run -> written++)
                .build(run -> written++);
        end = loop.start();
        engine.turn();
    }

    @Actor
    public void worker() {
        engine.step();
    }

    @Actor
    public void user(ZIZ_Result result) {
        result.r1 = end.isDone();
        if (result.r1) {
            result.r2 = written;
            result.r3 = loop.state() == LoopState.FINISHED;
        }
    }
}
