package io.github.jdatasks.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.AmbiguousTime;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.support.Runs;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WholeDaysTest {
    private static final String NEW_YORK = "America/New_York";

    @Test
    void the_day_the_clocks_go_forward_runs_every_time_in_the_order_of_instants() {
        assertThat(day("2022-03-13", daily(NEW_YORK, "02:30", "03:15")))
                .isEqualTo(Runs.on("2022-03-13", "07:15", "07:30"));
        assertThat(day("2022-03-13", daily(NEW_YORK, "02:15", "02:45", "03:20", "04:00")))
                .isEqualTo(Runs.on("2022-03-13", "07:15", "07:20", "07:45", "08:00"));
    }

    @Test
    void the_day_the_clocks_go_back_runs_every_time_once() {
        Schedule later = TimeOfDayParser.parse(
                new String[] {"01:00", "01:30", "02:00"}, NEW_YORK, AmbiguousTime.LATER, DateRule.all());
        assertThat(day("2022-11-06", daily(NEW_YORK, "01:00", "01:30", "02:00")))
                .isEqualTo(Runs.on("2022-11-06", "05:00", "05:30", "07:00"));
        assertThat(day("2022-11-06", later)).isEqualTo(Runs.on("2022-11-06", "06:00", "06:30", "07:00"));
    }

    @Test
    void every_entry_of_every_zone_runs_on_each_of_three_days() {
        threeDays(daily(NEW_YORK, "08:00", "09:00 Europe/London"), "09:00", "13:00");
        threeDays(daily(NEW_YORK, "08:00", "08:00 Europe/London"), "08:00", "13:00");
        threeDays(daily("UTC", "22:00-05:00", "02:00Z", "04:00"), "02:00", "03:00", "04:00");
        threeDays(daily("UTC", "08:00 " + NEW_YORK, "08:00"), "08:00", "13:00");
    }

    @Test
    void equal_instants_written_differently_run_once() {
        threeDays(daily("UTC", "08:00+01:00", "07:00"), "07:00");
        threeDays(daily("UTC", "07:00", "07:00", "07:00:00"), "07:00");
    }

    @Test
    void a_zone_is_at_its_offset_of_today_and_not_at_its_first_one() {
        threeDays(daily("Europe/Berlin", "08:00"), "07:00");
        threeDays(daily("Asia/Kolkata", "08:00"), "02:30");
    }

    private static Schedule daily(String zone, String... times) {
        return TimeOfDayParser.parse(times, zone, AmbiguousTime.EARLIER, DateRule.all());
    }

    private static List<Instant> day(String date, Schedule schedule) {
        return Runs.of(schedule, date + "T00:00:00Z", date + "T23:59:59Z");
    }

    private static void threeDays(Schedule schedule, String... times) {
        List<Instant> expected = new ArrayList<>();
        LocalDate first = LocalDate.of(2024, 1, 15);
        first.datesUntil(first.plusDays(3)).forEach(date -> expected.addAll(Runs.on(date.toString(), times)));
        assertThat(Runs.of(schedule, "2024-01-14T23:59:59Z", "2024-01-17T23:59:59Z"))
                .as(schedule.describe())
                .isEqualTo(expected);
    }
}
