package io.github.jdatasks;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.testing.VirtualConnection;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Whatever two shards do at once, a consumer is called after the last change, by one thread at a time. */
@JCStressTest
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the last call saw the last change")
@Outcome(expect = FORBIDDEN, desc = "a change without a call after it, or two calls at once")
@State
public class NotifierStress {
    private final ConnectionGate gate = new ConnectionGate(new Gate(Runnable::run, () -> 0, null, jda -> true));
    private final VirtualConnection connection =
            VirtualConnection.of(gate).shards(2).login();

    /** Plain: calls are ordered. */
    private boolean seenOpen;

    private int inCall;
    private boolean atOnce;

    public NotifierStress() {
        gate.onChange(changed -> {
            atOnce |= inCall++ != 0;
            seenOpen = changed.isOpen();
            inCall--;
        });
    }

    @Actor
    public void oneShard() {
        connection.ready(0);
    }

    @Actor
    public void otherShard() {
        connection.ready(1);
    }

    @Arbiter
    public void after(ZZ_Result result) {
        result.r1 = seenOpen == gate.isOpen() && seenOpen;
        result.r2 = atOnce;
    }
}
