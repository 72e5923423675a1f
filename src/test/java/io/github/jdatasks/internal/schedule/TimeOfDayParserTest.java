package io.github.jdatasks.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.jdatasks.AmbiguousTime;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.util.ConfigErrors;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeOfDayParserTest {
    private static final LocalTime EIGHT = LocalTime.of(8, 0);

    @Test
    void times_without_a_zone_get_the_default_one() {
        assertThat(parse("08:00", "20:30:15"))
                .isEqualTo(Schedule.dailyAt(ZoneId.of("Europe/Berlin"), EIGHT, LocalTime.of(20, 30, 15)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"08:00 America/New_York", "08:00America/New_York", "08:00   America/New_York "})
    void a_time_may_carry_its_zone(String text) {
        assertThat(parse(text)).isEqualTo(Schedule.dailyAt(ZoneId.of("America/New_York"), EIGHT));
    }

    @Test
    void an_offset_is_a_zone_too() {
        assertThat(parse("08:00+01:00")).isEqualTo(Schedule.dailyAt(ZoneOffset.ofHours(1), EIGHT));
        assertThat(parse("08:00Z")).isEqualTo(Schedule.dailyAt(ZoneOffset.UTC, EIGHT));
    }

    @Test
    void different_zones_make_a_union_with_one_schedule_for_each() {
        assertThat(parse("08:00", "09:00 Europe/London", "20:00"))
                .hasToString("daily at 08:00 and 20:00 Europe/Berlin or daily at 09:00 Europe/London");
    }

    @Test
    void the_choice_for_ambiguous_times_is_passed_on() {
        assertThat(TimeOfDayParser.parse(new String[] {"08:00"}, "UTC", AmbiguousTime.LATER, DateRule.all()))
                .isEqualTo(Schedule.dailyAt(AmbiguousTime.LATER, ZoneId.of("UTC"), EIGHT));
    }

    @Test
    void the_default_zone_is_not_looked_at_if_every_time_has_its_own() {
        assertThat(TimeOfDayParser.parse(new String[] {"08:00Z"}, "", AmbiguousTime.EARLIER, DateRule.all()))
                .isEqualTo(Schedule.dailyAt(ZoneOffset.UTC, EIGHT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8:00", "24:00", "08:60", "0800", "noon", "", " ", "-08:00", "08:00:00,5"})
    void a_time_that_cannot_be_read_is_named(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(text)).withMessageContaining("\"" + text.strip());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        08:00,20:30                      | more than one time; write a list of texts: {"08:00", "20:30"}
        08:00, 12:15:30 ; 20:30          | more than one time; write a list of texts: {"08:00", "12:15:30", "20:30"}
        08:00 20:30                      | more than one time; write a list of texts: {"08:00", "20:30"}
        08:00 and 20:30                  | more than one time; write a list of texts: {"08:00", "20:30"}
        08:00,20:30 Europe/Berlin        | more than one time; write a list of texts: {"08:00", "20:30 Europe/Berlin"}
        08:00+01:00, 20:30+01:00         | more than one time; write a list of texts: {"08:00+01:00", "20:30+01:00"}
        8:00 AM, 8:30 PM                 | more than one time; write a list of texts: {"08:00", "20:30"}
        8:00 PM                          | not a time on a 24-hour clock; write "20:00"
        08:00pm                          | not a time on a 24-hour clock; write "20:00"
        8 p.m.                           | not a time on a 24-hour clock; write "20:00"
        8.30 a.m.                        | not a time on a 24-hour clock; write "08:30"
        12:00 AM                         | not a time on a 24-hour clock; write "00:00"
        12:15:59 pm                      | not a time on a 24-hour clock; write "12:15:59"
        20:00 PM                         | not a time on a 24-hour clock; write "20:00"
        8:00 PM America/New_York         | not a time on a 24-hour clock; write "20:00 America/New_York"
        """)
    void a_text_of_several_times_or_of_half_a_day_is_told_what_to_write(String text, String told) {
        ConfigErrors mistakes = new ConfigErrors();
        mistakes.orNull(() -> parse(text));
        assertThat(mistakes.texts()).containsExactly("\"" + text + "\" is " + told);
        String[] advised =
                told.substring(told.indexOf('"') + 1, told.lastIndexOf('"')).split("\", \"", -1);
        assertThat(parse(advised).nextAfter(Instant.EPOCH)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "08:00-17:00, 17:00",
        "8:00-17:00, 17:00",
        "08:00-17, 17:00",
        "0800-1730, 17:30",
        "08:00 -17:00, 17:00",
        "08:00-20:00, 20:00",
        "08:00-12:01, 12:01",
        "08:00+14:30, 14:30"
    })
    void a_range_is_no_time_with_an_offset(String range, String end) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(range))
                .withMessage("\"" + range + "\" is not a time: a loop runs at points in time, not in a range, and an"
                        + " offset is from -12:00 to +14:00; to run at both times, write a list of texts: {\"08:00\", \""
                        + end + "\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-12:00", "-09:30", "+05:45", "+14:00"})
    void an_offset_that_some_place_has_is_one(String offset) {
        assertThat(parse("08:00" + offset)).isEqualTo(Schedule.dailyAt(ZoneOffset.of(offset), EIGHT));
    }

    /** No-break spaces of three kinds, an ideographic space, a tab. */
    @ParameterizedTest
    @ValueSource(chars = {'\u00A0', '\u202F', '\u2007', '\u3000', '\t', ' '})
    void whatever_looks_like_a_blank_is_one_in_every_text(char blank) {
        assertThat(parse(blank + "08:00" + blank + "America/New_York" + blank))
                .isEqualTo(Schedule.dailyAt(ZoneId.of("America/New_York"), EIGHT));
        assertThat(TimeOfDayParser.parse(
                        new String[] {"08:00" + blank}, blank + "UTC" + blank, AmbiguousTime.EARLIER, DateRule.all()))
                .isEqualTo(Schedule.dailyAt(ZoneId.of("UTC"), EIGHT));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("08:00 America/New" + blank + "York"))
                .withMessageContaining("did you mean \"America/New_York\"?");
        for (String cron : new String[] {"@daily", "@Daily", "0 0 * * *", "0  0 *   * *"}) {
            String padded = blank + cron.replace(' ', blank) + blank + blank;
            assertThat(Schedule.cron(padded, ZoneOffset.UTC).describe()).isEqualTo("daily at 00:00 UTC");
        }
        assertThat(Schedule.cron(blank + "1-2 1-3 * * *" + blank, ZoneOffset.UTC))
                .isEqualTo(Schedule.cron("1-2 1-3 * * *", ZoneOffset.UTC));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Loops.every(Duration.ofSeconds(1)).name(String.valueOf(blank)))
                .withMessageContaining("not blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schedule.cron(String.valueOf(blank), ZoneOffset.UTC))
                .withMessageContaining("column 1: it ends after 0 fields");
    }

    @Test
    void every_mistake_is_listed_once() {
        ConfigErrors mistakes = new ConfigErrors();
        mistakes.orNull(() -> parse("8:00", "09:00 Mars/Olympus", "10:00", "25:00 Mars", "25:00 Mars", "noon Mars"));
        assertThat(mistakes.texts())
                .map(text -> text.substring(0, text.indexOf(';')))
                .containsExactly(
                        "\"8:00\" is not a time",
                        "\"09:00 Mars/Olympus\": unknown time zone \"Mars/Olympus\"",
                        "\"25:00 Mars\" is not a time",
                        "\"25:00 Mars\": unknown time zone \"Mars\"",
                        "\"noon Mars\" is not a time");
        assertThat(mistakes.texts().get(0)).isEqualTo("\"8:00\" is not a time; write \"08:00\"");
        assertThat(mistakes.texts().get(2))
                .isEqualTo("\"25:00 Mars\" is not a time; write it like \"08:00\", \"20:30:15\" or"
                        + " \"08:00 America/New_York\", from 00:00 to 23:59");
    }

    @ParameterizedTest
    @CsvSource({
        "8:00, 08:00",
        "20.30, 20:30",
        "0800, 08:00",
        "800, 08:00",
        "2030, 20:30",
        "8.05, 08:05",
        "08.00.15, 08:00:15",
        "9:00 America/New_York, 09:00 America/New_York",
        "0800+01:00, 08:00+01:00",
    })
    void a_time_nearly_right_gets_the_form_that_was_meant(String time, String right) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(time))
                .withMessage("\"" + time + "\" is not a time; write \"" + right + "\"");
        assertThat(parse(right).nextAfter(Instant.EPOCH)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"08:00 - 20:30", "8:00 – 20:30", "08:00–20:30", "8:00 to 20:30", "8:00, 20:30", "08:00 20:30"})
    void two_times_in_one_text_are_written_as_a_list(String times) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(times))
                .withMessageEndingWith("more than one time; write a list of texts: {\"08:00\", \"20:30\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"25:00", "8", "24:00", "08:60", "2400", "12345", "08:0"})
    void a_time_that_means_nothing_gets_the_form_of_all_times(String time) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(time)).withMessageEndingWith("from 00:00 to 23:59");
    }

    @ParameterizedTest
    @CsvSource({
        "PST, America/Los_Angeles",
        "pdt, America/Los_Angeles",
        "EDT, America/New_York",
        "CST, America/Chicago",
        "BST, Europe/London",
        "JST, Asia/Tokyo",
        "AEST, Australia/Sydney",
    })
    void an_abbreviation_gets_the_zone_of_a_city(String zone, String meant) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Zones.parse(zone))
                .withMessage("unknown time zone \"" + zone + "\"; did you mean \"" + meant + "\"?");
    }

    @ParameterizedTest
    @CsvSource({
        "europe/berlin, Europe/Berlin",
        "Berlin, Europe/Berlin",
        "America/New York, America/New_York",
        "utc, UTC",
    })
    void a_zone_nearly_right_gets_the_name_that_was_probably_meant(String zone, String meant) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("08:00 " + zone))
                .withMessageContaining("unknown time zone \"" + zone + "\"; did you mean ")
                .withMessageContaining(meant + "\"?");
    }

    @Test
    void of_several_zones_that_may_be_meant_none_is_kept_back() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("08:00 pacific"))
                .withMessageEndingWith("; did you mean \"Canada/Pacific\" or \"US/Pacific\"?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EST5", "systemv/est5", "gmt+5", "Nowhere", ""})
    void no_zone_is_suggested_that_is_outdated_or_the_opposite_of_what_was_written(String zone) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Zones.parse(zone))
                .withMessageEndingWith("\"Europe/Berlin\", or an offset such as \"+02:00\"");
    }

    @Test
    void an_unknown_default_zone_is_said_once() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimeOfDayParser.parse(
                        new String[] {"08:00", "09:00"}, "CEST", AmbiguousTime.EARLIER, DateRule.all()))
                .withMessage("unknown time zone \"CEST\"; write a name of the tz database such as \"Europe/Berlin\","
                        + " or an offset such as \"+02:00\"");
    }

    @Test
    void no_time_at_all_is_a_mistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(TimeOfDayParserTest::parse)
                .withMessageContaining("give at least one, such as \"08:00\"");
    }

    private static Schedule parse(String... times) {
        return TimeOfDayParser.parse(times, "Europe/Berlin", AmbiguousTime.EARLIER, DateRule.all());
    }
}
