package io.github.jdatasks.cog;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.jdatasks.AfterLoop;
import io.github.jdatasks.BeforeLoop;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopError;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Users' own annotations that have those of the library on them. */
class OwnAnnotationTest {
    @Loop(hours = 1)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Hourly {}

    /** As a tag for something else: it says nothing about loops by itself. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Audited {}

    @Audited2
    @Hourly
    @Retention(RetentionPolicy.RUNTIME)
    @interface Housekeeping {}

    @Housekeeping
    @Retention(RetentionPolicy.RUNTIME)
    @interface Cleaning {}

    /** On itself, by way of another one. */
    @Audited3
    @Retention(RetentionPolicy.RUNTIME)
    @interface Audited2 {}

    @Audited2
    @Retention(RetentionPolicy.RUNTIME)
    @interface Audited3 {}

    @BeforeLoop
    @AfterLoop("clean")
    @Retention(RetentionPolicy.RUNTIME)
    @interface Bracket {}

    @LoopError
    @Retention(RetentionPolicy.RUNTIME)
    @interface Alerting {}

    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final List<String> events = new ArrayList<>();

    class Cleaner extends LoopCog {
        @Hourly
        @Audited
        void sweep() {
            events.add("sweep");
            throw new IllegalStateException("dust");
        }

        @Cleaning
        void clean(LoopTask task) {
            events.add("clean");
            task.stop();
        }

        @Bracket
        void bracket(LoopTask task) {
            events.add("bracket of " + task.name());
        }

        @Alerting
        void alert(Throwable error) {
            events.add("alert of " + error.getMessage());
        }
    }

    @Test
    void methods_with_them_are_loops_and_hooks_however_deep_they_are_nested() {
        Cleaner cog = time.create(Cleaner::new);
        assertThat(cog.loops()).extracting(LoopTask::name).containsExactly("clean", "sweep");
        assertThat(cog.loops()).extracting(LoopTask::schedule).containsOnly(Schedule.every(ofHours(1)));
        VirtualConnection.of(cog).ready();
        time.runPending();
        assertThat(events)
                .containsExactly(
                        "bracket of clean", "clean", "bracket of clean", "bracket of sweep", "sweep", "alert of dust");
    }

    static class Daily extends LoopCog {
        @Hourly
        void work() {}
    }

    static class Monthly extends Daily {
        @Override
        @Loop(hours = 2)
        void work() {}
    }

    @Test
    void an_override_with_another_annotation_has_that_one_only() {
        assertThat(time.create(Monthly::new).loop("work").schedule()).isEqualTo(Schedule.every(ofHours(2)));
    }

    @Loop(hours = 24)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Nightly {}

    @Loop(seconds = -1)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Never {}

    @BeforeLoop("cTwoOwn")
    @Retention(RetentionPolicy.RUNTIME)
    @interface Opening {}

    @Hourly
    @Nightly
    @Retention(RetentionPolicy.RUNTIME)
    @interface Often {}

    static class Twice extends LoopCog {
        @Hourly
        @Loop(minutes = 1)
        void aBoth() {}

        @Hourly
        @Cleaning
        void bSame() {}

        @Cleaning
        @Nightly
        void cTwoOwn() {}

        @Opening
        @BeforeLoop("cTwoOwn")
        void dHook() {}

        @Never
        void eNever() {}

        @Hourly
        @Opening
        void fLoopAndHook() {}

        @Often
        void gTwice() {}
    }

    @Test
    void two_on_one_method_are_a_mistake_that_names_both_and_other_mistakes_are_found_as_ever() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> time.create(Twice::new))
                .satisfies(mistakes -> assertThat(
                                String.valueOf(mistakes.getMessage()).lines().skip(1))
                        .containsExactly(
                                "  - Twice.aBoth(): it is @Loop more than once, by @Hourly and @Loop; leave all but one"
                                        + " out",
                                "  - Twice.cTwoOwn(): it is @Loop more than once, by @Cleaning and @Nightly; leave all but"
                                        + " one out",
                                "  - Twice.dHook(): it is @BeforeLoop more than once, by @Opening and @BeforeLoop; leave"
                                        + " all but one out",
                                "  - Twice.eNever(): seconds must be zero or a positive number, such as 5 or 0.5, but it"
                                        + " is -1.0",
                                "  - Twice.fLoopAndHook(): it is @Loop and @BeforeLoop at once, but a method is either a"
                                        + " loop or a hook; leave one of the two out",
                                "  - Twice.fLoopAndHook(): Twice.dHook() is a @BeforeLoop for \"cTwoOwn\" already; there"
                                        + " can be one",
                                "  - Twice.gTwice(): it is @Loop more than once, by @Often; leave all but one out"));
    }
}
