package io.github.jdatasks.example;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was asked for on the command line. */
public record Options(
        boolean help,
        Optional<Duration> duration,
        Optional<Path> data,
        int rate,
        OptionalInt metrics,
        Optional<Path> jfr,
        OptionalInt cluster) {
    private static final Pattern DURATION = Pattern.compile("([1-9]\\d{0,5})([smh])");

    static Options parse(String... args) {
        boolean help = false;
        Optional<Duration> duration = Optional.empty();
        Optional<Path> data = Optional.empty();
        int rate = 4;
        OptionalInt metrics = OptionalInt.empty();
        Optional<Path> jfr = Optional.empty();
        OptionalInt cluster = OptionalInt.empty();
        Set<String> given = new HashSet<>();
        Iterator<String> rest = List.of(args).iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            given.add(option);
            switch (option) {
                case "--help", "-h" -> help = true;
                case "--for" -> duration = Optional.of(duration(value(option, rest)));
                case "--data" -> data = Optional.of(Path.of(value(option, rest)));
                case "--rate" -> rate = rate(value(option, rest));
                case "--metrics" -> metrics = OptionalInt.of(port(value(option, rest)));
                case "--jfr" -> jfr = Optional.of(Path.of(value(option, rest)));
                case "--cluster" -> cluster = OptionalInt.of(size(value(option, rest)));
                default -> throw new IllegalArgumentException("unknown option: " + option);
            }
        }
        given.retainAll(Set.of("--data", "--rate", "--metrics", "--jfr"));
        if (cluster.isPresent() && !given.isEmpty()) {
            throw new IllegalArgumentException(String.join(", ", new TreeSet<>(given)) + ": not with --cluster");
        }
        return new Options(help, duration, data, rate, metrics, jfr, cluster);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.next();
    }

    private static Duration duration(String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a duration such as 30s or 2m: " + text);
        }
        long amount = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    private static int rate(String text) {
        if (!text.matches("[1-9]\\d{0,2}|1000")) {
            throw new IllegalArgumentException("not a rate from 1 to 1000: " + text);
        }
        return Integer.parseInt(text);
    }

    private static int port(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException("not a port from 1 to 65535, or 0 for a free one: " + text);
        }
        return Integer.parseInt(text);
    }

    private static int size(String text) {
        if (!text.matches("[2-9]")) {
            throw new IllegalArgumentException("not a number of processes from 2 to 9: " + text);
        }
        return Integer.parseInt(text);
    }
}
