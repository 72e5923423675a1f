package io.github.jdatasks.mockdiscord;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP side of the mock Discord: it records every request and can be made to fail. */
public final class MockRest {
    private static final Logger LOG = LoggerFactory.getLogger(MockRest.class);
    private static final String API = "/api/v10";

    static {
        // The JDK's server else holds back small answers for 40 ms. It reads the property when it is first used.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final Recording<RestRequest> requests = new Recording<>();
    private final Script<RestRequest, RestReply> replies = new Script<>();
    private final RestRoutes routes;
    private final MockThreads threads;
    private final HttpServer server;

    MockRest(RestRoutes routes, MockThreads threads) {
        this.routes = routes;
        this.threads = threads;
        try {
            server = HttpServer.create(Loopback.socket(0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("The mock REST server cannot listen", e);
        }
    }

    void start() {
        server.setExecutor(threads.workers());
        server.createContext("/", this::handle);
        threads.runAsDaemon(() -> {
            server.start();
            return true;
        });
    }

    void stop() {
        server.stop(0);
    }

    /**
     * Prepares the answer to the next requests that match; without one they are answered as usual. A predicate that throws,
     * as for a request without a body, does not match; the log has a warning.
     *
     * @param times how many requests are answered in this way; {@link Integer#MAX_VALUE} for all
     * @param when which requests
     * @param reply the answer
     */
    public void answer(int times, Predicate<RestRequest> when, RestReply reply) {
        replies.add(times, request -> matches(when, request), reply);
    }

    /**
     * Lets the next requests fail, whatever they are.
     *
     * @param times how many requests
     * @param status the HTTP status; note that JDA retries 502, 503 and 504 by itself
     */
    public void fail(int times, int status) {
        answer(times, request -> true, RestReply.status(status));
    }

    /** Takes back all prepared answers. */
    public void recover() {
        replies.clear();
    }

    /**
     * Everything that clients have requested, in order of arrival, requests that were made to fail included.
     *
     * @return a copy
     */
    public List<RestRequest> requests() {
        return requests.entries();
    }

    /** Forgets the requests received so far. */
    public void clearRequests() {
        requests.clear();
    }

    /**
     * Waits for a request.
     *
     * @param matches which request; those that came already count
     * @param timeout how long to wait
     * @return the first match
     * @throws InterruptedException if the thread is interrupted
     * @throws AssertionError if there is none in time
     */
    public RestRequest await(Predicate<? super RestRequest> matches, Duration timeout) throws InterruptedException {
        return await(matches, 1, timeout).get(0);
    }

    /**
     * Waits for several requests.
     *
     * @param matches which requests; those that came already count
     * @param count how many of them
     * @param timeout how long to wait for all
     * @return the first {@code count} matches
     * @throws InterruptedException if the thread is interrupted
     * @throws AssertionError if there are fewer in time
     */
    public List<RestRequest> await(Predicate<? super RestRequest> matches, int count, Duration timeout)
            throws InterruptedException {
        return await("a matching request", matches, count, timeout);
    }

    List<RestRequest> await(String what, Predicate<? super RestRequest> matches, int count, Duration timeout)
            throws InterruptedException {
        return requests.await(what, matches, count, timeout);
    }

    /**
     * The address of the API.
     *
     * @return an {@code http:} URL on the loopback interface, with a slash at its end
     */
    public String url() {
        return "http://" + Loopback.HOST + ":" + server.getAddress().getPort() + API + "/";
    }

    private void handle(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        String path = uri.getPath().startsWith(API) ? uri.getPath().substring(API.length()) : uri.getPath();
        String query = uri.getQuery() == null ? "" : uri.getQuery();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        RestRequest request = new RestRequest(Instant.now(), exchange.getRequestMethod(), path, query, body);
        // Before the recording: a test that has seen this request may prepare the answer to the next one.
        Optional<RestReply> prepared = replies.next(request);
        requests.add(request);
        if (prepared.isEmpty()) {
            send(exchange, usual(request), Map.of());
        } else if (prepared.get().delay().isZero()) {
            apply(prepared.get(), exchange, request);
        } else {
            threads.after(prepared.get().delay(), () -> apply(prepared.get(), exchange, request));
        }
    }

    /** What a predicate throws must not end the thread that answers: the request would be lost, and no line would say so. */
    private static boolean matches(Predicate<RestRequest> when, RestRequest request) {
        try {
            return when.test(request);
        } catch (RuntimeException | AssertionError e) {
            LOG.warn("A prepared answer cannot tell whether it is for {}, so it is not", request, e);
            return false;
        }
    }

    private void apply(RestReply reply, HttpExchange exchange, RestRequest request) {
        if (reply.drops()) {
            exchange.close();
            return;
        }
        RestAnswer answer = reply.answer();
        send(exchange, answer != null ? answer : usual(request), reply.headers());
    }

    private RestAnswer usual(RestRequest request) {
        try {
            return routes.answer(request);
        } catch (RuntimeException notUnderstood) {
            LOG.warn("The mock Discord cannot read {}", request, notUnderstood);
            return RestAnswer.error(400, 50035, "Invalid Form Body: " + notUnderstood.getMessage());
        }
    }

    private static void send(HttpExchange exchange, RestAnswer answer, Map<String, String> headers) {
        byte[] body = answer.json().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        headers.forEach(exchange.getResponseHeaders()::set);
        try (exchange) {
            // -1 announces that there is no body; 0 would announce one of unknown length.
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            LOG.debug("The client did not wait for the answer", e);
        }
    }
}
