package io.github.jdatasks.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links between the pages of the project lead somewhere, and its pictures and its map of the code are up to date. */
class PagesTest {
    private static final Path README = Path.of("README.md");
    private static final Path ARCHITECTURE = Path.of("docs/architecture.md");
    private static final Path PICTURES = Path.of("docs/pictures");
    private static final Path SOURCES = Path.of("src/main/java/io/github/jdatasks");

    private static final Pattern BLOCK = Pattern.compile("^```.*?^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]*)#?([^)]*)\\)");
    private static final Pattern IMAGE = Pattern.compile("!\\[[^]]*]\\(([^)]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);
    private static final Pattern SOURCE_FILE = Pattern.compile("`((?:[a-z]+/)+[A-Z]\\w+)`");

    @Test
    void every_link_leads_to_a_file_and_a_heading() throws IOException {
        assertThat(pages()).hasSizeGreaterThan(15).flatMap(PagesTest::deadLinks).isEmpty();
    }

    @Test
    void a_link_that_leads_nowhere_is_found(@TempDir Path directory) throws IOException {
        Path page = directory.resolve("page.md");
        Files.writeString(page, "# A, b\n[x](#a-b) [x](#c) [x](page.md#a-b) [x](page.md#c) [x](none.md)\n");

        assertThat(deadLinks(page)).containsExactly(page + ": #c", page + ": page.md#c", page + ": none.md");
    }

    @Test
    void the_README_is_read_in_one_sitting() throws IOException {
        assertThat(Files.size(README)).isLessThanOrEqualTo(24 * 1024);
    }

    @Test
    void the_README_needs_no_network_to_be_shown() {
        assertThat(IMAGE.matcher(read(README)).results().map(image -> image.group(1)))
                .hasSizeGreaterThan(3)
                .allSatisfy(
                        image -> assertThat(Path.of(image)).hasParent(PICTURES).exists());
    }

    @Test
    void the_pictures_are_those_that_the_program_beside_them_draws(@TempDir Path directory)
            throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process program = new ProcessBuilder(
                        java, PICTURES.resolve("Pictures.java").toString(), directory.toString())
                .inheritIO()
                .start();
        assertThat(program.waitFor()).isZero();

        assertThat(filesIn(directory))
                .hasSize(5)
                .allSatisfy(drawn ->
                        assertThat(PICTURES.resolve(drawn.getFileName())).hasSameTextualContentAs(drawn));
    }

    @Test
    void the_map_of_the_code_names_files_that_exist() {
        List<String> named = SOURCE_FILE
                .matcher(read(ARCHITECTURE))
                .results()
                .map(match -> match.group(1) + ".java")
                .toList();

        assertThat(named)
                .hasSizeGreaterThan(40)
                .allMatch(file -> Files.exists(SOURCES.resolve(file))
                        || Files.exists(SOURCES.resolve("internal").resolve(file)));
    }

    @Test
    void the_map_of_the_code_has_every_internal_package() throws IOException {
        assertThat(filesIn(SOURCES.resolve("internal")))
                .hasSizeGreaterThan(10)
                .allSatisfy(directory ->
                        assertThat(read(ARCHITECTURE)).contains("| `internal." + directory.getFileName() + "` |"));
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(""), 2)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.startsWith("target"))
                    .toList();
        }
    }

    private static List<String> deadLinks(Path page) {
        return LINK.matcher(prose(page))
                .results()
                .filter(link -> !link.group(1).contains("://"))
                .filter(link -> {
                    Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
                    return !Files.exists(target)
                            || (!link.group(2).isEmpty() && !anchors(target).contains(link.group(2)));
                })
                .map(link ->
                        page + ": " + link.group().substring(2, link.group().length() - 1))
                .toList();
    }

    /** Returns the anchors that GitHub gives to the headings of a page. */
    private static List<String> anchors(Path page) {
        return HEADING.matcher(prose(page))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\w -]", "").replace(' ', '-'))
                .toList();
    }

    private static String prose(Path page) {
        return BLOCK.matcher(read(page)).replaceAll("");
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(file + " cannot be read", e);
        }
    }
}
