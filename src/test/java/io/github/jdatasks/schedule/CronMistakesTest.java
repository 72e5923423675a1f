package io.github.jdatasks.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchIllegalArgumentException;

import io.github.jdatasks.AmbiguousTime;
import io.github.jdatasks.Schedule;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a cron expression that is wrong: where, and what would be right. */
class CronMistakesTest {
    /** Columns: the expression with its mistake after ^ | what the message says. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        ~^~                  | it ends after 0 fields; write five fields (minute, hour, day of the month, month, day of the week), or six with the second first
        ~^   ~               | it ends after 0 fields
        *^                   | it ends after 1 field;
        0 8 * *^             | it ends after 4 fields
        0 0 8 * * * ^2026    | there are 7 fields; leave the last one out, the year; if it is meant, limit the schedule with startingAt(Instant) and until(Instant)
        * * * * * * ^* * *   | there are 9 fields
        ^@dayly              | unknown name; write one of @annually, @daily, @hourly, @midnight, @monthly, @weekly, @yearly
        ^@reboot             | the start of the bot is no point in time; write @Loop(count = 1) without a cron expression, which runs once when the bot is ready
        ~  ^@Reboot ~        | write @Loop(count = 1)
        ^@every 90s          | an interval is no cron expression; write @Loop(seconds = 90), or Schedule.every(Duration.ofSeconds(90))
        ^@every 1h30m        | write @Loop(hours = 1, minutes = 30), or Schedule.every(Duration.ofHours(1).plusMinutes(30))
        ^@EVERY  2h5s        | write @Loop(hours = 2, seconds = 5), or Schedule.every(Duration.ofHours(2).plusSeconds(5))
        ^@every 5m           | write @Loop(minutes = 5), or Schedule.every(Duration.ofMinutes(5))
        ^@every 0s           | write @Loop(seconds = …), or Schedule.every(Duration)
        ^@every              | write @Loop(seconds = …), or Schedule.every(Duration)
        ^@daily *            | unknown name
        ^60 * * * *          | "60" is not a minute; write 0 to 59
        ^1000000000000000000005 * * * * | "1000000000000000000005" is not a minute; write 0 to 59
        ^-1 * * * *          | a minute is missing; write 0 to 59
        ^61 0 0 * * *        | "61" is not a second; write 0 to 59
        ^60 60 0 * * *       | "60" is not a second; write 0 to 59
        0 ^24 * * *          | "24" is not an hour; write 0 to 23
        0 0 ^0 * *           | "0" is not a day of the month; write 1 to 31, L, LW or 15W
        0 0 ^32 * *          | "32" is not a day of the month; write 1 to 31, L, LW or 15W
        0 0 1 ^0 *           | "0" is not a month; write 1 to 12 or JAN to DEC
        0 0 1 ^13 *          | "13" is not a month; write 1 to 12 or JAN to DEC
        0 0 1 ^MAI *         | "MAI" is not a month; write 1 to 12 or JAN to DEC
        0 0 1 ^MARCH *       | "MARCH" is not a month
        0 0 * * ^8           | "8" is not a day of the week; write 0 to 7 (0 and 7 are Sunday), SUN to SAT, FRIL or MON#2
        0 0 * * MON,^DI      | "DI" is not a day of the week
        0 0 * * ^MONDAY      | "MONDAY" is not a day of the week
        ^99999999999999999999999 * * * * | is not a minute; write 0 to 59
        0 ^x * * *           | "x" is not an hour; write 0 to 23
        0 8^.30 * * *        | "." cannot stand here
        08^:30 * * * *       | ":" cannot stand here
        0 8 * * MON^;FRI     | ";" cannot stand here; write values such as 5, 1-5 or */5, with commas between them
        0,^ 8 * * *          | a minute is missing
        0,^,5 8 * * *        | a minute is missing
        5-^ * * * *          | a minute is missing
        40-20/^61 * * * *    | "61" is not a step; write 1 to 60
        0 0 * * FRI-^8       | "8" is not a day of the week
        0 0 10-L^-3 * *      | "-" cannot stand here
        0 0 10-L^W * *       | "W" cannot stand here
        0 0 1 1-^L *         | "L" is not a month
        0 0 * * MON-^L       | "L" is not a day of the week
        0 0 * * MON-FRI#^6   | "6" is not a week of the month; write 1 to 5
        0 0 * * MON-FRI#1^/2 | "/" cannot stand here
        0 0 * * MON/2^#1     | "#" cannot stand here
        0 0 L-^0W * *        | "0W" is not a number of days before the last; write 1 to 30
        0 0 L-3W^W * *       | "W" cannot stand here
        0 0 * * MON#1^-5     | "-" cannot stand here
        0 0 ^L-29W 2 *       | there is no such date
        0 0 1 ^ſep *       | "ſep" is not a month; write 1 to 12 or JAN to DEC
        ^١ * * * *          | "١" is not a minute
        1-2^-3 * * * *       | "-" cannot stand here
        */^0 * * * *         | "0" is not a step; write 1 to 60
        */^61 * * * *        | "61" is not a step; write 1 to 60
        0 0 */^32 * *        | "32" is not a step; write 1 to 31
        0 */^25 * * *        | "25" is not a step; write 1 to 24
        */^ * * * *          | a step is missing; write 1 to 60
        */^x * * * *         | "x" is not a step
        *^5 * * * *          | "5" cannot stand here
        5/10^/2 * * * *      | "/" cannot stand here
        ^? * * * *           | "?" is not a minute
        0 0 1 ^? *           | "?" is not a month
        0 0 ?^/2 * *         | "/" cannot stand here
        0 ^L * * *           | "L" is not an hour
        0 0 * * ^L           | "L" is not a day of the week; write 0 to 7
        0 0 ^W * *           | "W" is not a day of the month; write 1 to 31, L, LW or 15W
        0 0 L-^31 * *        | "31" is not a number of days before the last; write 1 to 30
        0 0 L^5 * *          | "5" cannot stand here
        0 0 15W^-20 * *      | "-" cannot stand here
        0 0 5^L * *          | "L" cannot stand here
        0 0 * * 5^W          | "W" cannot stand here
        0 0 * * MON#^6       | "6" is not a week of the month; write 1 to 5
        0 0 * * MON#^        | a week of the month is missing; write 1 to 5
        0 0 * * ^#2          | a day of the week is missing
        0 0 * * ^LMON        | "LMON" is not a day of the week
        0 0 ^31 2 *          | there is no such date
        0 0 ^30,31 feb ?     | there is no such date: day of the month, month and day of the week never go together; for the last day of a month write L, for its last working day LW
        0 0 ^31 4,6,9,11 *   | there is no such date
        0 0 0 ^31W 2 ?       | there is no such date
        0 0 ^L-30 2,4 *      | there is no such date
        0 0 ^*/31 * MON#5    | there is no such date
        """)
    void the_message_names_the_column_and_what_would_be_right(String marked, String message) {
        int column = marked.indexOf('^') + 1;
        String expression = marked.replace("^", "");
        IllegalArgumentException mistake =
                catchIllegalArgumentException(() -> Schedule.cron(expression, ZoneOffset.UTC));
        assertThat(mistake)
                .as(expression)
                .isNotNull()
                .hasMessageStartingWith("cron \"" + expression + "\", column " + column + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void a_choice_between_two_times_is_refused_where_both_run() {
        for (String wildcard : new String[] {"*/5 2 * * *", "30 * * * *", "* 30 2 * * *", "@hourly"}) {
            assertThat(catchIllegalArgumentException(
                            () -> Schedule.cron(AmbiguousTime.LATER, wildcard, ZoneOffset.UTC)))
                    .hasMessageContaining("cron \"" + wildcard + "\" runs both times")
                    .hasMessageContaining("leave out");
        }
    }

    @Test
    @SuppressWarnings("NullAway")
    void what_is_missing_is_named() {
        ZoneId none = null;
        String nothing = null;
        AmbiguousTime noChoice = null;
        assertThat(catchIllegalArgumentException(() -> Schedule.cron("@daily", none)))
                .hasMessageContaining("cron: the zone is null");
        assertThat(catchIllegalArgumentException(() -> Schedule.cron(nothing, ZoneOffset.UTC)))
                .hasMessageContaining("cron: the expression is null; give one such as \"0 8 * * MON-FRI\"");
        assertThat(catchIllegalArgumentException(() -> Schedule.cron(noChoice, "@daily", ZoneOffset.UTC)))
                .hasMessageContaining("cron: the choice for ambiguous times is null");
    }
}
