package io.github.jdatasks.schedule;

import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import java.util.function.IntFunction;

/** Makes up cron expressions: of every form, some without a date, none with another mistake. */
final class RandomCron {
    private static final List<String> DAYS = List.of("SUN", "MON", "tue", "WED", "Thu", "FRI", "SAT");
    private static final List<String> MONTHS =
            List.of("JAN", "feb", "MAR", "APR", "May", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

    private final Random random;

    RandomCron(Random random) {
        this.random = random;
    }

    String next() {
        StringJoiner fields = new StringJoiner(" ");
        if (random.nextInt(3) == 0) {
            fields.add(random.nextBoolean() ? "" + number(0, 59) : field(0, 59, this::plain));
        }
        return fields.add(field(0, 59, this::plain))
                .add(field(0, 23, this::plain))
                .add(random.nextInt(3) == 0 ? star() : list(1, 31, this::date))
                .add(random.nextInt(2) == 0 ? "*" : list(1, 12, this::month))
                .add(random.nextInt(3) == 0 ? star() : list(0, 6, this::weekday))
                .toString();
    }

    private String star() {
        return random.nextBoolean() ? "*" : "?";
    }

    private String field(int min, int max, IntFunction<String> value) {
        return random.nextInt(4) == 0 ? "*" : list(min, max, value);
    }

    private String list(int min, int max, IntFunction<String> value) {
        StringJoiner items = new StringJoiner(",");
        do {
            items.add(item(min, max, value));
        } while (random.nextInt(3) == 0);
        return items.toString();
    }

    private String item(int min, int max, IntFunction<String> value) {
        int from = number(min, max);
        int to = number(min, max); // perhaps round the end
        String step = "/" + number(1, max - min + 1);
        return switch (random.nextInt(8)) {
            case 0 -> "*" + step;
            case 1 -> from + "-" + to;
            case 2 -> from + "-" + to + step;
            case 3 -> from + step;
            default -> value.apply(from);
        };
    }

    private String plain(int value) {
        return "" + value;
    }

    private String date(int day) {
        return switch (random.nextInt(10)) {
            case 0 -> "L";
            case 1 -> "L-" + number(1, 30);
            case 2 -> "LW";
            case 8 -> "L-" + number(1, 30) + "W";
            case 9 -> day + "-L" + (random.nextBoolean() ? "" : "/" + number(1, 31));
            case 3, 4 -> day + "W";
            default -> "" + day;
        };
    }

    private String month(int month) {
        return random.nextBoolean() ? MONTHS.get(month - 1) : "" + month;
    }

    private String weekday(int day) {
        String name = random.nextBoolean() ? DAYS.get(day) : "" + (day == 0 && random.nextBoolean() ? 7 : day);
        String range = name + "-" + DAYS.get(number(0, 6));
        return switch (random.nextInt(8)) {
            case 0 -> name + "L";
            case 1, 2 -> name + "#" + number(1, 5);
            case 3 -> range;
            case 4 -> range + "#" + number(1, 5);
            case 5 -> range + "L";
            default -> name;
        };
    }

    private int number(int min, int max) {
        return min + random.nextInt(max - min + 1);
    }
}
