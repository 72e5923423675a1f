package io.github.jdatasks.cog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchIllegalArgumentException;

import io.github.jdatasks.AfterLoop;
import io.github.jdatasks.AmbiguousTime;
import io.github.jdatasks.BeforeLoop;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopError;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Schedule;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.dv8tion.jda.api.JDA;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake one can make in a cog, found when it is built. */
class CogMistakesTest {
    @SuppressWarnings({"UnusedVariable", "MissingOverride"})
    static class Wrong extends LoopCog {
        @Loop
        void aNoSchedule() {}

        @Loop(seconds = 5, time = "08:00")
        void aTwoSchedules() {}

        @Loop(seconds = -5)
        void bNegative() {}

        @Loop(minutes = Double.NaN)
        void bNotANumber() {}

        @Loop(hours = Double.POSITIVE_INFINITY)
        void bInfinite() {}

        @Loop(hours = 1e10)
        void bOverflow() {}

        @Loop(seconds = 1e-12)
        void bTooShort() {}

        @Loop(minutes = 1, initialDelay = -1)
        void cDelay() {}

        @Loop(minutes = 1, count = -1)
        void cCount() {}

        @Loop(minutes = 1, maxFailures = -2)
        void cFailures() {}

        @Loop(minutes = 1, maxAttempts = 0)
        void cAttempts() {}

        @Loop(minutes = 1, reconnect = false, retryOn = IllegalStateException.class)
        void cRetry() {}

        @Loop(minutes = 1, name = " ")
        void cBlank() {}

        @Loop(time = "08:00", zone = "Berlin")
        void dZone() {}

        @Loop(time = "08:00 Europe/Berlyn")
        void dOwnZone() {}

        @Loop(time = {"8 o'clock", "25:00"})
        void dTimes() {}

        @Loop(time = "")
        void dEmpty() {}

        @Loop(time = "08:00", fixedDelay = true)
        void dFixed() {}

        @Loop(cron = "0 25 * * *")
        void dCron() {}

        @Loop(cron = "0 8 * * 8", zone = "Berlin")
        void dCronZone() {}

        @Loop(cron = "0 * * * *", ambiguous = AmbiguousTime.LATER)
        void dCronLater() {}

        @Loop(cron = "0 8 * * *", seconds = 5)
        void dCronAndInterval() {}

        @Loop(cron = "0 8 * * *", time = "08:00")
        void dCronAndTime() {}

        @Loop(cron = "0 8 * * *", time = "08:00", hours = 1)
        void dThree() {}

        @Loop(cron = "0 8 * * *", fixedDelay = true)
        void dCronFixed() {}

        @Loop(cron = "0 8 * * *", days = DayOfWeek.MONDAY)
        void dCronDays() {}

        @Loop(minutes = 5, days = DayOfWeek.MONDAY)
        void dIntervalDays() {}

        @Loop(days = {DayOfWeek.MONDAY, DayOfWeek.FRIDAY})
        void dDaysAlone() {}

        @Loop(minutes = 5, zone = "Europe/Berlin")
        void dIntervalZone() {}

        @Loop(minutes = 5, ambiguous = AmbiguousTime.LATER)
        void dIntervalLater() {}

        @Loop(count = 1, zone = "Europe/Berlin", ambiguous = AmbiguousTime.LATER, fixedDelay = true)
        void dOnceMisfits() {}

        @Loop(count = 1, maxLateness = 60)
        void dOnceLate() {}

        @Loop(minutes = 1, maxLateness = Double.NaN)
        void dLateNaN() {}

        @Loop(minutes = 1, maxLateness = 1e10)
        void dLateOverflow() {}

        @Loop(minutes = 1, fixedDelay = true, maxLateness = 0.5)
        void dLateDelay() {}

        @Loop(minutes = 1)
        int eReturn() {
            return 1;
        }

        @Loop(minutes = 1)
        void eParameter(String text) {}

        @Loop(minutes = 1)
        void eTwo(LoopContext run, int number) {}

        @Loop(minutes = 1)
        void eTwice(LoopTask task, LoopContext run, LoopTask again) {}

        @Loop(minutes = 1)
        static void eStatic() {}

        @Loop(minutes = 1)
        void good() {}

        @Loop(minutes = 1, name = "good")
        void zTwin() {}

        @BeforeLoop("gone")
        void fUnknown() {}

