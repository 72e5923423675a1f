package io.github.jdatasks.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The dashboard for Grafana asks for what a bot has. */
class DashboardTest {
    private static final Pattern METRIC = Pattern.compile("\\bjdatasks_\\w+");

    /** A label with a condition, in a list of labels, or in a variable. */
    private static final Pattern LABEL =
            Pattern.compile("(\\w+)=~?\"|by \\(([\\w, ]+)\\)|label_values\\([^)]*, (\\w+)\\)");

    private static final Pattern KEPT = Pattern.compile("by \\(([\\w, ]+)\\)");
    private static final Pattern LEGEND = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)");

    private static DataObject dashboard = DataObject.empty();
    private static Map<String, Set<String>> scraped = Map.of();
    private static List<String> families = List.of();

    @BeforeAll
    static void read() throws IOException, InterruptedException {
        dashboard = DataObject.fromJson(Files.readAllBytes(Path.of("docs/grafana/jda-tasks.json")));
        Scrape scrape = Scrape.ofABot();
        scraped = scrape.labels();
        families = scrape.types().stream()
                .map(type -> type.substring(0, type.indexOf(' ')))
                .toList();
    }

    @Test
    void every_metric_that_it_asks_for_is_there() {
        assertThat(queries())
                .hasSizeGreaterThan(12)
                .allSatisfy(query -> assertThat(metrics(query))
                        .isNotEmpty()
                        .allSatisfy(metric -> assertThat(scraped).containsKey(metric)));
    }

    @Test
    void the_alerts_ask_for_metrics_and_labels_that_are_there() throws IOException {
        List<String> expressions = Files.readAllLines(Path.of("docs/grafana/alerts.yml")).stream()
                .filter(line -> line.contains("jdatasks_"))
                .toList();
        assertThat(expressions).hasSize(5).allSatisfy(expression -> {
            assertThat(metrics(expression))
                    .hasSize(1)
                    .allSatisfy(metric -> assertThat(scraped).containsKey(metric));
            assertThat(scraped.get(metrics(expression).iterator().next())).containsAll(labels(expression));
        });
    }

    @Test
    void every_label_that_it_asks_for_is_one_of_the_metrics_in_the_same_query() {
        assertThat(queries()).allSatisfy(query -> {
            Set<String> known = new HashSet<>();
            metrics(query).forEach(metric -> known.addAll(scraped.getOrDefault(metric, Set.of())));
            assertThat(labels(query)).isSubsetOf(known);
        });
        assertThat(queries().flatMap(query -> labels(query).stream()))
                .contains("cog", "le", "loop", "outcome", "shard", "state");
    }

    @Test
    void every_metric_that_is_there_is_on_it() {
        Set<String> asked = new HashSet<>();
        queries().forEach(query -> asked.addAll(metrics(query)));
        assertThat(families)
                .hasSize(11)
                .allSatisfy(family -> assertThat(asked)
                        .anyMatch(metric -> metric.equals(family)
                                || metric.equals(family + "_bucket")
                                || metric.equals(family + "_count")));
    }

    @Test
    void the_page_on_metrics_has_all_of_them_too() throws IOException {
        String page = Files.readString(Path.of("docs/operations.md"));
        assertThat(families)
                .isNotEmpty()
                .allSatisfy(family -> assertThat(page).contains("| `" + family.replaceFirst("_max$", "") + "` |"));
    }

    @Test
    void a_legend_shows_what_its_query_leaves() {
        assertThat(targets()).isNotEmpty().allSatisfy(target -> {
            List<String> shown = groups(LEGEND, target.getString("legendFormat"));
            assertThat(groups(KEPT, target.getString("expr")).stream().flatMap(kept -> Stream.of(kept.split(", "))))
                    .containsAll(shown);
        });
    }

    @Test
    void it_can_be_imported() {
        assertThat(dashboard.getInt("schemaVersion")).isGreaterThanOrEqualTo(39);
        assertThat(dashboard.isNull("id")).isTrue();
        DataObject input = dashboard.getArray("__inputs").getObject(0);
        assertThat(input.getString("pluginId")).isEqualTo("prometheus");
        assertThat(names(dashboard.getObject("templating").getArray("list")))
                .containsExactly("datasource", "cog", "loop");
        Set<String> declared = Set.of(input.getString("name"), "datasource", "cog", "loop", "__rate_interval", "__all");
        assertThat(groups(VARIABLE, dashboard.toString())).isNotEmpty().isSubsetOf(declared);
        assertThat(dashboard.getArray("panels").stream(DataArray::getObject).map(panel -> panel.getInt("id")))
                .doesNotHaveDuplicates();
    }

    private static Stream<DataObject> targets() {
        return dashboard.getArray("panels").stream(DataArray::getObject)
                .flatMap(panel -> panel.getArray("targets").stream(DataArray::getObject));
    }

    /** Returns the queries of panels and of variables. */
    private static Stream<String> queries() {
        Stream<String> ofVariables = dashboard.getObject("templating").getArray("list").stream(DataArray::getObject)
                .filter(variable -> variable.getString("type").equals("query"))
                .map(variable -> variable.getObject("query").getString("query"));
        return Stream.concat(targets().map(target -> target.getString("expr")), ofVariables);
    }

    private static List<String> metrics(String query) {
        return METRIC.matcher(query).results().map(metric -> metric.group()).toList();
    }

    private static List<String> labels(String query) {
        return groups(LABEL, query).stream()
                .flatMap(labels -> Stream.of(labels.split(", ")))
                .toList();
    }

    private static List<String> names(DataArray objects) {
        return objects.stream(DataArray::getObject)
                .map(object -> object.getString("name"))
                .toList();
    }

    /** Returns the first group of each match that has matched something. */
    private static List<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .flatMap(match -> Stream.iterate(1, i -> i <= match.groupCount(), i -> i + 1)
                        .map(match::group))
                .filter(group -> group != null)
                .toList();
    }
}
