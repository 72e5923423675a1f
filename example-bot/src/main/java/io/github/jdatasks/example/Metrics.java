package io.github.jdatasks.example;

import com.sun.net.httpserver.HttpServer;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.metrics.LoopMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Counts what the loops do, and shows it to Prometheus if it is asked to. */
public final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<LoopMetrics> metrics;
    private HttpServer server;

    /** Counts the loops of some schedulers; the tag {@code scheduler} tells them apart. */
    Metrics(Map<String, LoopScheduler> schedulers) {
        metrics = schedulers.entrySet().stream()
                .map(named -> LoopMetrics.of(named.getValue(), Tags.of("scheduler", named.getKey())))
                .toList();
        metrics.forEach(of -> of.bindTo(registry));
    }

    /** Serves the figures on a port of loopback, where a Prometheus on this machine can read them; 0 takes a free one. */
    public String serve(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/metrics", exchange -> {
            byte[] text = registry.scrape().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        server.start();
        return "http://localhost:" + server.getAddress().getPort() + "/metrics";
    }

    public MeterRegistry registry() {
        return registry;
    }

    /** Ends the server, whose thread would keep the process alive. */
    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
        }
        metrics.forEach(LoopMetrics::close);
    }
}
