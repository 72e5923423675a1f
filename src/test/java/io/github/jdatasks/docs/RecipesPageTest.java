package io.github.jdatasks.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The larger recipes are the sources that are tested in {@code recipes}, and none is long. */
class RecipesPageTest {
    private static final Path PAGE = Path.of("docs/recipes.md");
    private static final Path SOURCES = Path.of("src/test/java/io/github/jdatasks/docs/recipes");
    private static final Pattern BLOCK = Pattern.compile("^```java\\R(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern TYPE = Pattern.compile("(?:class|record) (\\w+)");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    /** Is compiled, but would need all of BotCommands to run. */
    private static final String NOT_RUN = "Bot";

    @Test
    void every_class_on_the_page_is_a_source_file_but_for_its_spaces() throws IOException {
        List<String> classes =
                blocks().stream().filter(block -> block.startsWith("import ")).toList();
        assertThat(classes).hasSizeGreaterThan(6);
        for (String text : classes) {
            Matcher type = TYPE.matcher(text);
            assertThat(type.find()).isTrue();
            if (!type.group(1).equals(NOT_RUN)) {
                Path source = SOURCES.resolve(type.group(1) + ".java");
                String withoutPackage = Files.readString(source).replaceFirst("package .*;\\R", "");
                assertThat(squeezed(text)).as("%s", source).isEqualTo(squeezed(withoutPackage));
            }
        }
    }

    @Test
    void no_recipe_has_more_than_25_lines_of_code() throws IOException {
        assertThat(blocks())
                .isNotEmpty()
                .allSatisfy(block -> assertThat(
                                block.lines().filter(line -> !line.isBlank() && !line.startsWith("import ")))
                        .hasSizeLessThanOrEqualTo(25));
    }

    private static String squeezed(String code) {
        return SPACE.matcher(code).replaceAll("");
    }

    private static List<String> blocks() throws IOException {
        return BLOCK.matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .toList();
    }
}
