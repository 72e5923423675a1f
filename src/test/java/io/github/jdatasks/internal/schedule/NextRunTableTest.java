package io.github.jdatasks.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.AmbiguousTime;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextRunTableTest {
    /** Columns: case | times | zone of those that name none | now | next run | the same for {@code LATER}. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        plain                       | 02:30       | America/New_York    | 2022-04-08T00:00:00Z | 2022-04-08T06:30:00Z | =
        gap, asked before           | 02:30       | America/New_York    | 2022-03-13T06:00:00Z | 2022-03-13T07:30:00Z | =
        gap, asked the day before   | 02:30       | America/New_York    | 2022-03-12T12:00:00Z | 2022-03-13T07:30:00Z | =
        gap, inside shifted window  | 02:30       | America/New_York    | 2022-03-13T07:10:00Z | 2022-03-13T07:30:00Z | =
        gap edge start              | 02:00       | America/New_York    | 2022-03-13T06:00:00Z | 2022-03-13T07:00:00Z | =
        gap edge end                | 03:00       | America/New_York    | 2022-03-13T06:00:00Z | 2022-03-13T07:00:00Z | =
        gap reorders the list       | 02:30,03:15 | America/New_York    | 2022-03-13T06:00:00Z | 2022-03-13T07:15:00Z | =
        gap collision               | 02:30,03:30 | America/New_York    | 2022-03-13T06:00:00Z | 2022-03-13T07:30:00Z | =
        after the collision         | 02:30,03:30 | America/New_York    | 2022-03-13T07:30:00.001Z | 2022-03-14T06:30:00Z | =
        overlap, before both        | 01:30       | America/New_York    | 2022-11-06T04:00:00Z | 2022-11-06T05:30:00Z | 2022-11-06T06:30:00Z
        overlap, hour 1, before     | 01:30       | America/New_York    | 2022-11-06T05:15:00Z | 2022-11-06T05:30:00Z | 2022-11-06T06:30:00Z
        overlap, hour 1, after      | 01:30       | America/New_York    | 2022-11-06T05:45:00Z | 2022-11-07T06:30:00Z | 2022-11-06T06:30:00Z
        overlap, hour 2, before     | 01:30       | America/New_York    | 2022-11-06T06:15:00Z | 2022-11-07T06:30:00Z | 2022-11-06T06:30:00Z
        overlap, hour 2, after      | 01:30       | America/New_York    | 2022-11-06T06:45:00Z | 2022-11-07T06:30:00Z | =
        overlap edge, ambiguous     | 01:00       | America/New_York    | 2022-11-06T04:00:00Z | 2022-11-06T05:00:00Z | 2022-11-06T06:00:00Z
        overlap edge, unambiguous   | 02:00       | America/New_York    | 2022-11-06T05:30:00Z | 2022-11-06T07:00:00Z | =
        Berlin gap                  | 02:30       | Europe/Berlin       | 2024-03-30T12:00:00Z | 2024-03-31T01:30:00Z | =
        Berlin overlap              | 02:30       | Europe/Berlin       | 2024-10-26T12:00:00Z | 2024-10-27T00:30:00Z | 2024-10-27T01:30:00Z
        Dublin gap                  | 01:30       | Europe/Dublin       | 2023-03-25T12:00:00Z | 2023-03-26T01:30:00Z | =
        Dublin overlap              | 01:30       | Europe/Dublin       | 2023-10-28T12:00:00Z | 2023-10-29T00:30:00Z | 2023-10-29T01:30:00Z
        Lord Howe half-hour gap     | 02:15       | Australia/Lord_Howe | 2022-10-01T12:00:00Z | 2022-10-01T15:45:00Z | =
        Lord Howe half-hour overlap | 01:45       | Australia/Lord_Howe | 2022-04-02T12:00:00Z | 2022-04-02T14:45:00Z | 2022-04-02T15:15:00Z
        Havana midnight gap         | 00:00       | America/Havana      | 2024-03-10T04:00:00Z | 2024-03-10T05:00:00Z | =
        Havana overlap              | 00:30       | America/Havana      | 2024-11-03T03:00:00Z | 2024-11-03T04:30:00Z | 2024-11-03T05:30:00Z
        Cairo midnight gap          | 00:00       | Africa/Cairo        | 2023-04-27T12:00:00Z | 2023-04-27T22:00:00Z | =
        Sao Paulo midnight gap      | 00:00       | America/Sao_Paulo   | 2018-11-04T02:00:00Z | 2018-11-04T03:00:00Z | =
        Sao Paulo overlap           | 23:30       | America/Sao_Paulo   | 2018-02-18T00:00:00Z | 2018-02-18T01:30:00Z | 2018-02-18T02:30:00Z
        Sao Paulo, between the two  | 23:30       | America/Sao_Paulo   | 2018-02-18T01:45:00Z | 2018-02-19T02:30:00Z | 2018-02-18T02:30:00Z
        Apia skips a date           | 12:00       | Pacific/Apia        | 2011-12-30T09:00:00Z | 2011-12-30T22:00:00Z | =
        Pyongyang permanent shift   | 23:45       | Asia/Pyongyang      | 2018-05-04T10:00:00Z | 2018-05-04T15:15:00Z | =
        Pyongyang, the day after    | 23:45       | Asia/Pyongyang      | 2018-05-04T15:05:00Z | 2018-05-04T15:15:00Z | =
        Pyongyang, dates reordered  | 23:45,00:05 | Asia/Pyongyang      | 2018-05-04T10:00:00Z | 2018-05-04T15:05:00Z | =
        Kathmandu +05:45            | 06:00       | Asia/Kathmandu      | 2024-01-15T00:00:00Z | 2024-01-15T00:15:00Z | =
        Casablanca overlap          | 02:30       | Africa/Casablanca   | 2024-03-09T12:00:00Z | 2024-03-10T01:30:00Z | 2024-03-10T02:30:00Z
        Casablanca gap              | 02:30       | Africa/Casablanca   | 2024-04-13T12:00:00Z | 2024-04-14T02:30:00Z | =
        mixed zones                 | 08:00,09:00 Europe/London | America/New_York | 2024-01-15T06:00:00Z | 2024-01-15T09:00:00Z | =
        three zones  | 09:00,10:00 America/New_York,12:00 Europe/London | Asia/Tokyo | 2024-01-15T06:00:00Z | 2024-01-15T12:00:00Z | =
        same clock, two zones       | 08:00,08:00 Europe/London | America/New_York | 2024-01-15T06:00:00Z | 2024-01-15T08:00:00Z | =
        fixed offsets wrap          | 22:00-05:00,02:00,04:00 | UTC | 2024-01-15T02:30:00Z | 2024-01-15T03:00:00Z | =
        fixed offsets wrap again    | 01:00+09:00,23:00       | UTC | 2024-01-15T10:00:00Z | 2024-01-15T16:00:00Z | =
        region and UTC              | 08:00 America/New_York,08:00 | UTC | 2024-01-15T06:00:00Z | 2024-01-15T08:00:00Z | =
        now exactly on time         | 08:00 | UTC | 2024-01-15T08:00:00Z        | 2024-01-16T08:00:00Z | =
        now a nanosecond before     | 08:00 | UTC | 2024-01-15T07:59:59.999999999Z | 2024-01-15T08:00:00Z | =
        now a microsecond after     | 08:00 | UTC | 2024-01-15T08:00:00.000001Z | 2024-01-16T08:00:00Z | =
        on time in a plain zone     | 08:00 | Europe/Berlin | 2024-01-15T07:00:00Z | 2024-01-16T07:00:00Z | =
        on time near a change       | 08:00 | Europe/Berlin | 2024-03-30T07:00:00Z | 2024-03-31T06:00:00Z | =
        """)
    void the_next_run_is_the_one_in_the_table(
            String name, String times, String zone, Instant now, Instant earlier, String later) {
        String[] texts = times.split(",", -1);
        Instant expectedLater = "=".equals(later) ? earlier : Instant.parse(later);
        assertThat(TimeOfDayParser.parse(texts, zone, AmbiguousTime.EARLIER, DateRule.all())
                        .nextAfter(now))
                .as(name)
                .contains(earlier);
        assertThat(TimeOfDayParser.parse(texts, zone, AmbiguousTime.LATER, DateRule.all())
                        .nextAfter(now))
                .as(name + ", later")
                .contains(expectedLater);
    }
}
