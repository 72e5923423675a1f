package io.github.jdatasks;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.jdatasks.internal.loop.LoopFuture;
import io.github.jdatasks.internal.loop.LoopMachine;
import io.github.jdatasks.support.EngineByHand;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** A loop's future is completed by the loop, whatever users do to it at the same time. */
@JCStressTest
@Outcome(id = "false, false, STOPPED", expect = ACCEPTABLE, desc = "the loop's value")
@Outcome(expect = FORBIDDEN, desc = "somebody else's")
@State
public class LoopFutureStress {
    private final LoopTask loop = Loops.every(java.time.Duration.ofSeconds(1))
            .scheduler(new EngineByHand(1).scheduler())
            .build(run -> {});
    private final LoopFuture<LoopOutcome> future = new LoopFuture<>((LoopMachine) loop.control());

    @Actor
    public void loop() {
        future.finish(LoopOutcome.STOPPED);
    }

    @Actor
    public void user(ZZL_Result result) {
        CompletableFuture<LoopOutcome> given = future;
        result.r1 = given.complete(LoopOutcome.FAILED);
        result.r2 = given.cancel(true);
        given.obtrudeValue(LoopOutcome.FAILED);
    }

    @Arbiter
    public void after(ZZL_Result result) {
        result.r3 = future.getNow(LoopOutcome.COMPLETED);
    }
}
