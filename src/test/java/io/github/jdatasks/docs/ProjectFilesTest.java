package io.github.jdatasks.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What several files of the project say, all of them say alike. */
class ProjectFilesTest {
    private static final String POM = read(Path.of("pom.xml"));
    private static final String VERSION = find(POM, "<version>(.+?)</version>");

    @Test
    void all_projects_have_the_same_version() {
        assertThat(projects())
                .allSatisfy(file -> assertThat(find(read(file), "<version>(.+?)</version>"))
                        .as("%s", file)
                        .isEqualTo(VERSION));
    }

    @Test
    void all_projects_use_the_newest_JDA_supported() {
        String newest = find(POM, "<jda.version>(.+?)</jda.version>");
        assertThat(projects().stream().filter(file -> read(file).contains("<artifactId>JDA</artifactId>")))
                .hasSizeGreaterThan(4)
                .allSatisfy(file -> assertThat(find(read(file), "<jda.version>(.+?)</jda.version>"))
                        .as("%s", file)
                        .isEqualTo(newest));
    }

    @Test
    void the_README_names_the_version_and_the_range_of_JDA() {
        String oldest = find(POM, "<jda.oldest.version>(.+?)</jda.oldest.version>");
        String newest = find(POM, "<jda.version>(.+?)</jda.version>");
        assertThat(read(Path.of("README.md"))).contains("JDA " + oldest + " to " + newest, "jda-tasks:" + VERSION);
    }

    @Test
    void everything_names_the_newest_Micrometer_supported_and_the_API_the_oldest() {
        String newest = find(POM, "<micrometer.version>(.+?)</micrometer.version>");
        String oldest = find(POM, "<micrometer.oldest.version>(\\d+\\.\\d+).*?</micrometer.oldest.version>");
        String dependency = "<artifactId>micrometer-registry-prometheus</artifactId>\\s*<version>(.+?)</version>";
        assertThat(Stream.of("docs/operations.md", "benchmarks/pom.xml")
                        .map(file -> find(read(Path.of(file)), dependency)))
                .containsOnly(newest);
        assertThat(read(Path.of("src/main/java/io/github/jdatasks/metrics/LoopMetrics.java")))
                .contains("micrometer-core} " + oldest + " or newer");
    }

    @Test
    void every_address_on_GitHub_is_that_of_the_namespace() {
        String owner = find(POM, "<groupId>io\\.github\\.(.+?)</groupId>");
        List<Path> files = Stream.of("pom.xml", "README.md", "SECURITY.md", "CHANGELOG.md", "CODE_OF_CONDUCT.md")
                .map(Path::of)
                .toList();
        assertThat(files.stream()
                        .flatMap(file -> Pattern.compile("github\\.com/([\\w.-]+)/jda-tasks")
                                .matcher(read(file))
                                .results())
                        .map(match -> match.group(1)))
                .hasSizeGreaterThan(5)
                .containsOnly(owner);
    }

    @Test
    void actions_of_the_workflows_are_pinned_by_commit() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(".github/workflows"))) {
            assertThat(files.flatMap(file -> Pattern.compile("uses: (.+)")
                                    .matcher(read(file))
                                    .results())
                            .map(MatchResult::group))
                    .isNotEmpty()
                    .allSatisfy(uses -> assertThat(uses).matches("uses: [\\w/.-]+@[0-9a-f]{40} # v[0-9.]+"));
        }
    }

    @Test
    void Dependabot_looks_after_every_project() {
        String dependabot = read(Path.of(".github/dependabot.yml"));
        assertThat(projects().stream()
                        .filter(file -> file.endsWith("pom.xml"))
                        .map(file -> file.getParent() == null ? "/" : "/" + slashed(file.getParent())))
                .hasSizeGreaterThan(4)
                .allSatisfy(directory -> assertThat(dependabot).contains("      - " + directory + "\n"));
    }

    private static List<Path> projects() {
        try (Stream<Path> files = Files.walk(Path.of(""))) {
            return files.filter(file -> file.endsWith("pom.xml") || file.endsWith("reactor.xml"))
                    .filter(file -> !slashed(file).contains("target/"))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String slashed(Path path) {
        return path.toString().replace('\\', '/');
    }

    private static String find(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError(pattern))
                .group(1);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
