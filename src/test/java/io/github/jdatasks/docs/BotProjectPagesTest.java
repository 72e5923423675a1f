package io.github.jdatasks.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the pages on Kotlin and Spring show is in the sources of the bots in {@code src/it}, which the build tests. */
class BotProjectPagesTest {
    @ParameterizedTest
    @CsvSource({"kotlin, kotlin, 3", "spring, java, 7", "spring, properties, 1"})
    void every_block_of_a_page_is_part_of_a_source_file(String page, String language, int size) throws IOException {
        Pattern block = Pattern.compile("^```" + language + "\\R(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
        List<String> blocks = block.matcher(Files.readString(Path.of("docs", page + ".md")))
                .results()
                .map(found -> found.group(1))
                .toList();
        List<String> sources = sources(Path.of("src", "it", page, "src"));

        assertThat(blocks)
                .hasSize(size)
                .allSatisfy(shown -> assertThat(sources)
                        .anySatisfy(source -> assertThat(source).contains(shown)));
    }

    /** Returns the files as they are, and as the members of a class would be on their own. */
    private static List<String> sources(Path directory) throws IOException {
        List<String> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String source = Files.readString(file);
                sources.add(source);
                sources.add(source.replaceAll("(?m)^ {4}", ""));
            }
        }
        return sources;
    }
}
