package io.github.jdatasks.internal.util;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.internal.retry.TransientErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class ExceptionUnwrapperTest {
    @Test
    void wrappers_are_taken_off_in_any_order_and_depth() {
        IOException real = new ConnectException();
        Throwable wrapped = new CompletionException(
                new ExecutionException(new CompletionException(new UncheckedIOException(real))));
        assertThat(ExceptionUnwrapper.innermost(wrapped)).isSameAs(real);
        assertThat(TransientErrors.isTransient(wrapped)).isTrue();
        assertThat(TransientErrors.isTransient(new UncheckedIOException(new NoSuchFileException("x"))))
                .isFalse();
    }

    @Test
    void any_other_exception_is_not_looked_into() {
        RuntimeException error = new IllegalStateException(new ConnectException());
        assertThat(ExceptionUnwrapper.innermost(new ExecutionException(error))).isSameAs(error);
    }

    @Test
    void the_root_cause_is_the_last_one() {
        ConnectException root = new ConnectException();
        assertThat(ExceptionUnwrapper.rootCause(new IllegalStateException(new IOException(root))))
                .isSameAs(root);
        assertThat(ExceptionUnwrapper.rootCause(root)).isSameAs(root);
    }

    @Test
    void an_empty_wrapper_is_itself() {
        Throwable empty = new CompletionException("no cause", null);
        assertThat(ExceptionUnwrapper.innermost(empty)).isSameAs(empty);
        assertThat(TransientErrors.isTransient(empty)).isFalse();
    }

    @Test
    void a_cycle_of_wrappers_has_an_end() {
        ExecutionException outer = new ExecutionException("outer", null) {
            private static final long serialVersionUID = 1L;

            @Override
            public synchronized Throwable getCause() {
                return new CompletionException(this);
            }
        };
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThat(TransientErrors.isTransient(outer)).isFalse();
            assertThat(ExceptionUnwrapper.anyLayer(outer, IOException.class::isInstance))
                    .isFalse();
            assertThat(ExceptionUnwrapper.rootCause(outer)).isNotNull();
        });
    }
}
