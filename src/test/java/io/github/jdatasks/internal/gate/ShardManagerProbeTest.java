package io.github.jdatasks.internal.gate;

import static ch.qos.logback.classic.Level.ERROR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.github.jdatasks.support.LogLines;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import net.dv8tion.jda.api.sharding.ShardManager;
import org.junit.jupiter.api.Test;

/** What a gate makes of the answers of a shard manager. */
class ShardManagerProbeTest {
    private final ShardManagerProbe manager = new ShardManagerProbe(new GateErrors());

    private static ShardManager answering(Callable<?> answer) {
        return mock(ShardManager.class, call -> answer.call());
    }

    private static ShardManager failing(Throwable failure) {
        return mock(ShardManager.class, call -> {
            throw failure;
        });
    }

    @Test
    void without_a_manager_nothing_is_queued_and_no_shards_are_listed() {
        assertThat(manager.queued(null)).isZero();
        assertThat(manager.shards()).isNull();
    }

    @Test
    void the_manager_of_the_instance_in_question_is_asked_first() {
        manager.use(answering(() -> 3));
        assertThat(manager.queued(answering(() -> 5))).isEqualTo(5);
        assertThat(manager.queued(null)).isEqualTo(3);
    }

    @Test
    void an_instance_without_a_manager_leaves_the_one_that_is_known() {
        manager.use(answering(() -> 3));
        manager.use(null);
        assertThat(manager.queued(null)).isEqualTo(3);
        manager.forget();
        assertThat(manager.queued(null)).isZero();
    }

    @Test
    void a_number_below_zero_counts_as_none() {
        manager.use(answering(() -> -1));
        assertThat(manager.queued(null)).isZero();
    }

    @Test
    void a_queue_that_cannot_be_read_counts_as_empty_and_is_logged() {
        manager.use(failing(new StackOverflowError("mine")));
        try (LogLines log = LogLines.ofLibrary()) {
            assertThat(manager.queued(null)).isZero();
            assertThat(log.from(ERROR)).singleElement().asString().contains("queue", "mine");
        }
    }

    @Test
    void shards_that_cannot_be_listed_are_unknown_and_it_is_logged() {
        manager.use(failing(new IllegalStateException("mine")));
        try (LogLines log = LogLines.ofLibrary()) {
            assertThat(manager.shards()).isNull();
            assertThat(log.from(ERROR)).singleElement().asString().contains("shards", "mine");
        }
    }

    @Test
    void a_manager_that_has_not_logged_in_is_no_problem() {
        manager.use(failing(new NullPointerException("as DefaultShardManager")));
        try (LogLines log = LogLines.ofLibrary()) {
            assertThat(manager.shards()).isNull();
            assertThat(log.from(ERROR)).isEmpty();
        }
    }

    @Test
    void an_interrupt_that_the_manager_swallows_is_kept() {
        List<Boolean> interrupted = new ArrayList<>();
        manager.use(answering(() -> {
            interrupted.add(Thread.interrupted());
            return List.of();
        }));
        assertThat(manager.shards()).isEmpty();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        Thread.currentThread().interrupt();
        assertThat(manager.shards()).isEmpty();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(interrupted).containsExactly(false, true);
    }
}
