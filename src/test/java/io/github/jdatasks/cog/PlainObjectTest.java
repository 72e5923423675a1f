package io.github.jdatasks.cog;

import static ch.qos.logback.classic.Level.ERROR;
import static ch.qos.logback.classic.Level.WARN;
import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.jdatasks.AfterLoop;
import io.github.jdatasks.BeforeLoop;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopError;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.support.OfflineJda;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.util.ArrayList;
import java.util.List;
import net.dv8tion.jda.api.JDA;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Answers;
import org.mockito.MockMakers;

/** Cogs of objects whose class is no {@link LoopCog}. */
@SuppressWarnings("UnusedMethod") // loops and hooks are called by the library
class PlainObjectTest {
    private static final List<String> EVENTS = new ArrayList<>();

    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);

    PlainObjectTest() {
        EVENTS.clear();
    }

    /** Loads the cog of an object and lets its loops run once. */
    private LoopCog run(Object object) {
        LoopCog cog = LoopCog.of(object, time);
        VirtualConnection.of(cog).ready();
        time.runPending();
        return cog;
    }

    /** Returns the name of a loop with that of its cog, which is the second word. */
    private static String inFull(LoopTask loop) {
        return loop.toString().split(" ", -1)[1];
    }

    static class Report {
        final String title;

        Report(String title) {
            this.title = title;
        }

        @BeforeLoop
        protected void open(LoopTask task) {
            EVENTS.add("open " + inFull(task));
        }
    }

    interface Ticking {
        @Loop(minutes = 1)
        default void tick() {
            EVENTS.add("tick");
        }
    }

    static class Digest extends Report implements Ticking, AutoCloseable {
        Digest() {
            super("digest");
        }

        @Loop(minutes = 1)
        private void send(LoopContext run) {
            EVENTS.add("send " + title + " " + run.iteration());
        }

        @AfterLoop("send")
        void sent(LoopTask task) {
            EVENTS.add("sent by " + inFull(task));
        }

        @Override
        public void close() {
            EVENTS.add("closed");
        }
    }

    @Test
    void methods_of_an_object_are_the_loops_and_hooks_of_a_cog_as_if_its_class_were_one() {
        LoopCog cog = run(new Digest());
        assertThat(cog.loops()).extracting(PlainObjectTest::inFull).containsExactly("Digest.tick", "Digest.send");
        assertThat(EVENTS).containsExactly("open Digest.tick", "tick", "open Digest.send", "send digest 0");
        assertThat(cog.gate().isOpen()).isTrue();
    }

    @Test
    void unloading_runs_its_after_hooks_and_does_not_close_it() {
        LoopCog cog = run(new Digest());
        EVENTS.clear();
        cog.unload();
        time.runPending();
        assertThat(EVENTS).containsExactly("sent by Digest.send");
        assertThat(cog.loop("send").state()).isEqualTo(LoopState.FINISHED);
        assertThat(cog.gate().isOpen()).isFalse();
    }

    @Test
    void it_is_read_and_its_loops_are_built_without_a_call_or_a_start() {
        LoopCog cog = LoopCog.of(new Digest());
        assertThat(EVENTS).isEmpty();
        assertThat(cog.loops()).hasSize(2).allMatch(loop -> loop.state() == LoopState.IDLE);
    }

    @Test
    void it_is_attached_to_a_bot_that_is_running_like_any_cog() {
        OfflineJda jda = new OfflineJda().logIn();
        LoopCog cog = LoopCog.of(new Digest(), time);
        assertThat(cog).hasToString("LoopCog.of(Digest)");
        assertThat(cog.attach(jda)).isSameAs(cog);
        assertThat(jda.getRegisteredListeners()).contains(cog);
        time.runPending();
        assertThat(EVENTS).contains("send digest 0");
    }

    @Test
    void inside_of_create_its_loops_are_in_virtual_time() {
        LoopCog cog = time.create(() -> LoopCog.of(new Digest()));
        VirtualConnection.of(cog).ready();
        time.runPending();
        assertThat(EVENTS).contains("tick");
    }

    @Test
    void in_real_time_it_is_refused_by_virtual_connections_under_the_name_of_its_class() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VirtualConnection.of(LoopCog.of(new Digest())))
                .withMessageStartingWith("The cog Digest lives in real time");
    }

    static class Failing {
        @Loop(minutes = 1)
        void fail() {
            throw new IllegalStateException("on purpose");
        }
    }

    @Test
    void logs_and_errors_have_the_name_of_its_class() {
        try (LogLines log = LogLines.of("io.github.jdatasks.loop.Failing.fail")) {
            LoopCog cog = run(new Failing());
            assertThat(log.from(ERROR))
                    .singleElement()
                    .asString()
                    .contains("Failing.fail")
                    .doesNotContain("LoopCog");
            assertThat(log.events())
                    .filteredOn(event -> event.getLevel() == ERROR)
                    .extracting(ILoggingEvent::getMDCPropertyMap)
                    .allSatisfy(mdc -> assertThat(mdc).containsEntry("cog", "Failing"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> cog.loop("gone"))
                    .withMessage("The cog Failing has no loop named \"gone\"; it has [fail]");
        }
    }

    record Counter(List<String> counts) {
        @Loop(minutes = 1)
        void count() {
            counts.add("one");
        }
    }

    @Test
    void it_may_be_a_record() {
        List<String> counts = new ArrayList<>();
        assertThat(inFull(run(new Counter(counts)).loop("count"))).isEqualTo("Counter.count");
        assertThat(counts).containsExactly("one");
    }

    enum Jobs {
        NIGHTLY {
            @Override
            void work() {
                EVENTS.add("nightly");
            }
        };

        @Loop(minutes = 1)
        abstract void work();
    }

    @Test
    void it_may_be_a_constant_of_an_enum() {
        run(Jobs.NIGHTLY);
        assertThat(EVENTS).containsExactly("nightly");
    }

    interface Work<C> {
        @Loop(minutes = 1)
        void work(C run);
    }

    interface LoggedWork extends Work<LoopContext> {
        @BeforeLoop
        private void open() {
            EVENTS.add("open");
        }
    }

    @Test
    void it_may_be_a_lambda_and_is_called_by_its_interface() {
        LoggedWork lambda = run -> EVENTS.add(inFull(run.task()));
        run(lambda);
        assertThat(EVENTS).containsExactly("open", "LoggedWork.work");
    }

    @Test
    void an_anonymous_object_has_the_name_of_its_class_without_the_package() {
        run(new Report("nameless") {
            @Loop(minutes = 1)
            void work() {
                EVENTS.add("work " + title);
            }
        });
        assertThat(EVENTS).containsExactly("open PlainObjectTest$1.work", "work nameless");
    }

    /** Kotlin names such an object after the inlined function it is in, and Scala one in a companion object. */
    static class Report$$inlined$map$1 extends Digest {
        @Loop(minutes = 1)
        void inlined() {}
    }

    static class Report$$anon$1 extends Digest {
        @Loop(minutes = 1)
        void anonymous() {}
    }

    @Test
    void an_object_in_an_inlined_function_of_Kotlin_or_in_an_object_of_Scala_is_no_proxy() {
        assertThat(inFull(run(new Report$$inlined$map$1()).loop("inlined"))).isEqualTo("Report$$inlined$map$1.inlined");
        assertThat(inFull(run(new Report$$anon$1()).loop("anonymous"))).isEqualTo("Report$$anon$1.anonymous");
    }

    @Test
    void cogs_of_objects_of_two_classes_on_two_shards_are_no_twins_but_those_of_one_class_are() {
        OfflineJda first = new OfflineJda(0, 2);
        OfflineJda second = new OfflineJda(1, 2);
        try (LogLines log = LogLines.of("io.github.jdatasks.LoopCog")) {
            first.addEventListener(LoopCog.of(new Counter(new ArrayList<>()), time), LoopCog.of(new Digest(), time));
            second.addEventListener(LoopCog.of(new Failing(), time), LoopCog.of(new Digest(), time));
            first.logIn();
            second.logIn();
            time.runPending();
            assertThat(log.from(WARN)).singleElement().asString().startsWith("WARN Two cogs of class Digest serve");
        }
    }

    // ---- mistakes ----

    static class HookOnly {
        @BeforeLoop
        void open() {}
    }

    static class Wrong extends Report {
        Wrong() {
            super("wrong");
        }

        @Loop
        void never() {}

        @LoopError("gone")
        void failed(JDA jda, String text) {}
    }

    @ParameterizedTest
    @ValueSource(classes = {Report.class, HookOnly.class})
    void an_object_without_a_loop_is_refused(Class<?> type) {
        Object object = type == Report.class ? new Report("no loop") : new HookOnly();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoopCog.of(object, time))
                .withMessage("LoopCog.of: the " + type.getName() + " has no loop; annotate a method with @Loop(…)");
    }

    @Test
    void all_mistakes_are_listed_under_the_name_of_its_class() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoopCog.of(new Wrong(), time))
                .withMessageStartingWith("The cog " + Wrong.class.getName() + " has 3 mistakes:\n")
                .withMessageContaining("  - Wrong.failed(JDA, String): parameter 2 is of type String")
                .withMessageContaining("  - Wrong.failed(JDA, String): @LoopError names a loop \"gone\"")
                .withMessageContaining("  - Wrong.never(): it has no schedule");
    }

    @Test
    void a_mistake_is_told_before_the_lack_of_a_loop() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoopCog.of(new Object() {
                    @AfterLoop("gone")
                    void close() {}
                }))
                .withMessageContaining("  - PlainObjectTest$2.close(): @AfterLoop names a loop \"gone\"");
    }

    static class Cog extends LoopCog {
        @Loop(minutes = 1)
        void tick() {}
    }

    @Test
    void a_cog_is_refused_since_it_is_to_be_registered_itself() {
        LoopCog cog = time.create(Cog::new);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoopCog.of(cog))
                .withMessage("LoopCog.of: the " + Cog.class.getName() + " is a LoopCog already; register it as it is");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoopCog.of(LoopCog.of(new Digest())))
                .withMessageContaining("is a LoopCog already");
    }

    @Test
    void a_cog_without_loops_of_its_own_is_still_a_cog() {
        LoopCog cog = time.create(() -> new LoopCog() {});
        VirtualConnection.of(cog).ready();
        time.advance(ofMinutes(1));
        assertThat(cog.loops()).isEmpty();
    }

    @Test
    void a_proxy_of_a_cog_is_refused_with_what_to_do() {
        LoopCog proxy = mock(
                Cog.class, withSettings().mockMaker(MockMakers.SUBCLASS).defaultAnswer(Answers.CALLS_REAL_METHODS));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoopCog.of(proxy))
                .withMessageContaining("was made without its constructor")
                .withMessageContaining("let the class not extend LoopCog, and register LoopCog.of(bean)");
    }

    @Test
    @SuppressWarnings("NullAway")
    void null_is_refused_by_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoopCog.of(null))
                .withMessage("LoopCog.of was given null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoopCog.of(new Digest(), null))
                .withMessage("LoopCog.of was given null");
    }
}
