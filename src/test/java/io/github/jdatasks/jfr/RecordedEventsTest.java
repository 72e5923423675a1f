package io.github.jdatasks.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.Missed;
import io.github.jdatasks.support.JavaProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeoutException;
import jdk.jfr.Timespan;
import jdk.jfr.Timestamp;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in a recording of {@link RecordedProgram}. */
class RecordedEventsTest {
    private static final String OURS = "io.github.jdatasks.";

    @TempDir
    private static Path directory = Path.of("");

    private static List<String> output = List.of();
    private static List<RecordedEvent> events = List.of();

    @BeforeAll
    static void record() throws Exception {
        Path file = directory.resolve("program.jfr");
        JavaProgram program = JavaProgram.run(
                directory,
                RecordedProgram.class,
                List.of("-XX:StartFlightRecording:filename=" + file, "-Xlog:disable"));
        assertThat(program.exitStatus()).as(program.output()).isZero();
        output = program.output().lines().toList();
        events = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith(OURS))
                .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                .toList();
    }

    private static List<RecordedEvent> eventsOf(String type, String loop) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(OURS + type))
                .filter(event -> event.getString("loop").equals(loop))
                .toList();
    }

    private static List<RecordedEvent> runsOf(String loop) {
        return eventsOf("Run", loop);
    }

    private static RecordedEvent runOf(String loop) {
        assertThat(runsOf(loop)).hasSize(1);
        return runsOf(loop).get(0);
    }

    private static String outcomeOf(String loop) {
        return runOf(loop).getString("outcome");
    }

    /** Returns the words after two words of a line that the program has printed. */
    private static List<String> printed(String first, String second) {
        String begin = first + " " + second + " ";
        return output.stream()
                .filter(line -> line.startsWith(begin))
                .map(line -> line.substring(begin.length()))
                .toList();
    }

    private static @Nullable String errorOf(RecordedEvent event) {
        RecordedClass error = event.getClass("errorClass");
        return error == null ? null : error.getName();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "retrying", "SKIP", "RUN_ONCE", "CATCH_UP"})
    void an_attempt_has_the_numbers_and_times_that_its_body_has_seen(String loop) {
        assertThat(runsOf(loop))
                .extracting(run -> run.getLong("iteration") + " " + run.getInt("attempt") + " "
                        + run.getInstant("scheduledAt").toEpochMilli() + " "
                        + run.getDuration("lateness").toNanos())
                .hasSizeGreaterThanOrEqualTo(3)
                .isEqualTo(printed("RUN", loop));
    }

    @Test
    void a_late_run_has_its_lateness() {
        assertThat(runsOf("CATCH_UP"))
                .extracting(run -> run.getDuration("lateness"))
                .containsExactly(Duration.ZERO, Duration.ofMillis(20), Duration.ofMillis(20));
    }

    @Test
    void a_run_that_succeeds_has_no_error() {
        assertThat(runsOf("plain")).hasSize(3).allSatisfy(run -> {
            assertThat(run.getString("outcome")).isEqualTo("SUCCEEDED");
            assertThat(errorOf(run)).isNull();
            assertThat(run.getBoolean("runNow")).isFalse();
            assertThat(run.getStackTrace()).isNull();
        });
    }

    @Test
    void a_run_that_fails_has_the_class_of_its_error() {
        assertThat(outcomeOf("failing")).isEqualTo("FAILED");
        assertThat(errorOf(runOf("failing"))).isEqualTo(IllegalStateException.class.getName());
        assertThat(eventsOf("Retry", "failing")).isEmpty();
    }

    @Test
    void each_attempt_is_an_event_and_each_retry_is_another() {
        assertThat(runsOf("retrying"))
                .extracting(run -> run.getString("outcome") + " " + errorOf(run))
                .containsExactly("RETRIED java.io.IOException", "RETRIED java.io.IOException", "SUCCEEDED null");
        assertThat(eventsOf("Retry", "retrying"))
                .extracting(retry -> retry.getLong("iteration") + " " + retry.getInt("attempt") + " " + errorOf(retry)
                        + " " + retry.getDuration("delay"))
                .containsExactly("0 1 java.io.IOException PT0.02S", "0 2 java.io.IOException PT0.02S");
    }

    @Test
    void a_loop_of_a_cog_has_its_name() {
        assertThat(runOf("greet").getString("cog")).isEqualTo("Greeter");
        assertThat(runOf("failing").getString("cog")).isNull();
    }

    @Test
    void an_asynchronous_run_lasts_until_its_future_completes() {
        assertThat(outcomeOf("async")).isEqualTo("SUCCEEDED");
        assertThat(runOf("async").getDuration()).isGreaterThanOrEqualTo(Duration.ofMillis(99));
        assertThat(outcomeOf("async-failing")).isEqualTo("FAILED");
        assertThat(errorOf(runOf("async-failing"))).isEqualTo(IOException.class.getName());
    }

    @Test
    void runs_that_overlap_do_so_in_the_recording() {
        assertThat(runsOf("overlapping")).hasSize(2);
        Instant endOfFirst = runsOf("overlapping").stream()
                .filter(run -> run.getLong("iteration") == 0)
                .map(RecordedEvent::getEndTime)
                .findFirst()
                .orElseThrow();
        assertThat(runsOf("overlapping"))
                .filteredOn(run -> run.getLong("iteration") == 1)
                .allSatisfy(run -> assertThat(run.getStartTime()).isBefore(endOfFirst));
    }

    @Test
    void a_requested_run_says_so() {
        assertThat(outcomeOf("now")).isEqualTo("SUCCEEDED");
        assertThat(runOf("now").getBoolean("runNow")).isTrue();
    }

    @Test
    void a_run_that_is_cut_short_says_by_what() {
        assertThat(outcomeOf("cancelled")).isEqualTo("CANCELLED");
        assertThat(outcomeOf("timed-out")).isEqualTo("FAILED");
        assertThat(errorOf(runOf("timed-out"))).isEqualTo(TimeoutException.class.getName());
        assertThat(runOf("timed-out").getDuration()).isGreaterThanOrEqualTo(Duration.ofMillis(49));
        assertThat(outcomeOf("endless")).isEqualTo("GIVEN_UP");
        assertThat(runsOf("interrupted"))
                .extracting(run -> run.getString("outcome"))
                .containsExactly("REPEATED", "SUCCEEDED");
    }

    @ParameterizedTest
    @EnumSource
    void ticks_that_have_passed_unused_are_recorded_as_they_are_counted(Missed policy) {
        assertThat(printed("MISSED", policy.name()))
                .containsExactly(sumOf("missed", policy.name()) + " " + sumOf("skipped", policy.name()));
        assertThat(sumOf("missed", policy.name())).isPositive();
    }

    private static long sumOf(String field, String loop) {
        return eventsOf("Missed", loop).stream()
                .mapToLong(event -> event.getLong(field))
                .sum();
    }

    @Test
    void ticks_beyond_the_limit_of_overlapping_runs_are_recorded_as_skipped() {
        List<RecordedEvent> skips = eventsOf("Missed", "full").stream()
                .filter(event -> event.getLong("missed") == 0)
                .toList();
        assertThat(skips).isNotEmpty().allMatch(event -> event.getLong("skipped") == 1);
    }

    @Test
    void the_loops_of_a_group_have_its_name_and_their_shard() {
        assertThat(runsOf("each")).extracting(run -> run.getInt("shard")).containsExactlyInAnyOrder(0, 1);
        assertThat(runOf("failing").getInt("shard")).isEqualTo(-1);
    }

    @Test
    void the_gates_of_a_bot_are_closed_from_the_loss_of_a_shard_to_its_return() {
        List<RecordedEvent> closures = events.stream()
                .filter(event -> event.getEventType().getName().equals(OURS + "GateClosed"))
                .toList();
        assertThat(closures).hasSize(1);
        RecordedEvent closed = closures.get(0);
        assertThat(closed.getString("shards")).isEqualTo("1");
        RecordedEvent before = runsOf("interrupted").get(0);
        assertThat(closed.getStartTime()).isBetween(before.getStartTime(), before.getEndTime());
        assertThat(closed.getEndTime())
                .isAfter(before.getEndTime()); // the timer's turn for the other gate may be later
    }

    @Test
    void every_event_and_field_has_a_label_and_every_time_its_unit() {
        assertThat(events)
                .extracting(event -> event.getEventType().getName())
                .contains(OURS + "Run", OURS + "Retry", OURS + "Missed", OURS + "GateClosed");
        assertThat(events).extracting(RecordedEvent::getEventType).allSatisfy(type -> {
            assertThat(type.getLabel()).isNotEmpty();
            assertThat(type.getDescription()).isNotEmpty();
            assertThat(type.getCategoryNames()).containsExactly("jda-tasks");
            assertThat(type.getFields()).extracting(ValueDescriptor::getLabel).doesNotContainNull();
        });
        assertThat(runOf("now").getEventType().getField("scheduledAt").getAnnotation(Timestamp.class))
                .isNotNull();
        assertThat(runOf("now").getEventType().getField("lateness").getAnnotation(Timespan.class))
                .isNotNull();
        assertThat(eventsOf("Retry", "retrying")
                        .get(0)
                        .getEventType()
                        .getField("delay")
                        .getAnnotation(Timespan.class))
                .isNotNull();
    }
}
