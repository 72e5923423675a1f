package io.github.jdatasks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.internal.cron.CronExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every range of every field of a cron expression, against the list of its values. */
class CronRangesTest {
    /** Columns: an expression with a place for one field | the first and the last value of that field. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        %s 0 0 * * * | 0 | 59
        %s 0 * * *   | 0 | 59
        0 %s * * *   | 0 | 23
        0 0 %s * *   | 1 | 31
        0 0 1 %s *   | 1 | 12
        0 0 * * %s   | 0 | 6
        """)
    void a_range_means_its_values_in_order_from_its_start_round_the_end_of_the_field(
            String place, int first, int last) {
        int size = last - first + 1;
        int stride = size < 60 ? 1 : 7; // all of the 212,400 ranges of minutes and seconds would take many seconds
        for (int from = first; from <= last; from += stride) {
            for (int to = first; to <= last; to++) {
                for (int step = 1; step <= size; step++) {
                    String range = place.formatted(from + "-" + to + (step == 1 ? "" : "/" + step));
                    List<Integer> values = new ArrayList<>();
                    for (int value = from; value <= (to < from ? to + size : to); value += step) {
                        values.add(value > last ? value - size : value);
                    }
                    assertThat(meaningOf(range)).as(range).isEqualTo(meaningOf(place.formatted(list(values))));
                }
            }
        }
    }

    @Test
    void sunday_is_both_ends_of_the_week() {
        for (int day = 0; day <= 7; day++) {
            for (int step = 1; step <= 7; step++) {
                assertThat(meaningOf("0 0 * * " + day + "-7/" + step))
                        .isEqualTo(meaningOf("0 0 * * " + day + (day == 0 ? "-6/" : "-0/") + step));
                assertThat(meaningOf("0 0 * * 7-" + day + "/" + step))
                        .isEqualTo(meaningOf("0 0 * * 0-" + day % 7 + "/" + step));
            }
        }
    }

    @Test
    void a_range_to_the_last_day_means_the_days_up_to_it() {
        for (int step = 1; step <= 31; step++) {
            for (int from = 1; from <= 31; from++) {
                assertThat(meaningOf("0 0 " + from + "-L/" + step + " * *"))
                        .isEqualTo(meaningOf("0 0 " + from + "-31/" + step + " * *"));
            }
        }
    }

    @Test
    void a_number_in_the_month_holds_for_each_day_of_a_range() {
        for (String number : List.of("#1", "#2", "#3", "#4", "#5", "L")) {
            for (int from = 0; from <= 6; from++) {
                for (int days = 1; days <= 7; days++) {
                    List<String> each = new ArrayList<>();
                    for (int day = 0; day < days; day++) {
                        each.add((from + day) % 7 + number);
                    }
                    String range = from + "-" + (from + days - 1) % 7 + number;
                    assertThat(meaningOf("0 0 * * " + range))
                            .as(range)
                            .isEqualTo(meaningOf("0 0 * * " + String.join(",", each)));
                }
            }
        }
    }

    private static String list(List<Integer> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static CronExpression meaningOf(String text) {
        CronExpression read = CronExpression.parse(text);
        return new CronExpression(
                "", read.seconds(), read.minutes(), read.hours(), read.days(), read.months(), read.isWildcard());
    }
}