        @AfterLoop("good")
        void gFirst() {}

        @AfterLoop("good")
        void gSecond() {}

        @BeforeLoop
        void hFirst() {}

        @BeforeLoop
        void hSecond() {}

        @BeforeLoop("good")
        boolean iReturn() {
            return true;
        }

        @AfterLoop("bNegative")
        void iParameter(Throwable error) {}

        @LoopError("good")
        void iHandler(LoopContext run, Object error) {}

        @LoopError("good")
        void iNoError(LoopContext run) {}

        @LoopError("bNegative")
        void iTwice(JDA jda, IOException error, JDA again, Throwable more) {}

        @LoopError
        void jFirst(IOException error) {}

        @LoopError
        void jNarrower(FileNotFoundException error) {}

        @LoopError
        void jSecond(JDA jda, IOException error) {}

        @LoopError
        static void iStatic() {}
    }

    /** Every mistake that can be made beside the others, in as few members as possible. */
    @SuppressWarnings("UnusedVariable")
    static class AllAtOnce extends LoopCog {
        @Loop(
                seconds = -1,
                minutes = 1e10,
                hours = Double.NaN,
                fixedDelay = true,
                time = {"25:00 Mars/Olympus", "noon"},
                zone = "Berlin",
                count = -3,
                name = " ",
                reconnect = false,
                retryOn = IllegalStateException.class,
                maxAttempts = -5,
                maxFailures = -6,
                initialDelay = -4,
                jitter = -7,
                maxLateness = -9,
                timeout = Double.NEGATIVE_INFINITY,
                overlap = -8)
        static int aLoop(String text) {
            return 1;
        }

        @Loop(time = "24:00", fixedDelay = true, overlap = 2, maxLateness = 3, name = " ")
        void bTwin(int number) {}

        @Loop(zone = "Mars")
        void cNone() {}

        @BeforeLoop
        static int dHook(String text) {
            return 1;
        }

        @BeforeLoop
        @AfterLoop({"gone", "lost", "cNone"})
        @LoopError({"gone", "cNone"})
        static int eHook(String text) {
            return 1;
        }

        @AfterLoop("cNone")
        @LoopError("cNone")
        void fThird(String text) {}
    }

    private static List<String> lines(Supplier<LoopCog> cog) {
        IllegalArgumentException mistakes = catchIllegalArgumentException(cog::get);
        return String.valueOf(mistakes.getMessage()).lines().toList();
    }

