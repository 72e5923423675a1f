package io.github.jdatasks.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchIllegalArgumentException;

import io.github.jdatasks.AfterLoop;
import io.github.jdatasks.BeforeLoop;
import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopError;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.OnFailure;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.io.IOException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Two settings of which one would have no effect. */
@SuppressWarnings("UnusedMethod") // loops are called by the library
class SettingsWithoutEffectTest {
    private static final RetryPolicy TWICE = RetryPolicy.exponentialBackoff().maxAttempts(2);

    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(Instant.parse("2026-03-01T00:00:00Z"));

    private static LoopBuilder builder() {
        return Loops.every(Duration.ofMinutes(1)).name("contradictory");
    }

    private static Arguments refused(UnaryOperator<LoopBuilder> settings, String... words) {
        return Arguments.of(List.of(words), settings);
    }

    static Stream<Arguments> contradictions() {
        return Stream.of(
                refused(b -> b.onFailure(OnFailure.STOP).maxFailures(3), "maxFailures = 3", "onFailure = STOP"),
                refused(b -> b.maxFailures(2).onFailure(OnFailure.STOP), "maxFailures = 2", "onFailure = STOP"),
                refused(b -> b.reconnect(false).retry(TWICE), "reconnect(false)", "retry(", "2 attempts"),
                refused(b -> b.retry(TWICE).reconnect(false), "reconnect(false)", "retry(", "2 attempts"),
                refused(
                        b -> b.retry(RetryPolicy.never()).reconnect(false).retry(RetryPolicy.exponentialBackoff()),
                        "reconnect(false)",
                        "retry("));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contradictions")
    void a_builder_says_which_of_two_settings_to_leave_out(List<String> words, UnaryOperator<LoopBuilder> settings) {
        LoopBuilder contradictory = settings.apply(builder());
        for (IllegalArgumentException refusal : List.of(
                catchIllegalArgumentException(() -> contradictory.build(run -> {})),
                catchIllegalArgumentException(() -> contradictory.buildAsync(run -> null)),
                catchIllegalArgumentException(() -> contradictory.startRest(run -> null)))) {
            assertThat(refusal)
                    .hasMessageContainingAll(words.toArray(String[]::new))
                    .hasMessageEndingWith("leave one of them out");
        }
    }

    @Test
    void a_policy_of_one_attempt_that_says_what_to_retry_is_refused() {
        RetryPolicy usual = RetryPolicy.exponentialBackoff();
        for (RetryPolicy policy : List.of(
                RetryPolicy.never().retryOn(IOException.class),
                RetryPolicy.never().retryIf(error -> true),
                RetryPolicy.never().abortOn(IOException.class),
                usual.retryOn(IOException.class).maxAttempts(1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder().retry(policy))
                    .withMessageContaining("retryOn, retryIf and abortOn have no effect")
                    .withMessageContaining("RetryPolicy.exponentialBackoff()");
        }
        builder().retry(RetryPolicy.never()).retry(usual.maxAttempts(1)).build(run -> {});
        builder()
                .retry(RetryPolicy.never().retryOn(IOException.class).maxAttempts(2))
                .build(run -> {});
    }

    @Test
    void settings_that_agree_are_no_contradiction() {
        builder().onFailure(OnFailure.STOP).maxFailures(1).build(run -> {});
        builder().onFailure(OnFailure.CONTINUE).maxFailures(3).build(run -> {});
        builder()
                .onFailure(OnFailure.STOP)
                .onFailure(OnFailure.CONTINUE)
                .maxFailures(3)
                .build(run -> {});
        builder().onFailure(OnFailure.STOP).maxFailures(3).maxFailures(0).build(run -> {});
        builder().autoStart(false).build(run -> {});
        LoopTask built = builder().reconnect(false).retry(RetryPolicy.never()).build(run -> {});
        assertThat(built.state()).isEqualTo(LoopState.IDLE);
    }

    @ParameterizedTest
    @EnumSource
    void without_a_gate_there_is_nothing_to_be_disconnected_from(WhenDisconnected policy) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().whenDisconnected(policy).build(run -> {}))
                .withMessageContainingAll("whenDisconnected", "contradictory", "call gate(ConnectionGate)");
        builder().whenDisconnected(policy).gate(new ConnectionGate()).build(run -> {});
    }

    @ParameterizedTest
    @EnumSource
    void without_a_gate_there_are_no_shards_to_wait_for(ShardScope scope) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().shards(scope).start(run -> {}))
                .withMessageContainingAll("shards", "contradictory", "call gate(ConnectionGate)");
        builder().shards(scope).gate(new ConnectionGate()).build(run -> {});
    }

    @Test
    void in_a_cog_there_is_a_gate_and_somebody_to_start_loops() {
        class Cog extends LoopCog {
            final LoopTask own = newLoop(Schedule.every(Duration.ofMinutes(1)))
                    .shards(ShardScope.ANY)
                    .whenDisconnected(WhenDisconnected.CANCEL)
                    .autoStart(true)
                    .build(run -> {});
        }
        assertThat(time.create(Cog::new).own.state()).isEqualTo(LoopState.IDLE);
    }

    @Test
    void nobody_starts_a_loop_outside_of_a_cog() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().autoStart(true).build(run -> {}))
                .withMessageContainingAll("autoStart(true)", "contradictory", "call start()");
    }

    private static final class Contradictory extends LoopCog {
        @Loop(seconds = 1, onFailure = OnFailure.STOP, maxFailures = 3)
        void a() {}

        @Loop(seconds = 1, reconnect = false, maxAttempts = 5)
        void b() {}

        @Loop(seconds = 1, reconnect = false, maxAttempts = 5, retryOn = SQLTransientException.class)
        void c() {}

        @Loop(seconds = 1, maxAttempts = 1, retryOn = IOException.class)
        void d() {}

        @Loop(seconds = 1)
        @BeforeLoop
        void e() {}

        @Loop(seconds = 1)
        @AfterLoop("a")
        void f() {}

        @Loop(seconds = 1)
        @LoopError("b")
        void g() {}
    }

    @Test
    void a_cog_lists_all_of_them() {
        String message = String.valueOf(catchIllegalArgumentException(() -> time.create(Contradictory::new))
                .getMessage());
        String either = " at once, but a method is either a loop or a hook; leave one of the two out";
        assertThat(message.lines().skip(1).map(line -> line.substring("  - Contradictory.".length())))
                .containsExactly(
                        "a(): maxFailures = 3 has no effect with onFailure = STOP, which ends the loop at its first"
                                + " failure; leave one of them out",
                        "b(): maxAttempts = 5 has no effect with reconnect = false; leave one of them out",
                        "c(): retryOn has no effect with reconnect = false; leave one of them out",
                        "c(): maxAttempts = 5 has no effect with reconnect = false; leave one of them out",
                        "d(): retryOn has no effect with maxAttempts = 1; leave one of them out",
                        "e(): it is @Loop and @BeforeLoop" + either,
                        "f(): it is @Loop and @AfterLoop" + either,
                        "g(): it is @Loop and @LoopError" + either);
    }

    private static final class InAgreement extends LoopCog {
        @Loop(seconds = 1, onFailure = OnFailure.STOP, maxFailures = 1)
        void a() {}

        @Loop(seconds = 1, reconnect = false, maxAttempts = 1)
        void b() {}

        @BeforeLoop
        @AfterLoop
        void hooks() {}
    }

    @Test
    void a_cog_may_say_the_same_thing_twice_and_have_one_method_for_two_hooks() {
        assertThat(time.create(InAgreement::new).loops()).hasSize(2);
    }
}
