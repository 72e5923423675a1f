package io.github.jdatasks.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.support.Failures;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.exceptions.ParsingException;
import net.dv8tion.jda.api.exceptions.RateLimitedException;
import net.dv8tion.jda.api.requests.ErrorResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of failed requests to Discord; other input and output is in {@link TransientIoErrorsTest}. */
class TransientErrorsTest {
    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 520, 521, 522, 523, 524, 529, 599})
    void an_answer_5xx_is_transient(int status) {
        assertTransient(Failures.answer(status));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 499})
    void an_answer_4xx_is_not_though_JDA_calls_unknown_codes_server_errors(int status) {
        ErrorResponseException error = Failures.answer(status);
        assertThat(error.isServerError()).isTrue();
        assertLasting(error);
    }

    @Test
    void an_error_code_of_Discord_is_not_transient() {
        assertLasting(Failures.answer(404, ErrorResponse.UNKNOWN_CHANNEL));
        assertLasting(Failures.answer(403, ErrorResponse.MISSING_PERMISSIONS));
    }

    @Test
    void rate_limits_are_transient() {
        assertTransient(Failures.answer(429));
        assertTransient(new RateLimitedException("POST/channels/1/messages", 1_000));
    }

    @Test
    void a_request_that_got_no_answer_is_transient() {
        assertTransient(Failures.noAnswer(new ConnectException("refused")));
        assertTransient(Failures.noAnswer(new UnknownHostException("discord.com")));
        assertTransient(Failures.noAnswer(new SocketTimeoutException("timeout")));
        assertTransient(Failures.noAnswer(new SocketException("reset")));
        assertTransient(Failures.noAnswer(new SSLHandshakeException("closed")));
        assertTransient(Failures.noAnswer(new IOException("unexpected end of stream")));
    }

    @Test
    void a_request_that_was_interrupted_by_shutdown_is_not() {
        assertLasting(Failures.noAnswer(new InterruptedIOException("executor rejected")));
    }

    @Test
    void a_request_that_failed_for_another_reason_is_not() {
        assertLasting(Failures.noAnswer(new IllegalStateException("mistake")));
    }

    @Test
    void the_context_that_JDA_puts_around_a_failure_makes_no_difference() {
        assertTransient(ErrorResponseException.create("context", Failures.noAnswer(new ConnectException("refused"))));
        assertTransient(ErrorResponseException.create("context", Failures.answer(503)));
        assertLasting(ErrorResponseException.create("context", Failures.answer(404)));
    }

    @Test
    void a_timeout_is_transient_bare_and_wrapped() {
        assertTransient(new TimeoutException());
        assertTransient(new CompletionException(new TimeoutException()));
    }

    @Test
    void cancellation_rejection_and_interrupts_are_not() {
        assertLasting(new CancellationException());
        assertLasting(new RejectedExecutionException());
        assertLasting(new InterruptedException());
    }

    @Test
    void missing_permissions_and_programming_errors_are_not() {
        assertLasting(Failures.missingPermission());
        assertLasting(new IllegalStateException("complete() in a callback"));
        assertLasting(new ParsingException("no JSON"));
        assertLasting(new NullPointerException());
        assertLasting(new RuntimeException(new ConnectException()));
    }

    @Test
    void an_Error_never_is() {
        assertLasting(new OutOfMemoryError());
        assertLasting(new StackOverflowError());
        assertLasting(new NoClassDefFoundError());
        assertLasting(new Error(new ConnectException()));
    }

    static void assertTransient(Throwable error) {
        assertThat(TransientErrors.isTransient(error)).as("%s", error).isTrue();
    }

    static void assertLasting(Throwable error) {
        assertThat(TransientErrors.isTransient(error)).as("%s", error).isFalse();
    }
}
