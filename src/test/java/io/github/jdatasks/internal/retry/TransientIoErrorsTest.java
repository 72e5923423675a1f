package io.github.jdatasks.internal.retry;

import static io.github.jdatasks.internal.retry.TransientErrorsTest.assertLasting;
import static io.github.jdatasks.internal.retry.TransientErrorsTest.assertTransient;

import io.github.jdatasks.relocated.okhttp3.internal.RelocatedException;
import io.github.jdatasks.support.Failures;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.HttpRetryException;
import java.net.MalformedURLException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;

class TransientIoErrorsTest {
    @Test
    void errors_of_the_network_are_transient() {
        assertTransient(new ConnectException());
        assertTransient(new NoRouteToHostException());
        assertTransient(new UnknownHostException());
        assertTransient(new SocketException());
        assertTransient(new SocketTimeoutException());
        assertTransient(new ProtocolException());
        assertTransient(new HttpRetryException("redirect", 302));
        assertTransient(new HttpTimeoutException("slow"));
        assertTransient(new HttpConnectTimeoutException("slow"));
        assertTransient(new SSLException("closed"));
        assertTransient(new SSLPeerUnverifiedException("proxy"));
    }

    @Test
    void an_exact_IOException_is_transient() {
        assertTransient(new IOException("stream closed"));
    }

    @Test
    void errors_of_OkHttp_are_transient_even_if_it_was_relocated() throws ReflectiveOperationException {
        Class<?> shutdown = Class.forName("okhttp3.internal.http2.ConnectionShutdownException");
        assertTransient((Throwable) shutdown.getConstructor().newInstance());
        assertTransient(new RelocatedException());
    }

    @Test
    void errors_of_the_file_system_are_not() {
        assertLasting(new FileNotFoundException("/nonexistent"));
        assertLasting(new NoSuchFileException("/nonexistent"));
        assertLasting(new AccessDeniedException("/root"));
        assertLasting(new NotDirectoryException("/etc/passwd"));
        assertLasting(new DirectoryNotEmptyException("/etc"));
        assertLasting(new FileAlreadyExistsException("/etc"));
        assertLasting(new FileSystemException("/etc"));
    }

    @Test
    void errors_in_data_and_addresses_are_not() {
        assertLasting(new MalformedURLException("no protocol"));
        assertLasting(new MalformedInputException(1));
        assertLasting(new EOFException());
        assertLasting(new ZipException());
        assertLasting(new ClosedChannelException());
    }

    @Test
    void an_interrupted_read_is_not_but_a_timed_out_one_is() {
        assertLasting(new InterruptedIOException());
        assertLasting(new InterruptedIOException("interrupted"));
        assertLasting(new ClosedByInterruptException());
        assertTransient(new SocketTimeoutException());
        assertTransient(new SocketTimeoutException("Read timed out"));
    }

    @Test
    void a_call_for_which_time_ran_out_is_transient_bare_and_wrapped() {
        for (String how : List.of("timeout", "deadline reached", "timed out")) {
            IOException timeout = new InterruptedIOException(how);
            assertTransient(timeout);
            assertTransient(new UncheckedIOException(timeout));
            assertTransient(new CompletionException(new ExecutionException(timeout)));
            assertTransient(Failures.noAnswer(timeout));
            assertTransient(new CompletionException(Failures.noAnswer(timeout)));
        }
        assertLasting(new IllegalStateException(new InterruptedIOException("timeout")));
        assertLasting(Failures.noAnswer(new InterruptedIOException("interrupted")));
    }

    @Test
    void subclasses_go_by_the_nearest_class_that_is_known() {
        assertTransient(new SocketException() {
            private static final long serialVersionUID = 1L;
        });
        assertLasting(new MalformedURLException() {
            private static final long serialVersionUID = 1L;
        });
        assertLasting(new IOException() {
            private static final long serialVersionUID = 1L;
        });
    }
}
