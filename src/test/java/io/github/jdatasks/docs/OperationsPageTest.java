package io.github.jdatasks.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page for operators has every message of the library, and says of each when it comes and what to do. */
class OperationsPageTest {
    private static final Path PAGE = Path.of("docs/operations.md");

    private static final Pattern HEADING = Pattern.compile("### .*`(.+)`");
    private static final Pattern URGENT = Pattern.compile("\\| (ERROR|WARN) \\| `(.+?)` \\| \\S.* \\| \\S.* \\|");
    private static final Pattern QUIET = Pattern.compile("\\| (INFO|DEBUG) \\| `(.+?)` \\| `(.+?)` \\| \\S.* \\|");
    private static final Pattern LOGBACK =
            Pattern.compile("^```xml\\R(<configuration>.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @Test
    void every_message_of_the_library_is_on_the_page_and_no_other() throws IOException {
        Set<String> written = LogMessages.in(Path.of("src/main/java"));

        assertThat(written).hasSizeGreaterThan(60);
        assertThat(differences(written, onPage(Files.readAllLines(PAGE))))
                .as("the rows below the headings of the loggers in %s", PAGE)
                .isEmpty();
    }

    @Test
    void a_message_that_is_new_or_changed_or_gone_is_found(@TempDir Path sources) throws IOException {
        Files.writeString(sources.resolve("Sample.java"), """
                class Sample {
                    static final String LOGGER = "the.logger";
                    private static final Logger LOG = Loggers.get(Sample.LOGGER);

                    void log(Logger log, String name, Throwable error, boolean one) {
                        LOG.info("as it is");
                        LOG.warn("changed {} here", name);
                        String text = "a variable" + name + name;
                        log.error(text, error);
                        LOG.error("{}", why(name));
                        LOG.error(error.getMessage());
                        log.debug(one ? "this" : "that");
                        FailureLog.error(LOG, "a sum of " + name, error);
                        LOG.atInfo().log("cannot be read");
                    }

                    String why(String name) {
                        return name.isEmpty() ? "no" : "no " + name;
                    }

                    String other() {
                        return "not logged";
                    }
                }
                """);
        List<String> page = List.of(
                "### Logger `the.logger`",
                "| WARN | `changed here` | when | what |",
                "| WARN | `gone` | when | what |",
                "| ERROR | `nothing to do` | when | |",
                "| INFO | `the.logger` | `as it is` | when |");

        assertThat(differences(LogMessages.in(sources), onPage(page)))
                .containsExactly(
                        "not on the page: DEBUG io.github.jdatasks.loop.<Cog>.<loop>: that",
                        "not on the page: DEBUG io.github.jdatasks.loop.<Cog>.<loop>: this",
                        "not on the page: ERROR io.github.jdatasks.loop.<Cog>.<loop>: a variable…",
                        "not on the page: ERROR the.logger: a sum of …",
                        "not on the page: ERROR the.logger: no",
                        "not on the page: ERROR the.logger: no …",
                        "not on the page: Sample logs what cannot be read here: LOG.atInfo()",
                        "not on the page: Sample logs what cannot be read here: error.getMessage()",
                        "not on the page: WARN the.logger: changed … here",
                        "logged nowhere: WARN the.logger: changed here",
                        "logged nowhere: WARN the.logger: gone");
    }

    @Test
    void the_example_for_Logback_shows_the_MDC_keys_and_one_loop_at_DEBUG() throws IOException, JoranException {
        Matcher example = LOGBACK.matcher(Files.readString(PAGE));
        assertThat(example.find()).isTrue();
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(new ByteArrayInputStream(example.group(1).getBytes(StandardCharsets.UTF_8)));
        Logger digest = context.getLogger("io.github.jdatasks.loop.Announcer.digest");
        assertThat(digest.getEffectiveLevel()).isEqualTo(Level.DEBUG);
        assertThat(context.getLogger("io.github.jdatasks.loop.Announcer.other").getEffectiveLevel())
                .isEqualTo(Level.INFO);

        LoggingEvent event = new LoggingEvent("", digest, Level.WARN, "hello", null, null);
        event.setMDCPropertyMap(Map.of("cog", "Announcer", "loop", "digest", "shard", "3"));
        var console = (ConsoleAppender<ILoggingEvent>)
                context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("console");
        String line = ((PatternLayoutEncoder) console.getEncoder()).getLayout().doLayout(event);
        assertThat(line).contains(" WARN  [Announcer digest 3] digest - hello");
        context.stop();
    }

    private static List<String> differences(Set<String> written, Set<String> onPage) {
        List<String> differences = new ArrayList<>();
        written.stream()
                .filter(message -> !onPage.contains(message))
                .map(message -> "not on the page: " + message)
                .forEach(differences::add);
        onPage.stream()
                .filter(message -> !written.contains(message))
                .map(message -> "logged nowhere: " + message)
                .forEach(differences::add);
        return differences;
    }

    private static Set<String> onPage(List<String> lines) {
        Set<String> messages = new TreeSet<>();
        String logger = "";
        for (String line : lines) {
            Matcher heading = HEADING.matcher(line);
            Matcher urgent = URGENT.matcher(line);
            Matcher quiet = QUIET.matcher(line);
            if (heading.matches()) {
                logger = heading.group(1);
            } else if (urgent.matches()) {
                messages.add(urgent.group(1) + " " + logger + ": " + urgent.group(2));
            } else if (quiet.matches()) {
                messages.add(quiet.group(1) + " " + quiet.group(2) + ": " + quiet.group(3));
            }
        }
        return messages;
    }
}
