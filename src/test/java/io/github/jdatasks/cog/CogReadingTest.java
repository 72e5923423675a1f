package io.github.jdatasks.cog;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.BeforeLoop;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopError;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Missed;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import net.dv8tion.jda.api.requests.RestAction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which methods of a cog are loops and hooks, and how they are called. */
class CogReadingTest {
    private static final List<String> EVENTS = new ArrayList<>();

    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);

    CogReadingTest() {
        EVENTS.clear();
    }

    /** Loads a cog and lets its loops run once. */
    private <C extends LoopCog> C run(Supplier<C> constructor) {
        C cog = time.create(constructor);
        VirtualConnection.of(cog).ready();
        time.runPending();
        return cog;
    }

    private static List<String> names(LoopCog cog) {
        return cog.loops().stream().map(LoopTask::name).toList();
    }

    @SuppressWarnings("UnusedMethod") // the private one is called by the library
    static class Visibilities extends LoopCog {
        @Loop(minutes = 1)
        public void a() {
            EVENTS.add("public");
        }

        @Loop(minutes = 1)
        protected void b() {
            EVENTS.add("protected");
        }

        @Loop(minutes = 1)
        void c() {
            EVENTS.add("package");
        }

        @Loop(minutes = 1)
        private void d() {
            EVENTS.add("private");
        }
    }

    @Test
    void methods_of_any_visibility_are_loops() {
        run(Visibilities::new);
        assertThat(EVENTS).containsExactly("public", "protected", "package", "private");
    }

    @SuppressWarnings("UnusedMethod")
    static class Base extends LoopCog {
        @Loop(minutes = 1, name = "shared")
        void overridden() {
            EVENTS.add("base");
        }

        @Loop(minutes = 1)
        private void hidden() {
            EVENTS.add("hidden of base");
        }

        @BeforeLoop
        protected void before() {
            EVENTS.add("before of base");
        }
    }

    static class Middle extends Base {
        @Override
        void overridden() {
            EVENTS.add("middle");
        }
    }

    static class Leaf extends Middle {
        @Override
        @Loop(minutes = 2, name = "own")
        void overridden() {
            EVENTS.add("leaf");
        }

        @Override
        protected void before() {
            EVENTS.add("before of leaf");
        }

        @Loop(minutes = 1)
        void another() {
            EVENTS.add("another");
        }
    }

    @Test
    void loops_of_superclasses_come_first_and_private_ones_count() {
        assertThat(names(run(Base::new))).containsExactly("hidden", "shared");
        assertThat(EVENTS).containsExactly("before of base", "hidden of base", "before of base", "base");
    }

    @Test
    void an_override_takes_the_place_of_the_annotated_method_and_inherits_its_annotation() {
        assertThat(names(run(Middle::new))).containsExactly("hidden", "shared");
        assertThat(EVENTS).containsOnlyOnce("middle").doesNotContain("base");
    }

    @Test
    void an_override_with_its_own_annotation_is_one_loop_with_that() {
        Leaf cog = run(Leaf::new);
        assertThat(names(cog)).containsExactly("hidden", "another", "own");
        assertThat(cog.loop("own").schedule()).isEqualTo(Schedule.every(ofMinutes(2)));
        assertThat(EVENTS).containsOnlyOnce("leaf").doesNotContain("base", "middle", "before of base");
        assertThat(EVENTS.stream().filter("before of leaf"::equals)).hasSize(3);
    }

    abstract static class Generic<T, E extends Throwable> extends LoopCog {
        @Loop(minutes = 1)
        abstract T work() throws Exception;

        @LoopError
        abstract void failed(E error);
    }

    static class Concrete extends Generic<CompletableFuture<String>, IOException> {
        @Override
        CompletableFuture<String> work() {
            EVENTS.add("work");
            return CompletableFuture.failedFuture(new java.io.EOFException("end"));
        }

        @Override
        void failed(IOException error) {
            EVENTS.add("failed with " + error.getMessage());
        }
    }

    @Test
    void bridge_methods_of_generic_cogs_are_no_loops_of_their_own() {
        assertThat(names(run(Concrete::new))).containsExactly("work");
        assertThat(EVENTS).containsExactly("work", "failed with end");
    }

    static class Job<T> extends LoopCog {
        @Loop(minutes = 1)
        @SuppressWarnings("unchecked") // of no use but with a T like this
        T work() {
            return (T) CompletableFuture.runAsync(() -> EVENTS.add("job"), Runnable::run);
        }
    }

    static final class FutureJob extends Job<CompletableFuture<Void>> {}

    @Test
    void an_inherited_method_may_return_what_the_cog_says_it_does() {
        assertThat(names(run(FutureJob::new))).containsExactly("work");
        assertThat(EVENTS).containsExactly("job");
    }

    abstract static class Handling<C, E> extends LoopCog {
        @Loop(minutes = 1)
        void work(C run) {
            EVENTS.add("work of base");
        }

        @LoopError
        void failed(E error) {
            EVENTS.add("failed in base");
        }
    }

    static class HandlingMore extends Handling<LoopContext, Throwable> {
        @Override
        @Loop(minutes = 2)
        void work(LoopContext run) {
            EVENTS.add("work of sub");
            throw new IllegalStateException();
        }

        @Override
        @LoopError
        void failed(Throwable error) {
            EVENTS.add("failed in sub");
        }
    }

    @Test
    void an_override_of_a_generic_method_is_one_loop_though_both_are_annotated() {
        HandlingMore cog = run(HandlingMore::new);
        assertThat(names(cog)).containsExactly("work");
        assertThat(cog.loop("work").schedule()).isEqualTo(Schedule.every(ofMinutes(2)));
        assertThat(EVENTS).containsExactly("work of sub", "failed in sub");
    }

    interface Ticking<C> {
        @Loop(minutes = 1)
        default void tick(C run) {
            EVENTS.add("tick");
        }

        @Loop(minutes = 1)
        default void replaced() {
            EVENTS.add("replaced");
        }

        @Loop(minutes = 1)
        void demanded();
    }

    interface TickingMore extends Ticking<LoopContext> {
        @Override
        @Loop(minutes = 2)
        default void replaced() {
            EVENTS.add("replacement");
        }
    }

    static class OfInterfaces extends LoopCog implements Ticking<LoopContext>, TickingMore {
        @Override
        public void demanded() {
            EVENTS.add("demanded");
        }
    }

    @Test
    void methods_of_interfaces_are_loops_and_the_most_specific_one_counts() {
        OfInterfaces cog = run(OfInterfaces::new);
        assertThat(names(cog)).containsExactlyInAnyOrder("tick", "replaced", "demanded");
        assertThat(cog.loop("replaced").schedule()).isEqualTo(Schedule.every(ofMinutes(2)));
        assertThat(EVENTS).containsExactlyInAnyOrder("tick", "replacement", "demanded");
    }

    static class Bodies extends LoopCog {
        @Loop(minutes = 1)
        void nothing(LoopContext run) {
            EVENTS.add("nothing " + run.task().name());
        }

        @Loop(minutes = 1)
        CompletionStage<?> stage(LoopContext run) {
            EVENTS.add("stage " + run.task().name());
            return new CompletableFuture<String>();
        }

        @Loop(minutes = 1)
        @Nullable CompletableFuture<Void> future() {
            return null;
        }

        @Loop(minutes = 1)
        @Nullable RestAction<?> rest() {
            return null;
        }
    }

    @Test
    void bodies_return_nothing_or_a_stage_or_a_request_and_may_take_the_context() {
        Bodies cog = run(Bodies::new);
        assertThat(EVENTS).containsExactly("nothing nothing", "stage stage");
        assertThat(cog.loop("stage").state()).isEqualTo(LoopState.RUNNING);
        assertThat(cog.loop("future").stats().runs()).isEqualTo(1);
        assertThat(cog.loop("rest").stats().runs()).isEqualTo(1);
    }

    static class Settings extends LoopCog {
        @Loop(
                hours = 1,
                minutes = 30,
                seconds = 0.5,
                name = "named",
                count = 3,
                autoStart = false,
                missed = Missed.SKIP)
        void a() {}

        @Loop(seconds = 5, fixedDelay = true)
        void b() {}

        @Loop(
                time = {"08:00", "20:30:15"},
                zone = "Europe/Berlin")
        void c() {}
    }

    @Test
    void the_elements_of_the_annotation_become_the_settings_of_the_loop() {
        Settings cog = run(Settings::new);
        assertThat(cog.loop("named").schedule()).isEqualTo(Schedule.every(java.time.Duration.ofMillis(5_400_500)));
        assertThat(cog.loop("named").count()).hasValue(3);
        assertThat(cog.loop("named").state()).isEqualTo(LoopState.IDLE);
        assertThat(cog.loop("b").schedule()).isEqualTo(Schedule.fixedDelay(java.time.Duration.ofSeconds(5)));
        assertThat(cog.loop("c").schedule().describe()).isEqualTo("daily at 08:00 and 20:30:15 Europe/Berlin");
    }

    static class Eager extends LoopCog {
        final LoopTask task =
                newLoop(Schedule.every(ofMinutes(1))).name("eager").build(run -> EVENTS.add("eager"));

        @Loop(minutes = 1)
        void tick() {
            EVENTS.add(task.name());
        }
    }

    @Test
    void the_constructor_calls_no_method_and_starts_no_thread() {
        int threads = Thread.getAllStackTraces().size();
        Eager cog = new Eager();
        assertThat(EVENTS).isEmpty();
        assertThat(cog.loops()).hasSize(2).allMatch(loop -> loop.state() == LoopState.IDLE);
        assertThat(Thread.getAllStackTraces().size()).isLessThanOrEqualTo(threads);
    }

    /** A class whose inner class extends it, with its own type variables as arguments. */
    @SuppressWarnings("ClassCanBeStatic") // not with these type variables
    static class Store<K, V> {
        void put(K key, V value) {
            EVENTS.add(key + " " + value);
        }

        class Same extends Store<K, V> {
            @Loop(minutes = 1)
            void same() {
                EVENTS.add("same");
            }
        }

        class Swapped extends Store<V, K> {
            @Loop(minutes = 1)
            void swapped() {
                EVENTS.add("swapped");
            }
        }
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void an_inner_class_may_extend_the_generic_class_it_is_in() {
        Store<String, Integer> store = new Store<>();
        run(() -> LoopCog.of(store.new Same()));
        run(() -> LoopCog.of(store.new Swapped()));
        assertThat(EVENTS).containsExactly("same", "swapped");
    }
}
