package io.github.jdatasks.mockdiscord;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;

/**
 * What the REST side does with a request instead of answering it as usual.
 *
 * @see MockRest#answer(int, java.util.function.Predicate, RestReply)
 */
public final class RestReply {
    private final Kind kind;
    private final RestAnswer answer;
    private final Map<String, String> headers;
    private final Duration delay;

    private RestReply(Kind kind, RestAnswer answer, Map<String, String> headers, Duration delay) {
        this.kind = kind;
        this.answer = answer;
        this.headers = Map.copyOf(headers);
        this.delay = delay;
    }

    /**
     * A status with a body that says no more than the status; JDA itself retries 502, 503, 504, 529 and some others.
     *
     * @param status the HTTP status
     * @return the reply
     */
    public static RestReply status(int status) {
        return error(status, 0, "Status " + status + " by the mock Discord");
    }

    /**
     * An error with Discord's own error code.
     *
     * @param status the HTTP status
     * @param code Discord's error code, such as 10003 for an unknown channel
     * @param message Discord's text for it
     * @return the reply
     */
    public static RestReply error(int status, int code, String message) {
        return json(
                status,
                DataObject.empty().put("code", code).put("message", message).toString());
    }

    /**
     * A status with a body.
     *
     * @param status the HTTP status
     * @param json the body
     * @return the reply
     */
    public static RestReply json(int status, String json) {
        return new RestReply(Kind.ANSWER, new RestAnswer(status, json), Map.of(), Duration.ZERO);
    }

    /**
     * Status 429 for one route, with the headers that Discord sends; JDA waits and tries again.
     *
     * @param retryAfter how long the client has to wait, rounded up to whole seconds
     * @return the reply
     */
    public static RestReply rateLimited(Duration retryAfter) {
        long seconds = retryAfter.plusMillis(999).toSeconds();
        String body = DataObject.empty()
                .put("message", "You are being rate limited.")
                .put("retry_after", (double) seconds)
                .put("global", false)
                .toString();
        // Without Via, JDA takes the answer for a ban by Cloudflare and stops all routes.
        return json(429, body)
                .header("Via", "1.1 google")
                .header("Retry-After", Long.toString(seconds))
                .header("X-RateLimit-Scope", "user");
    }

    /**
     * Closes the connection without an answer.
     *
     * @return the reply
     */
    public static RestReply drop() {
        return new RestReply(Kind.DROP, RestAnswer.NONE, Map.of(), Duration.ZERO);
    }

    /**
     * The usual answer, later.
     *
     * @param delay how much later
     * @return the reply
     */
    public static RestReply delayed(Duration delay) {
        return new RestReply(Kind.USUAL, RestAnswer.NONE, Map.of(), delay);
    }

    /**
     * The same reply with one more header.
     *
     * @param name the header's name
     * @param value its value
     * @return a new reply
     */
    public RestReply header(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new RestReply(kind, answer, more, delay);
    }

    /**
     * The same reply, later.
     *
     * @param newDelay how much later
     * @return a new reply
     */
    public RestReply after(Duration newDelay) {
        return new RestReply(kind, answer, headers, newDelay);
    }

    Duration delay() {
        return delay;
    }

    Map<String, String> headers() {
        return headers;
    }

    boolean drops() {
        return kind == Kind.DROP;
    }

    /** The prepared answer, or null if the usual one is to be given. */
    @Nullable RestAnswer answer() {
        return kind == Kind.ANSWER ? answer : null;
    }

    private enum Kind {
        ANSWER,
        USUAL,
        DROP
    }
}
