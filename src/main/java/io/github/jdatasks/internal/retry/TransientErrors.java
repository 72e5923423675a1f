package io.github.jdatasks.internal.retry;

import io.github.jdatasks.internal.util.ExceptionUnwrapper;
import io.github.jdatasks.internal.util.UserExceptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.MalformedURLException;
import java.net.SocketTimeoutException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.exceptions.RateLimitedException;
import net.dv8tion.jda.api.requests.Response;

/** The errors that are retried by default: those of the network and of Discord's servers. */
public final class TransientErrors {
    private static final Set<String> NETWORK_PACKAGES = Set.of("java.net", "java.net.http", "javax.net.ssl");

    private TransientErrors() {}

    /** Returns whether an error, or the one inside of wrappers, is transient. */
    public static boolean isTransient(Throwable error) {
        Throwable cause = ExceptionUnwrapper.innermost(error);
        if (cause instanceof ErrorResponseException response) {
            return isTransient(response.getResponse());
        }
        if (cause instanceof IOException io) {
            return isNetwork(io);
        }
        return cause instanceof RateLimitedException || cause instanceof TimeoutException;
    }

    /** Looks at the status only: {@code isServerError()} is true for every error code that JDA has no constant for. */
    private static boolean isTransient(Response response) {
        if (response.isError()) {
            Exception failure = response.getException();
            return failure instanceof InterruptedIOException interrupted
                    ? isTimeout(interrupted)
                    : failure instanceof IOException;
        }
        return response.code >= 500 || response.isRateLimit();
    }

    /**
     * OkHttp's {@code callTimeout} throws this class with "timeout", Okio with "deadline reached". Otherwise it means
     * that the thread was interrupted or the client shut down.
     */
    private static boolean isTimeout(InterruptedIOException error) {
        String text = UserExceptions.text(error);
        return error instanceof SocketTimeoutException
                || Stream.of("timeout", "timed out", "deadline").anyMatch(text::contains);
    }

    /** An exact {@link IOException} may come from the network; a subclass must be one of the network's. */
    private static boolean isNetwork(IOException error) {
        if (error instanceof MalformedURLException) {
            return false;
        }
        if (error instanceof InterruptedIOException interrupted) {
            return isTimeout(interrupted);
        }
        Class<?> exact = error.getClass();
        return exact == IOException.class
                || Stream.<Class<?>>iterate(exact, type -> type != IOException.class, Class::getSuperclass)
                        .anyMatch(type -> isNetworkPackage(type.getPackageName()));
    }

    /** Finds OkHttp by part of the name, since it may be shaded into another package. */
    private static boolean isNetworkPackage(String name) {
        return NETWORK_PACKAGES.contains(name) || ("." + name + ".").contains(".okhttp3.");
    }
}
