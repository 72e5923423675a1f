package io.github.jdatasks.example.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration SILENCE = Duration.ofSeconds(2);

    @Test
    void ticks_that_are_run_once_each_are_as_expected() {
        Verdict verdict = judge(
                2_000,
                "1: began feeds 1000 1004",
                "1: ended feeds 1000 1304",
                "2: began feeds 2000 2010",
                "2: ended feeds 2000 2310");
        assertThat(verdict.isAsExpected()).isTrue();
        assertThat(verdict.inWords()).isEqualTo("2 ticks: each had a run.");
        assertThat(verdict.table().lines())
                .contains(
                        "1               1         0        0          4 ms          4 ms",
                        "all             2         0        0          4 ms         10 ms");
    }

    @Test
    void a_tick_without_a_run_is_missing_unless_it_came_too_late() {
        String[] lines = {
            "1: began feeds 1000 1004",
            "1: ended feeds 1000 1304",
            "2: began feeds 3000 3010",
            "2: ended feeds 3000 3310"
        };
        assertThat(judge(1_999, lines).missing()).isEmpty();
        assertThat(judge(3_000, lines).missing()).singleElement().asString().endsWith(":02 has had no run");
        assertThat(judge(4_000, lines).missing()).hasSize(2);
    }

    @Test
    void a_run_that_did_not_come_to_its_end_is_no_run() {
        Verdict verdict = judge(1_000, "1: began feeds 1000 1004", "1: killed 1100");
        assertThat(verdict.missing()).singleElement().asString().endsWith(":01 has had no run to the end");
    }

    @Test
    void a_loop_without_any_run_is_missing() {
        assertThat(judge(1_000).missing()).containsExactly("feeds has had no run at all");
    }

    @Test
    void what_a_killed_process_had_in_hand_may_be_repeated() {
        Verdict verdict = judge(
                5_000,
                "2: began feeds 1000 1005",
                "2: killed 1100",
                "1: began feeds 1000 3200",
                "1: ended feeds 1000 3500",
                "1: began feeds 2000 3510",
                "1: ended feeds 2000 3810",
                "2: began feeds 3000 3820",
                "2: ended feeds 3000 4120",
                "1: began feeds 4000 4130",
                "1: ended feeds 4000 4430",
                "1: began feeds 5000 5003",
                "1: ended feeds 5000 5303");
        assertThat(verdict.faults()).isEmpty();
        assertThat(verdict.inWords())
                .isEqualTo("5 ticks: each had a run.\n1 had a second one: a process was killed in the first.");
        assertThat(verdict.table().lines())
                .contains(
                        "1               4         1        2          3 ms          3 ms",
                        "2               2         0        1          5 ms          5 ms",
                        "all             6         1        3          3 ms          5 ms");
    }

    @Test
    void a_second_run_is_a_fault_if_no_process_was_killed() {
        Verdict verdict = judge(
                1_000,
                "1: began feeds 1000 1004",
                "1: ended feeds 1000 1304",
                "2: began feeds 1000 1010",
                "2: ended feeds 1000 1310");
        assertThat(verdict.isAsExpected()).isFalse();
        assertThat(verdict.doubled()).singleElement().asString().endsWith(":01 was run by process 1 and by process 2");
    }

    @Test
    void a_second_run_is_a_fault_if_it_began_before_the_kill() {
        Verdict verdict = judge(
                1_000,
                "2: began feeds 1000 1004",
                "1: began feeds 1000 1050",
                "2: killed 1100",
                "1: ended feeds 1000 1350");
        assertThat(verdict.doubled()).hasSize(1);
    }

    @Test
    void a_tick_that_was_picked_and_not_begun_by_a_killed_process_is_held_up() {
        Verdict verdict = judge(1_000, "2: killed 1001", "1: began feeds 1000 3100", "1: ended feeds 1000 3400");
        assertThat(verdict.faults()).isEmpty();
        assertThat(verdict.table().lines())
                .contains("1               1         0        1             -             -");
    }

    @Test
    void a_tick_that_is_late_for_no_reason_counts_as_late() {
        Verdict verdict = judge(1_000, "1: began feeds 1000 3100", "1: ended feeds 1000 3400");
        assertThat(verdict.table().lines())
                .contains("1               1         0        0       2100 ms       2100 ms");
    }

    @Test
    void what_a_process_prints_is_read_back() {
        Instant tick = Instant.ofEpochMilli(1_000);
        Instant at = Instant.ofEpochMilli(1_004);
        Life life = new Life(1, 2);
        assertThat(Note.read(life, Note.line(Note.Kind.BEGAN, "feeds", tick, at)))
                .contains(new Note(life, Note.Kind.BEGAN, "feeds", tick, at));
        assertThat(Note.read(life, "ready")).isEmpty();
    }

    private static Verdict judge(long until, String... lines) {
        return Judge.of(
                Arrays.stream(lines).map(JudgeTest::note).toList(),
                List.of("feeds"),
                INTERVAL,
                SILENCE,
                Instant.ofEpochMilli(until));
    }

    /** A line with the process before it. */
    private static Note note(String line) {
        String[] parts = line.split(": ");
        Life life = new Life(Integer.parseInt(parts[0]), 1);
        return parts[1].startsWith("killed ")
                ? Note.kill(life, Instant.ofEpochMilli(Long.parseLong(parts[1].substring("killed ".length()))))
                : Note.read(life, parts[1]).orElseThrow();
    }
}
