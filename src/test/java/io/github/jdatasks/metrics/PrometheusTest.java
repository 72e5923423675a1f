package io.github.jdatasks.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Prometheus reads from the endpoint of a bot. */
class PrometheusTest {
    private static final Set<String> OF_LOOPS = Set.of("cog", "loop");

    private static Scrape scrape = new Scrape("");

    @BeforeAll
    static void ask() throws IOException, InterruptedException {
        scrape = Scrape.ofABot();
    }

    @Test
    void there_are_these_metrics_and_no_others() {
        assertThat(scrape.types())
                .containsExactlyInAnyOrder(
                        "jdatasks_failing_loops gauge",
                        "jdatasks_gate gauge",
                        "jdatasks_lateness_seconds histogram",
                        "jdatasks_lateness_seconds_max gauge",
                        "jdatasks_loops gauge",
                        "jdatasks_missed_ticks_total counter",
                        "jdatasks_overdue_seconds gauge",
                        "jdatasks_retries_total counter",
                        "jdatasks_runs_seconds histogram",
                        "jdatasks_runs_seconds_max gauge",
                        "jdatasks_skipped_ticks_total counter");
    }

    @Test
    void they_have_these_labels() {
        Map<String, Set<String>> labels = scrape.labels();
        assertThat(List.of(
                        "jdatasks_lateness_seconds_count",
                        "jdatasks_missed_ticks_total",
                        "jdatasks_retries_total",
                        "jdatasks_skipped_ticks_total"))
                .allSatisfy(name -> assertThat(labels.get(name)).isEqualTo(OF_LOOPS));
        assertThat(labels.get("jdatasks_runs_seconds_count")).containsExactly("cog", "loop", "outcome");
        assertThat(labels.get("jdatasks_runs_seconds_bucket")).containsExactly("cog", "le", "loop", "outcome");
        assertThat(labels.get("jdatasks_gate")).containsExactly("shard");
        assertThat(labels.get("jdatasks_loops")).containsExactly("state");
        assertThat(labels.get("jdatasks_failing_loops")).isEmpty();
        assertThat(labels.get("jdatasks_overdue_seconds")).isEmpty();
    }

    @Test
    void they_have_the_values_of_the_bot() {
        assertThat(scrape.text().lines())
                .contains(
                        "jdatasks_failing_loops 1.0",
                        "jdatasks_gate{shard=\"0\"} 1.0",
                        "jdatasks_gate{shard=\"1\"} 0.0",
                        "jdatasks_loops{state=\"paused\"} 1.0",
                        "jdatasks_loops{state=\"running\"} 1.0",
                        "jdatasks_missed_ticks_total{cog=\"none\",loop=\"tidy\"} 1.0",
                        "jdatasks_runs_seconds_bucket{cog=\"none\",loop=\"tidy\",outcome=\"SUCCESS\",le=\"120.0\"} 1",
                        "jdatasks_runs_seconds_count{cog=\"Feeds\",loop=\"poll\",outcome=\"ERROR\"} 2",
                        "jdatasks_runs_seconds_count{cog=\"Feeds\",loop=\"poll\",outcome=\"SUCCESS\"} 0",
                        "jdatasks_runs_seconds_sum{cog=\"none\",loop=\"tidy\",outcome=\"SUCCESS\"} 70.0");
    }

    @Test
    void a_loop_has_48_time_series() {
        assertThat(scrape.text().lines())
                .filteredOn(line -> line.contains("loop=\"tidy\""))
                .hasSize(48);
    }
}
