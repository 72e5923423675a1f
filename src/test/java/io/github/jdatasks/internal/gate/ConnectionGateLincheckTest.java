package io.github.jdatasks.internal.gate;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Inside;
import io.github.jdatasks.support.Interleavings;
import io.github.jdatasks.testing.VirtualConnection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events of two shards at once, each on its thread, as JDA delivers them. */
@Tag("lincheck")
@Timeout(300) // on a machine with better things to do
class ConnectionGateLincheckTest {
    @Test
    void what_is_published_is_what_the_last_event_left_and_everybody_is_told() {
        Interleavings.stress(TwoShards.class, 4, 50);
    }

    @Test
    @Tag("evidence")
    @Timeout(3_600)
    void what_is_published_is_right_in_a_thousand_interleavings() {
        // The streams of a gate only read, under its lock.
        Interleavings.explore(TwoShards.class, 10, 100, name -> name.startsWith("java.util.stream."));
        Interleavings.stress(TwoShards.class, 20, 2_000);
    }

    /** A bot with two shards that have logged in, and somebody who wants to know. */
    public static class TwoShards {
        private final Queue<Runnable> handedOver = new ConcurrentLinkedQueue<>();
        private final ConnectionGate gate =
                Inside.connectionGate(new Gate(handedOver::add, () -> 0, null, any -> true));
        private final AtomicBoolean inConsumer = new AtomicBoolean();
        private boolean twiceAtOnce;
        private final VirtualConnection connection = prepare();

        /** Plain: the calls of the consumer are ordered. */
        private long told;

        VirtualConnection prepare() {
            gate.onChange(changed -> {
                twiceAtOnce |= inConsumer.getAndSet(true);
                told = Inside.gate(changed).word();
                inConsumer.set(false);
            });
            return VirtualConnection.of(gate).shards(2).login();
        }

        @Operation(nonParallelGroup = "shard 0")
        public void open() {
            connection.ready(0);
        }

        @Operation(nonParallelGroup = "shard 0")
        public void lose() {
            connection.disconnect(0);
        }

        @Operation(nonParallelGroup = "shard 1")
        public void openTheOther() {
            connection.ready(1);
        }

        @Operation(nonParallelGroup = "shard 1")
        public void invalidateTheOther() {
            connection.invalidate(1);
        }

        @Operation
        public void tell() {
            Runnable next = handedOver.poll();
            if (next != null) {
                next.run();
            }
        }

        @Validate
        public void validate() {
            check();
        }

        void check() {
            while (!handedOver.isEmpty()) {
                tell();
            }
            long published = Inside.gate(gate).word();
            boolean shard = GateState.has(Inside.gate(gate).shardWords().getOrDefault(0, 0L), GateState.ANY_OPEN)
                    || GateState.has(Inside.gate(gate).shardWords().getOrDefault(1, 0L), GateState.ANY_OPEN);
            boolean asShards = shard == GateState.has(published, GateState.ANY_OPEN);
            if (told != published || Inside.gate(gate).recheck() || !asShards || twiceAtOnce) {
                throw new IllegalStateException("told " + told + ", published " + published + ", now " + gate
                        + ", as the shards: " + asShards + ", told twice at once: " + twiceAtOnce);
            }
        }
    }
}
