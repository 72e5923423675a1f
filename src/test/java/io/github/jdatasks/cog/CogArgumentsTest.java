package io.github.jdatasks.cog;

import static ch.qos.logback.classic.Level.ERROR;
import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.jdatasks.AfterLoop;
import io.github.jdatasks.BeforeLoop;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopError;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.requests.RestAction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the methods of a cog are given, and which of several error hooks is called. */
class CogArgumentsTest {
    private static final List<String> EVENTS = new ArrayList<>();

    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);

    CogArgumentsTest() {
        EVENTS.clear();
    }

    private <C extends LoopCog> C run(C cog) {
        VirtualConnection.of(cog).ready();
        time.runPending();
        return cog;
    }

    /** Takes whatever may be taken in every kind of method, in several orders. */
    static class Orders extends LoopCog {
        @Nullable JDA own;

        @Override
        protected void cogLoad(JDA jda) {
            own = jda;
        }

        private void note(String method, JDA jda, LoopTask task, @Nullable LoopContext run) {
            assertThat(jda).isSameAs(own);
            if (run != null) {
                assertThat(run.jda()).isSameAs(jda);
                assertThat(run.task()).isSameAs(task);
            }
            EVENTS.add(method + " of " + task.name());
        }

        @Loop(count = 1)
        void a(JDA jda, LoopContext run, LoopTask task) {
            note("body", jda, task, run);
        }

        @Loop(count = 1)
        @Nullable CompletionStage<?> b(LoopTask task, JDA jda) {
            note("stage", jda, task, null);
            return null;
        }

        @Loop(count = 1)
        @Nullable RestAction<?> c(LoopTask task, LoopContext run, JDA jda) {
            note("request", jda, task, run);
            throw new IllegalStateException("of c");
        }

        @BeforeLoop
        void before(LoopContext run, JDA jda, LoopTask task) {
            note("before", jda, task, run);
        }

        @AfterLoop
        void after(LoopTask task, JDA jda) {
            note("after", jda, task, null);
        }

        @LoopError
        void failed(JDA jda, LoopTask task, Exception error, LoopContext run) {
            note("error " + error.getMessage(), jda, task, run);
        }
    }

    @Test
    void every_method_may_take_the_context_the_bot_and_the_loop_in_any_order() {
        run(time.create(Orders::new));
        assertThat(EVENTS)
                .containsExactlyInAnyOrder(
                        "before of a",
                        "body of a",
                        "after of a",
                        "before of b",
                        "stage of b",
                        "after of b",
                        "before of c",
                        "request of c",
                        "error of c of c",
                        "after of c");
    }

    static class Late extends LoopCog {
        @Nullable Throwable failure;

        @Loop(minutes = 1)
        void a() {}

        @Loop(minutes = 1)
        void b() {}

        @AfterLoop("a")
        void taking(JDA jda) {
            EVENTS.add("after-hook with " + jda);
        }

        @AfterLoop("b")
        void asking(LoopContext run) {
            failure = catchThrowable(run::jda);
        }
    }

    @Test
    void without_a_bot_a_method_that_takes_it_fails_as_the_context_does() {
        Late cog = time.create(Late::new);
        VirtualConnection connection = VirtualConnection.of(cog).ready();
        time.runPending();
        try (LogLines log = LogLines.ofLibrary()) {
            connection.shutdown();
            time.runPending();
            String asked = String.valueOf(requireNonNull(cog.failure).getMessage());
            assertThat(log.from(ERROR))
                    .singleElement()
                    .asString()
                    .endsWith("[stack of " + asked.replace("Late.b", "Late.a") + "]");
        }
        assertThat(EVENTS).isEmpty();
    }

    static class Savers extends LoopCog {
        @Loop(minutes = 1)
        void a() {}

        @Loop(minutes = 1)
        void b() {}

        @AfterLoop("a")
        void withTask(LoopTask task) {
            EVENTS.add("saved " + task.name());
        }

        @AfterLoop("b")
        void withBot(JDA jda) {
            EVENTS.add("saved with " + jda);
        }
    }

    @Test
    void an_after_hook_that_takes_the_bot_is_not_called_when_that_has_shut_down() {
        Savers cog = time.create(Savers::new);
        VirtualConnection connection = VirtualConnection.of(cog);
        connection.ready();
        time.runPending();
        connection.shutdown();
        time.runPending();
        assertThat(EVENTS).containsExactly("saved a");
    }

    /** Throws what the test says. */
    abstract static class Throwing extends LoopCog {
        Throwable next = new AssertionError("nothing to throw");

        @Loop(hours = 1, initialDelay = 3600, reconnect = false)
        CompletionStage<?> a() {
            return CompletableFuture.failedFuture(next);
        }
    }

    private List<String> hooksCalledFor(Throwing cog, Throwable error) {
        EVENTS.clear();
        cog.next = error;
        cog.loop("a").runNow();
        time.runPending();
        return List.copyOf(EVENTS);
    }

    static class Typed extends Throwing {
        @LoopError
        void anything(LoopTask task) {
            EVENTS.add("anything");
        }

        @LoopError
        void generalFileNotFound(FileNotFoundException error) {
            EVENTS.add("general file " + error.getMessage());
        }

        @LoopError("a")
        void error(Error error) {
            EVENTS.add("error " + error.getMessage());
        }

        @LoopError("a")
        void io(IOException error) {
            EVENTS.add("io " + error.getMessage());
        }

        @LoopError("a")
        void zFileNotFound(LoopContext run, FileNotFoundException error) {
            EVENTS.add("file " + error.getMessage());
        }
    }

    @Test
    void of_several_error_hooks_only_the_most_specific_that_fits_is_called_and_the_loops_own_go_first() {
        Typed cog = run(time.create(Typed::new));
        assertThat(hooksCalledFor(cog, new FileNotFoundException("x"))).containsExactly("file x");
        assertThat(hooksCalledFor(cog, new java.io.EOFException("x"))).containsExactly("io x");
        assertThat(hooksCalledFor(cog, new StackOverflowError("x"))).containsExactly("error x");
        assertThat(hooksCalledFor(cog, new IllegalStateException("x"))).containsExactly("anything");
    }

    static class OnlyIo extends Throwing {
        @LoopError
        void io(IOException error) {
            EVENTS.add("io " + error.getMessage());
        }
    }

    @Test
    void an_error_that_fits_no_error_hook_is_told_to_none_and_causes_do_not_count() {
        OnlyIo cog = run(time.create(OnlyIo::new));
        assertThat(hooksCalledFor(cog, new IOException("x"))).containsExactly("io x");
        assertThat(hooksCalledFor(cog, new IllegalStateException("x"))).isEmpty();
        assertThat(hooksCalledFor(cog, new UncheckedIOException(new IOException("x"))))
                .isEmpty();
    }

    static class Built extends OnlyIo {
        final LoopTask built = newLoop(Schedule.every(java.time.Duration.ofMinutes(1)))
                .name("built")
                .reconnect(false)
                .build(run -> {
                    throw run.iteration() == 0 ? new IOException("of built") : new IllegalStateException();
                });
    }

    @Test
    void error_hooks_for_every_loop_are_for_the_errors_of_built_loops_that_they_fit() {
        Built cog = run(time.create(Built::new));
        time.advance(java.time.Duration.ofMinutes(1));
        assertThat(cog.built.stats().failures()).isEqualTo(2);
        assertThat(EVENTS).containsExactly("io of built");
    }

    abstract static class Generic<C, E extends Exception, F extends E> extends Throwing {
        @Loop(count = 1)
        void b(C context) {
            EVENTS.add("b " + context);
        }

        @LoopError("a")
        void failed(E error) {
            EVENTS.add("failed " + error.getMessage());
        }

        @LoopError("a")
        void failedSpecially(F error) {
            EVENTS.add("failed specially " + error.getMessage());
        }
    }

    abstract static class HalfConcrete<X extends IOException> extends Generic<LoopContext, IOException, X> {}

    static class Concrete extends HalfConcrete<FileNotFoundException> {}

    @Test
    void parameters_of_generic_cogs_are_of_the_types_that_the_subclass_gives() {
        Concrete cog = run(time.create(Concrete::new));
        assertThat(EVENTS).containsExactly("b Concrete.b run 0, attempt 1");
        assertThat(hooksCalledFor(cog, new FileNotFoundException("x"))).containsExactly("failed specially x");
        assertThat(hooksCalledFor(cog, new IOException("x"))).containsExactly("failed x");
        assertThat(hooksCalledFor(cog, new IllegalStateException("x"))).isEmpty();
    }
}
