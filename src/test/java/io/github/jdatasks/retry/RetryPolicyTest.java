package io.github.jdatasks.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jdatasks.Inside;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.internal.retry.ExceptionTypes;
import java.net.ConnectException;
import java.net.SocketException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private static final RetryPolicy DEFAULT = RetryPolicy.exponentialBackoff();

    @Test
    void attempts_are_ten_unless_said_otherwise_and_one_for_never() {
        assertThat(Inside.settings(DEFAULT).maxAttempts()).isEqualTo(10);
        assertThat(Inside.settings(RetryPolicy.fixedDelay(Duration.ofSeconds(5)))
                        .maxAttempts())
                .isEqualTo(10);
        assertThat(Inside.settings(DEFAULT.maxAttempts(3)).maxAttempts()).isEqualTo(3);
        assertThat(Inside.settings(RetryPolicy.never()).maxAttempts()).isEqualTo(1);
    }

    @Test
    void retryOn_adds_to_the_defaults() {
        RetryPolicy policy = DEFAULT.retryOn(SQLException.class).retryOn(ArithmeticException.class);
        assertThat(retries(policy, new SQLException())).isTrue();
        assertThat(retries(policy, new ArithmeticException())).isTrue();
        assertThat(retries(policy, new ConnectException())).isTrue();
        assertThat(retries(policy, new IllegalStateException())).isFalse();
    }

    @Test
    void retryOn_is_the_set_a_loop_begins_with_and_so_can_be_removed() {
        RetryPolicy policy = DEFAULT.retryOn(SQLException.class);
        assertThat(Inside.settings(policy).exceptionTypes().hasAll(List.of(SQLException.class)))
                .isTrue();
        assertThat(Inside.settings(policy).isTransient(new SQLException(), ExceptionTypes.DEFAULTS))
                .isFalse();
        assertThat(Inside.settings(DEFAULT).exceptionTypes()).isSameAs(ExceptionTypes.DEFAULTS);
    }

    @Test
    void retryIf_adds_too_and_gets_the_error_without_its_wrapper_if_nothing_else_retries_it() {
        List<Throwable> asked = new ArrayList<>();
        RetryPolicy policy = DEFAULT.retryIf(error -> {
            asked.add(error);
            return error instanceof ArithmeticException;
        });
        ArithmeticException real = new ArithmeticException();
        IllegalStateException other = new IllegalStateException();
        assertThat(retries(policy, new CompletionException(real))).isTrue();
        assertThat(retries(policy, other)).isFalse();
        assertThat(retries(policy, new ConnectException())).isTrue();
        assertThat(asked).containsExactly(real, other);
        RetryPolicy both = policy.retryIf(other::equals);
        assertThat(retries(both, other)).isTrue();
        assertThat(retries(both, real)).isTrue();
        assertThat(Inside.settings(policy).isTransient(real, ExceptionTypes.NONE))
                .isTrue();
    }

    @Test
    void what_a_test_throws_reaches_the_caller() {
        RetryPolicy policy = DEFAULT.retryIf(error -> Integer.parseInt("x") > 0);
        assertThatThrownBy(() -> retries(policy, new IllegalStateException()))
                .isInstanceOf(NumberFormatException.class);
    }

    @Test
    void abortOn_wins_over_everything() {
        RetryPolicy policy = DEFAULT.abortOn(SocketException.class)
                .retryOn(ConnectException.class)
                .retryIf(error -> true)
                .abortOn(SQLException.class);
        assertThat(retries(policy, new ConnectException())).isFalse();
        assertThat(retries(policy, new CompletionException(new ConnectException())))
                .isFalse();
        assertThat(retries(policy, new SQLException())).isFalse();
        assertThat(retries(policy, new IllegalStateException())).isTrue();
    }

    @Test
    void a_policy_never_changes() {
        DEFAULT.maxAttempts(3).retryOn(SQLException.class).abortOn(ConnectException.class);
        DEFAULT.initialDelay(Duration.ofSeconds(5)).maxDelay(Duration.ofSeconds(7));
        assertThat(DEFAULT).hasToString("exponential back-off from 1 second to 2 minutes, 10 attempts");
        assertThat(retries(DEFAULT, new SQLException())).isFalse();
        assertThat(retries(DEFAULT, new ConnectException())).isTrue();
    }

    @Test
    void it_says_what_it_does() {
        assertThat(RetryPolicy.never()).hasToString("no retries");
        assertThat(RetryPolicy.fixedDelay(Duration.ofSeconds(5)).maxAttempts(2))
                .hasToString("5 seconds before each retry, 2 attempts");
    }

    @Test
    void delays_may_be_set_in_any_order_and_are_compared_at_the_end() {
        Duration fiveMinutes = Duration.ofMinutes(5);
        Inside.settings(DEFAULT.initialDelay(fiveMinutes).maxDelay(fiveMinutes)).validate();
        Inside.settings(DEFAULT.maxDelay(fiveMinutes).initialDelay(fiveMinutes)).validate();
        Inside.settings(RetryPolicy.fixedDelay(Duration.ofHours(1))).validate();
        refused(
                () -> Inside.settings(DEFAULT.initialDelay(fiveMinutes)).validate(),
                "initialDelay must be at most maxDelay (2 minutes), but it is 5 minutes");
    }

    @Test
    void a_fixed_delay_has_no_bounds_to_set() {
        RetryPolicy policy = RetryPolicy.fixedDelay(Duration.ofSeconds(5));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> policy.initialDelay(Duration.ofSeconds(1)))
                .withMessageContaining("initialDelay: this policy waits 5 seconds before each retry");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> policy.maxDelay(Duration.ofSeconds(1)))
                .withMessageContaining("maxDelay");
    }

    @Test
    @SuppressWarnings("NullAway")
    void impossible_settings_are_refused_with_their_value() {
        refused(() -> DEFAULT.maxAttempts(0), "must be 1 or more, but it is 0");
        refused(() -> DEFAULT.initialDelay(Duration.ZERO), "initialDelay: the duration must be positive");
        refused(() -> DEFAULT.maxDelay(Duration.ofSeconds(-1)), "maxDelay: the duration must be positive");
        refused(() -> RetryPolicy.fixedDelay(null), "RetryPolicy.fixedDelay: the duration is null");
        refused(() -> DEFAULT.retryOn(SQLException.class, null), "retryOn: a type is null");
        refused(() -> DEFAULT.abortOn((Class<? extends Throwable>[]) null), "abortOn: the types are null");
        refused(() -> DEFAULT.retryIf(null), "retryIf: the test is null");
    }

    private static boolean retries(RetryPolicy policy, Throwable error) {
        return Inside.settings(policy)
                .isTransient(error, Inside.settings(policy).exceptionTypes());
    }

    private static void refused(Runnable mistake, String message) {
        assertThatIllegalArgumentException().isThrownBy(mistake::run).withMessageContaining(message);
    }
}
