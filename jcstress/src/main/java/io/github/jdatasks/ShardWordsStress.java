package io.github.jdatasks;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.internal.gate.GateState;
import io.github.jdatasks.testing.VirtualConnection;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Whoever has read in the gate's word that it is open finds the shard open in the words of the shards. */
@JCStressTest
@Outcome(id = "false, false", expect = ACCEPTABLE, desc = "before the event")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the shard's word is published first")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "after the event")
@Outcome(id = "true, false", expect = FORBIDDEN, desc = "the word told of a change that is not there yet")
@State
public class ShardWordsStress {
    private final ConnectionGate gate = new ConnectionGate(new Gate(Runnable::run, () -> 0, null, jda -> true));
    private final VirtualConnection connection = VirtualConnection.of(gate).login();

    @Actor
    public void connection() {
        connection.ready();
    }

    @Actor
    public void reader(ZZ_Result result) {
        result.r1 = GateState.has(gate.gate().word(), GateState.ALL_OPEN);
        result.r2 = GateState.has(gate.gate().shardWords().getOrDefault(0, 0L), GateState.ANY_OPEN);
    }
}
