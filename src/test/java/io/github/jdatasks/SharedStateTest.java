package io.github.jdatasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the sources say about the fields that threads share. */
class SharedStateTest {
    private static final Path SOURCES = Path.of("src/main/java/io/github/jdatasks");

    /** A field that is neither final nor volatile nor static. */
    private static final Pattern FIELD = Pattern.compile(
            "(?m)^ +(?!.*\\b(?:final|volatile|static|return|throw|abstract)\\b)"
                    + "(?:private |protected )?(?:@Nullable )?[A-Z@a-z][\\w.<>@?, \\[\\]]* \\w+(?: = [^;()]*(?:\\([^;]*\\))?)?;");

    private static final Pattern METHOD = Pattern.compile("(?m)^    [^ /*@}].*\\) .*\\{$");

    /** Who may touch it, in the words of the comments. */
    private static final Pattern GUARD =
            Pattern.compile("(?i)guard(?:s|ed)?\\b|in timer\\s+(?:\\* )?turns only|one thread only");

    /** Made and used by one thread, before anybody else knows the result. */
    private static final Set<String> NOT_SHARED = Set.of("CronFieldReader", "LoopSpec", "VirtualConnection");

    @Test
    void every_class_with_fields_that_change_says_what_guards_them() throws IOException {
        List<String> silent = new ArrayList<>();
        int fields = 0;
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                String text = Files.readString(file);
                if (NOT_SHARED.contains(name) || !FIELD.matcher(head(text)).find()) {
                    continue;
                }
                fields++;
                if (!GUARD.matcher(text).find()) {
                    silent.add(name);
                }
            }
        }
        assertThat(silent)
                .as("classes that do not say \"guarded by …\", \"in timer turns only\" or the like")
                .isEmpty();
        assertThat(fields).as("classes looked at").isGreaterThan(20);
    }

    /** Returns a source up to its first method, where the fields are. */
    private static String head(String text) {
        var method = METHOD.matcher(text);
        return method.find() ? text.substring(0, method.start()) : text;
    }
}