    static Stream<String> mistakes() {
        return Stream.of(
                "aNoSchedule() | no schedule | seconds, minutes or hours | count = 1",
                "aTwoSchedules() | two schedules | give it one",
                "bNegative() | seconds | -5.0 | positive",
                "bNotANumber() | minutes | NaN",
                "bInfinite() | hours | Infinity",
                "bOverflow() | hours | 292 years | 1.0E10",
                "bTooShort() | seconds | nanosecond | 1.0E-12",
                "cDelay() | initialDelay | -1.0",
                "cCount() | count must be 1 or more | -1",
                "cFailures() | maxFailures must be 1 or more | -2",
                "cAttempts() | maxAttempts | 0",
                "cRetry() | retryOn | reconnect = false",
                "cBlank() | name | blank",
                "dZone() | \"Berlin\" | did you mean \"Europe/Berlin\"?",
                "dOwnZone() | Europe/Berlyn",
                "dTimes() | \"8 o'clock\" is not a time | \"08:00\"",
                "dTimes() | \"8 o'clock\" | unknown time zone",
                "dTimes() | \"25:00\" is not a time | \"08:00\"",
                "dEmpty() | \"\" is not a time",
                "dFixed() | fixedDelay | interval",
                "dCron() | cron \"0 25 * * *\", column 3: \"25\" is not an hour; write 0 to 23",
                "dCronZone() | cron \"0 8 * * 8\", column 9",
                "dCronZone() | \"Berlin\" | did you mean \"Europe/Berlin\"?",
                "dCronLater() | cron \"0 * * * *\" runs both times | leave out",
                "dCronAndInterval() | two schedules, an interval and a cron expression | give it one",
                "dCronAndTime() | two schedules, times and a cron expression | give it one",
                "dThree() | three schedules, an interval and times and a cron expression | give it one",
                "dCronFixed() | fixedDelay | interval",
                "dCronDays() | days goes with time only | leave days out",
                "dIntervalDays() | days goes with time only",
                "dDaysAlone() | days goes with time only; add one such as time = \"08:00\"",
                "dIntervalZone() | zone goes with time or cron only; leave it out",
                "dIntervalLater() | ambiguous goes with time or cron only; leave it out",
                "dOnceMisfits() | fixedDelay goes with an interval only",
                "dOnceMisfits() | zone goes with",
                "dOnceMisfits() | ambiguous goes with",
                "dOnceLate() | maxLateness has no effect on a run that is made as soon as it can be; leave it out",
                "dLateNaN() | maxLateness must be zero or a positive number | NaN",
                "dLateOverflow() | maxLateness must be at most 292 years | 1.0E10",
                "dLateDelay() | maxLateness = 0.5 has no effect with fixedDelay = true | leave one of them out",
                "eReturn() | returns | int | CompletionStage | RestAction",
                "eParameter(String) | parameter 1 is of type String | a LoopContext, a JDA and a LoopTask",
                "eTwo(LoopContext, int) | parameter 2 is of type int | a LoopContext, a JDA and a LoopTask",
                "eTwice(LoopTask, LoopContext, LoopTask) | parameter 3 is a second LoopTask | at most once",
                "eStatic() | static",
                "zTwin() | \"good\" | another name",
                "fUnknown() | \"gone\" | good | aNoSchedule",
                "gSecond() | @AfterLoop | \"good\" | gFirst()",
                "hSecond() | @BeforeLoop | every loop | hFirst()",
                "iReturn() | hook | boolean",
                "iParameter(Throwable) | parameter 1 is of type Throwable | a LoopContext, a JDA and a LoopTask",
                "iHandler(LoopContext, Object) | parameter 2 is of type Object | error handler | Throwable of any type",
                "iNoError(LoopContext) | @LoopError | \"good\" and Throwable | iHandler(LoopContext, Object)",
                "iTwice(JDA, IOException, JDA, Throwable) | parameter 3 is a second JDA | at most once",
                "iTwice(JDA, IOException, JDA, Throwable) | parameter 4 is a second Throwable | at most once",
                "jSecond(JDA, IOException) | every loop and IOException | jFirst(IOException) | one for each type",
                "iStatic() | static");
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void each_mistake_is_listed_with_its_class_and_method_and_value_and_remedy(String row) {
        assertThat(lines(Wrong::new))
                .filteredOn(line -> isOf("Wrong", row, line))
                .hasSize(1);
    }

    @Test
    void nothing_else_is_listed_and_the_cog_is_named_in_full() {
        assertThat(lines(Wrong::new)).hasSize(1 + (int) mistakes().count());
        assertThat(lines(Wrong::new).get(0))
                .contains(Wrong.class.getName(), mistakes().count() + " mistakes");
    }

    static Stream<String> mistakesBesideOthers() {
        return Stream.of(
                "aLoop(String) | two schedules",
                "aLoop(String) | seconds must | -1.0",
                "aLoop(String) | minutes must | 292 years | 1.0E10",
                "aLoop(String) | hours must | NaN",
                "aLoop(String) | \"25:00 Mars/Olympus\" is not a time",
                "aLoop(String) | \"25:00 Mars/Olympus\": unknown time zone",
                "aLoop(String) | \"noon\" is not a time",
                "aLoop(String) | \"Berlin\" | did you mean",
                "aLoop(String) | count must | -3",
                "aLoop(String) | not blank",
                "aLoop(String) | retryOn | reconnect = false",
                "aLoop(String) | maxAttempts | -5",
                "aLoop(String) | maxFailures must | -6",
                "aLoop(String) | initialDelay must | -4.0",
                "aLoop(String) | jitter must | -7.0",
                "aLoop(String) | maxLateness must | -9.0",
                "aLoop(String) | timeout must | -Infinity",
                "aLoop(String) | overlap must | -8",
                "aLoop(String) | static",
                "aLoop(String) | returns int",
                "aLoop(String) | parameter 1 is of type String; a loop's method or hook may take",
                "bTwin(int) | there is a loop named \" \" already | aLoop",
                "bTwin(int) | \"24:00\" is not a time",
                "bTwin(int) | fixedDelay goes with an interval only",
                "bTwin(int) | overlap = 2 | fixedDelay = true",
                "bTwin(int) | maxLateness = 3.0 | fixedDelay = true",
                "bTwin(int) | not blank",
                "bTwin(int) | parameter 1 is of type int",
                "cNone() | no schedule",
                "cNone() | unknown time zone \"Mars\"",
                "dHook(String) | static",
                "dHook(String) | returns int",
                "dHook(String) | parameter 1 is of type String; a loop's method or hook may take",
                "eHook(String) | static",
                "eHook(String) | returns int",
                "eHook(String) | parameter 1 is of type String; a loop's method or hook may take",
                "eHook(String) | parameter 1 is of type String; an error handler may take",
                "eHook(String) | @BeforeLoop for every loop already | dHook",
                "eHook(String) | @AfterLoop names a loop \"gone\"",
                "eHook(String) | @AfterLoop names a loop \"lost\"",
                "eHook(String) | @LoopError names a loop \"gone\"",
                "fThird(String) | @AfterLoop for \"cNone\" already | eHook",
                "fThird(String) | @LoopError for \"cNone\" and Throwable already | eHook",
                "fThird(String) | parameter 1 is of type String; a loop's method or hook may take",
                "fThird(String) | parameter 1 is of type String; an error handler may take");
    }

    @ParameterizedTest
    @MethodSource("mistakesBesideOthers")
    void no_mistake_hides_another_of_the_same_member(String row) {
        assertThat(lines(AllAtOnce::new))
                .filteredOn(line -> isOf("AllAtOnce", row, line))
                .hasSize(1);
        assertThat(lines(AllAtOnce::new))
                .hasSize(1 + (int) mistakesBesideOthers().count());
    }

    private static boolean isOf(String cog, String row, String line) {
        List<String> words = List.of(row.split(" \\| "));
        return line.startsWith("  - " + cog + "." + words.get(0) + ": ")
                && words.stream().allMatch(line::contains);
    }

    static List<Arguments> misuses() {
        return List.of(
                misuse(builder -> builder.count(-1), "count", "-1"),
                misuse(builder -> builder.maxFailures(-1), "maxFailures", "-1"),
                misuse(builder -> builder.name(" "), "name", "blank"),
                misuse(builder -> builder.initialDelay(Duration.ofSeconds(-1)), "initialDelay", "PT-1S"),
                misuse(builder -> builder.initialDelay(Duration.ofSeconds(Long.MAX_VALUE)), "initialDelay", "292"),
                misuse(builder -> builder.retry(none()), "retry"),
                misuse(builder -> builder.gate(none()), "gate"),
                misuse(builder -> builder.scheduler(none()), "scheduler"),
                misuse(builder -> builder.missed(none()), "missed"),
                misuse(builder -> builder.onFailure(none()), "onFailure"),
                misuse(builder -> builder.whenDisconnected(none()), "whenDisconnected"),
                misuse(builder -> builder.shards(none()), "shards"),
                misuse(builder -> builder.beforeLoop(none()), "beforeLoop"),
                misuse(builder -> builder.afterLoop(none()), "afterLoop"),
                misuse(builder -> builder.onError(none()), "onError"),
                misuse(builder -> builder.build(none()), "body"),
                misuse(builder -> builder.buildAsync(none()), "body"),
                misuse(builder -> builder.buildRest(none()), "body"));
    }

    private static Arguments misuse(Consumer<LoopBuilder> use, String... words) {
        return Arguments.of(words[0], use, List.of(words));
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T none() {
        return null;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misuses")
    void a_builder_refuses_what_makes_no_sense_at_once(String name, Consumer<LoopBuilder> use, List<String> words) {
        LoopBuilder builder = Loops.every(Duration.ofMinutes(1));
        assertThat(name).isNotBlank();
        Throwable refusal = org.assertj.core.api.Assertions.catchThrowable(() -> use.accept(builder));
        assertThat(refusal).isInstanceOfAny(IllegalArgumentException.class, NullPointerException.class);
        assertThat(refusal.getMessage()).contains(words);
    }

    @Test
    void changeInterval_refuses_what_is_no_interval_and_leaves_the_loop_as_it_was() {
        LoopTask loop = Loops.every(Duration.ofMinutes(1)).build(run -> {});
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofSeconds(-5), Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loop.changeInterval(wrong))
                    .withMessageContaining(wrong.toString());
        }
        assertThat(loop.schedule()).isEqualTo(Schedule.every(Duration.ofMinutes(1)));
    }
}
