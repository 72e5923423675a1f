package io.github.jdatasks.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Inside;
import io.github.jdatasks.support.OfflineJda;
import net.dv8tion.jda.api.JDA;
import org.junit.jupiter.api.Test;

/** Shards that are all down, with a manager that may bring one back. */
class RestartGraceTest {
    private static final long GRACE = 10;

    private final ConnectionGate gate = Inside.connectionGate(new Gate(Runnable::run, () -> 0, null, any -> true));
    private final OfflineJda.Manager manager = new OfflineJda.Manager();
    private final OfflineJda jda = connected();
    private final RestartGrace closing = new RestartGrace(Inside.gate(gate), GRACE);

    /** The manager's only shard from now on. */
    private OfflineJda connected() {
        OfflineJda shard = new OfflineJda(0, 1);
        shard.setShardManager(manager.proxy());
        manager.list(shard);
        shard.addEventListener(gate);
        shard.become(JDA.Status.CONNECTED);
        return shard;
    }

    @Test
    void an_open_gate_needs_no_look() {
        assertThat(closing.follow(100)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void when_the_grace_is_over_the_gate_is_closed_for_good() {
        jda.become(JDA.Status.SHUTDOWN);
        assertThat(closing.follow(100)).isEqualTo(100 + GRACE);
        assertThat(closing.follow(109)).isEqualTo(100 + GRACE);
        assertThat(Inside.gate(gate).has(GateState.CLOSED)).isFalse();
        assertThat(closing.follow(110)).isEqualTo(Long.MAX_VALUE);
        assertThat(Inside.gate(gate).has(GateState.CLOSED)).isTrue();
    }

    @Test
    void a_shard_that_comes_back_meanwhile_has_the_grace_begin_anew_the_next_time() {
        jda.become(JDA.Status.SHUTDOWN);
        assertThat(closing.follow(100)).isEqualTo(100 + GRACE);
        OfflineJda next = connected();
        assertThat(closing.follow(105)).isEqualTo(Long.MAX_VALUE);
        next.become(JDA.Status.SHUTDOWN);
        assertThat(closing.follow(110)).isEqualTo(110 + GRACE);
        assertThat(Inside.gate(gate).has(GateState.CLOSED)).isFalse();
    }
}
