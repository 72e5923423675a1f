package io.github.jdatasks.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page on Kotlin shows is in the sources that the profile kotlin compiles and tests. */
class KotlinPageTest {
    private static final Pattern BLOCK = Pattern.compile("^```kotlin\\R(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @Test
    void every_block_of_the_page_is_part_of_a_source_file() throws IOException {
        List<String> blocks = BLOCK.matcher(Files.readString(Path.of("docs/kotlin.md")))
                .results()
                .map(block -> block.group(1))
                .toList();
        List<String> sources = sources();

        assertThat(blocks)
                .hasSize(3)
                .allSatisfy(block -> assertThat(sources)
                        .anySatisfy(source -> assertThat(source).contains(block)));
    }

    /** Returns the files as they are, and as the members of a class would be on their own. */
    private static List<String> sources() throws IOException {
        List<String> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/it/kotlin/src"))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".kt")).toList()) {
                String source = Files.readString(file);
                sources.add(source);
                sources.add(source.replaceAll("(?m)^ {4}", ""));
            }
        }
        return sources;
    }
}
