package io.github.jdatasks.benchmarks;

import io.github.jdatasks.benchmarks.contender.Entrant;
import io.github.jdatasks.benchmarks.scenario.Experiment;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is asked for on the command line. */
final class Options {
    boolean help;
    boolean list;
    boolean quick;

    /** Whether only the days of clock changes are looked at. */
    boolean dst;

    /** Whether only durable loops are measured. */
    boolean durable;

    Set<Experiment> experiments = Experiment.ofDefault();

    @Nullable Set<Entrant> entrants;

    @Nullable Integer jdk;

    @Nullable Integer forks;

    Path out = Path.of(System.getProperty("benchmarks.home", "."), "target", "results");

    @Nullable Path publish;

    private Options() {}

    /** @throws IllegalArgumentException with words for the user, if there is something that it does not understand */
    static Options parse(String... arguments) {
        Options options = new Options();
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        while (!rest.isEmpty()) {
            String option = rest.removeFirst();
            switch (option) {
                case "--help", "-h" -> options.help = true;
                case "--list" -> options.list = true;
                case "--quick" -> options.quick = true;
                case "--dst" -> options.dst = true;
                case "--durable" -> options.durable = true;
                case "--scenario" -> options.experiments = chosen(Experiment.class, value(option, rest));
                case "--contender" -> options.entrants = chosen(Entrant.class, value(option, rest));
                case "--jdk" -> options.jdk = number(option, rest);
                case "--forks" -> options.forks = number(option, rest);
                case "--out" -> options.out = Path.of(value(option, rest));
                case "--publish" -> options.publish = Path.of(value(option, rest));
                default -> throw new IllegalArgumentException("There is no option " + option + "; see --help");
            }
        }
        return options;
    }

    private static String value(String option, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value; see --help");
        }
        return rest.removeFirst();
    }

    private static int number(String option, Deque<String> rest) {
        String value = value(option, rest);
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " needs a number, not " + value, e);
        }
    }

    /** Returns who takes part: whoever was named, else all, or in the quick form those that come near. */
    Set<Entrant> entrants() {
        if (entrants != null) {
            return entrants;
        }
        return quick ? EnumSet.range(Entrant.LOOPS, Entrant.NETTY) : EnumSet.allOf(Entrant.class);
    }

    /** Returns the constants that are named by one of some words, separated by commas, or whose names begin with it. */
    private static <E extends Enum<E>> Set<E> chosen(Class<E> type, String words) {
        Set<E> chosen = EnumSet.noneOf(type);
        for (String word : words.split(",", -1)) {
            String prefix = word.toUpperCase(Locale.ROOT).replace('-', '_');
            List<E> matching = new ArrayList<>();
            for (E constant : type.getEnumConstants()) {
                if (constant.name().startsWith(prefix)) {
                    matching.add(constant);
                }
            }
            if (matching.stream().anyMatch(constant -> constant.name().equals(prefix))) {
                matching.removeIf(constant -> !constant.name().equals(prefix)); // BOT_100, not BOT_100_JDA
            }
            if (matching.isEmpty()) {
                throw new IllegalArgumentException("Nothing is called " + word + "; see --list");
            }
            chosen.addAll(matching);
        }
        return chosen;
    }
}
