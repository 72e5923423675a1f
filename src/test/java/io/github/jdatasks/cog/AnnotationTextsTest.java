package io.github.jdatasks.cog;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchIllegalArgumentException;

import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Texts of annotations that are replaced, by values of a configuration for example, before they are read. */
@SuppressWarnings("UnusedMethod") // loops are called by the library
class AnnotationTextsTest {
    private static final Map<String, String> CONFIGURATION = Map.of(
            "${cron}", "0 8 * * MON-FRI",
            "${zone}", "Europe/Berlin",
            "${morning}", "08:00",
            "${evening}", "20:30 America/New_York");

    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);

    static class Digest extends LoopCog {
        Digest() {}

        Digest(LoopScheduler scheduler) {
            super(scheduler);
        }

        @Loop(cron = "${cron}", zone = "${zone}", name = "${name}")
        void aCron() {}

        @Loop(
                time = {"${morning}", "12:00", "${evening}"},
                zone = "${zone}")
        void bTimes() {}

        @Loop(seconds = 5)
        void cInterval() {}
    }

    private static String configured(String text) {
        return Objects.requireNonNullElse(CONFIGURATION.get(text), text);
    }

    private void assertIsConfigured(Digest cog) {
        assertThat(cog.loop("${name}").schedule().describe())
                .isEqualTo("every Monday to Friday at 08:00 Europe/Berlin");
        assertThat(cog.loop("bTimes").schedule().describe())
                .isEqualTo("daily at 08:00 and 12:00 Europe/Berlin or daily at 20:30 America/New_York");
    }

    @Test
    void a_scheduler_replaces_times_zones_and_cron_expressions_of_its_cogs_and_leaves_names_alone() {
        try (LoopScheduler scheduler =
                LoopScheduler.builder().texts(AnnotationTextsTest::configured).build()) {
            assertIsConfigured(new Digest(scheduler));
        }
    }

    @Test
    void so_does_one_in_virtual_time_also_after_a_restart() {
        time.texts(AnnotationTextsTest::configured);
        assertIsConfigured(time.create(Digest::new));
        time.restart();
        assertIsConfigured(time.create(Digest::new));
    }

    static class Plain extends LoopCog {
        @Loop(cron = "0 8 * * *")
        void aCron() {}

        @Loop(time = "", zone = "UTC")
        void bEmpty() {}
    }

    @Test
    void only_what_is_given_is_asked_for_and_each_text_once() {
        List<String> asked = new ArrayList<>();
        time.texts(text -> {
            asked.add(text);
            return configured(text);
        });
        time.create(Digest::new);
        assertThat(asked).containsExactly("${zone}", "${cron}", "${zone}", "${morning}", "12:00", "${evening}");
        asked.clear();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> time.create(Plain::new))
                .withMessageContaining("Plain.bEmpty(): \"\" is not a time");
        assertThat(asked).containsExactly("0 8 * * *");
    }

    private List<String> mistakes(UnaryOperator<String> texts) {
        time.texts(texts);
        return mistakesOf(Digest::new);
    }

    private List<String> mistakesOf(Supplier<LoopCog> cog) {
        return String.valueOf(
                        catchIllegalArgumentException(() -> time.create(cog)).getMessage())
                .lines()
                .skip(1)
                .toList();
    }

    @Test
    void a_text_without_a_replacement_is_a_mistake_that_names_the_attribute() {
        assertThat(mistakes(CONFIGURATION::get))
                .containsExactly("  - Digest.bTimes(): time \"12:00\": texts(…) of the scheduler's builder has returned"
                        + " null for it");
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E undeclared(Throwable t) throws E {
        throw (E) t;
    }

    @Test
    void a_failure_is_a_mistake_that_names_the_attribute_and_the_others_are_listed_too() {
        assertThat(mistakes(text -> {
                    if (text.equals("${zone}")) {
                        throw AnnotationTextsTest.<RuntimeException>undeclared(new IOException("no file"));
                    }
                    return text.equals("12:00") ? "noon" : configured(text);
                }))
                .containsExactly(
                        "  - Digest.aCron(): zone \"${zone}\": texts(…) of the scheduler's builder has failed with"
                                + " java.io.IOException: no file",
                        "  - Digest.bTimes(): zone \"${zone}\": texts(…) of the scheduler's builder has failed with"
                                + " java.io.IOException: no file",
                        "  - Digest.bTimes(): \"noon\" is not a time; write it like \"08:00\", \"20:30:15\" or"
                                + " \"08:00 America/New_York\", from 00:00 to 23:59; \"noon\" comes from \"12:00\"");
    }

    @Test
    void a_placeholder_that_stays_is_a_mistake_that_says_how_to_replace_it() {
        assertThat(mistakes(UnaryOperator.identity()))
                .hasSize(5)
                .contains("  - Digest.aCron(): cron \"${cron}\" has a placeholder that texts(…) of this cog's"
                        + " scheduler has not replaced; set it with LoopScheduler.builder(), as to"
                        + " environment::resolveRequiredPlaceholders of Spring")
                .allMatch(line -> line.contains("has a placeholder that texts(…)"));
    }

    @Test
    void a_mistake_in_a_replacement_says_what_it_comes_from() {
        assertThat(mistakes(text -> text.equals("${cron}") ? "0 25 * * *" : text.equals("${zone}") ? "Mars" : "08:00"))
                .hasSize(3)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("  - Digest.aCron(): cron \"0 25 * * *\", column 3: \"25\" is not an hour")
                        .endsWith("; \"0 25 * * *\" comes from \"${cron}\""))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("  - Digest.aCron(): unknown time zone \"Mars\"")
                        .endsWith("; \"Mars\" comes from \"${zone}\""))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("  - Digest.bTimes(): unknown time zone \"Mars\"")
                        .endsWith("; \"Mars\" comes from \"${zone}\""));
    }

    static class Wrong extends LoopCog {
        @Loop(time = {"noon", "${morning}"})
        void aNoon() {}

        @Loop(time = "${gone}")
        void bGone() {}
    }

    @Test
    void a_mistake_in_a_text_that_was_not_replaced_names_no_origin_and_no_other_mistake_follows() {
        time.texts(AnnotationTextsTest::configured);
        assertThat(mistakesOf(Wrong::new))
                .containsExactly(
                        "  - Wrong.aNoon(): \"noon\" is not a time; write it like \"08:00\", \"20:30:15\" or \"08:00"
                                + " America/New_York\", from 00:00 to 23:59",
                        "  - Wrong.bGone(): time \"${gone}\" has a placeholder that texts(…) of this cog's"
                                + " scheduler has not replaced; set it with LoopScheduler.builder(), as to"
                                + " environment::resolveRequiredPlaceholders of Spring");
    }

    @Test
    void a_replacement_that_is_empty_is_a_mistake_and_switches_nothing_off() {
        assertThat(mistakes(text -> text.equals("${cron}") ? "" : configured(text)))
                .singleElement()
                .asString()
                .startsWith("  - Digest.aCron(): cron \"\"")
                .endsWith("; \"\" comes from \"${cron}\"");
    }

    @Test
    @SuppressWarnings("NullAway")
    void null_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoopScheduler.builder().texts(null))
                .withMessage("texts was given null");
        assertThatIllegalArgumentException().isThrownBy(() -> time.texts(null)).withMessage("texts was given null");
    }
}
