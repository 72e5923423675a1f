package io.github.jdatasks.metrics;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import com.sun.net.httpserver.HttpServer;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.Loops;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What Prometheus gets from a bot with a cog on two shards, of which one is connected, and a loop without a cog. */
record Scrape(String text) {
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\w+)$");
    private static final Pattern SERIES = Pattern.compile("(?m)^([a-z]\\w+)(?:\\{(.*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    private static final class Feeds extends LoopCog {
        @Loop(minutes = 1, reconnect = false)
        void poll(LoopContext run) {
            if (run.iteration() < 2) {
                throw new IllegalStateException("on purpose");
            }
        }
    }

    static Scrape ofABot() throws IOException, InterruptedException {
        VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
        PrometheusMeterRegistry registry =
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), new VirtualClock(time));
        LoopMetrics.of(time).bindTo(registry);
        Feeds feeds = time.create(Feeds::new);
        VirtualConnection connection = VirtualConnection.of(feeds).shards(2).ready();
        Loops.every(ofMinutes(1)).name("tidy").scheduler(time).start(run -> time.sleep(ofSeconds(70)));
        time.advance(ofSeconds(65));
        connection.disconnect(1);
        time.advance(ofSeconds(6));
        return get(registry);
    }

    private static Scrape get(PrometheusMeterRegistry registry) throws IOException, InterruptedException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", exchange -> {
            byte[] text = registry.scrape().getBytes(UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        server.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/metrics");
            ask(address); // the gauges of new shards come with the second scrape
            return new Scrape(ask(address));
        } finally {
            server.stop(0);
        }
    }

    private static String ask(URI address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Returns the names and types, as {@code name type}. */
    List<String> types() {
        return TYPE.matcher(text)
                .results()
                .map(type -> type.group(1) + " " + type.group(2))
                .toList();
    }

    /** Returns the labels of each time series by its name. */
    Map<String, Set<String>> labels() {
        Map<String, Set<String>> labels = new TreeMap<>();
        SERIES.matcher(text).results().forEach(series -> {
            Set<String> ofName = labels.computeIfAbsent(series.group(1), name -> new TreeSet<>());
            Stream.ofNullable(series.group(2))
                    .flatMap(all -> LABEL.matcher(all).results())
                    .forEach(label -> ofName.add(label.group(1)));
        });
        return labels;
    }
}
