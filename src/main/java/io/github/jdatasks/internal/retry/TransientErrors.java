package io.github.jdatasks.internal.retry;

import io.github.jdatasks.internal.util.Asking;
import io.github.jdatasks.internal.util.ExceptionUnwrapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.MalformedURLException;
import java.net.SocketTimeoutException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.exceptions.RateLimitedException;
import net.dv8tion.jda.api.requests.Response;

/** Which errors are worth another attempt unless the user says otherwise: those of the network and of Discord's servers. */
public final class TransientErrors {
    private static final Set<String> NETWORK_PACKAGES = Set.of("java.net", "java.net.http", "javax.net.ssl");

    private TransientErrors() {}

    /** Returns whether an error, or the one it is wrapped around, is transient. */
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
     * Returns whether time ran out, as OkHttp's {@code callTimeout} has it: it says "timeout", Okio "deadline reached". All
     * else of that class comes of an interrupt of the thread, or of a client that was shut down.
     */
    private static boolean isTimeout(InterruptedIOException error) {
        String text = Asking.text(error);
        return error instanceof SocketTimeoutException
                || text.contains("timeout")
                || text.contains("timed out")
                || text.contains("deadline");
    }

    /** An exact {@link IOException} may be anything; of its subclasses only those of the network are meant. */
    private static boolean isNetwork(IOException error) {
        if (error instanceof MalformedURLException) {
            return false;
        }
        if (error instanceof InterruptedIOException interrupted) {
            return isTimeout(interrupted);
        }
        Class<?> type = error.getClass();
        if (type == IOException.class) {
            return true;
        }
        while (type != IOException.class) {
            if (isNetworkPackage(type.getPackageName())) {
                return true;
            }
            type = type.getSuperclass();
        }
        return false;
    }

    /** OkHttp by part of the name, so that it is recognised when shaded into another package. */
    private static boolean isNetworkPackage(String name) {
        return NETWORK_PACKAGES.contains(name) || ("." + name + ".").contains(".okhttp3.");
    }
}
