package io.github.jdatasks;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.jdatasks.internal.gate.Gate;
import io.github.jdatasks.testing.VirtualConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A thread that waits for the gate is woken by the event that opens it. A wake-up that is lost would be made up for by
 * the waiter's own look a second later, so the test watches for that look.
 */
@JCStressTest
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "open, and woken at once")
@Outcome(expect = FORBIDDEN, desc = "the waiter found out by itself, or not at all")
@State
public class GateWaitersStress {
    private static final long LONG_SINCE = TimeUnit.MILLISECONDS.toNanos(500);

    private volatile Thread waiter;
    private volatile long openSince;
    private volatile boolean foundOut;
    private final ConnectionGate gate = new ConnectionGate(new Gate(Runnable::run, this::ticks, null, jda -> true));
    private final VirtualConnection connection = VirtualConnection.of(gate).login();

    /** The gate's clock, which it reads whenever it looks at the connection. */
    private long ticks() {
        long since = openSince;
        if (Thread.currentThread() == waiter && since != 0 && System.nanoTime() - since > LONG_SINCE) {
            foundOut = true;
        }
        return 0;
    }

    @Actor
    public void waiter(ZZ_Result result) {
        waiter = Thread.currentThread();
        try {
            result.r1 = gate.awaitOpen(Duration.ofSeconds(20));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        result.r2 = foundOut;
    }

    @Actor
    public void connection() {
        connection.ready();
        openSince = System.nanoTime();
    }
}
