package io.github.jdatasks.cog;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.AfterLoop;
import io.github.jdatasks.BeforeLoop;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopError;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Which hooks a loop of a cog has, and how they are called. */
class CogHooksTest {
    private static final List<String> EVENTS = new ArrayList<>();

    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);

    CogHooksTest() {
        EVENTS.clear();
    }

    private void run(Supplier<? extends LoopCog> constructor) {
        VirtualConnection.of(time.create(constructor)).ready();
        time.runPending();
    }

    static class Handlers extends LoopCog {
        @Loop(minutes = 1)
        void a() {
            throw new IllegalStateException("of a");
        }

        @Loop(minutes = 1)
        void b() throws IOException {
            throw new java.io.FileNotFoundException("of b");
        }

        @Loop(minutes = 1)
        void c() {
            throw new AssertionError("of c");
        }

        @LoopError("a")
        void nothing() {
            EVENTS.add("a");
        }

        @LoopError("b")
        void error(Throwable error) {
            EVENTS.add(error.getMessage());
        }

        @LoopError
        void both(Throwable error, LoopContext run) {
            EVENTS.add(error.getMessage() + " " + run.iteration());
        }
    }

    @Test
    void error_handlers_take_nothing_or_the_error_or_the_context_too() {
        run(Handlers::new);
        assertThat(EVENTS).containsExactly("a", "of b", "of c 0");
    }

    static class Hooks extends LoopCog {
        @Loop(minutes = 1, count = 1)
        void a() {}

        @Loop(minutes = 1, count = 1)
        void b() {}

        @Loop(minutes = 1, count = 1)
        void c() {}

        @BeforeLoop({"a", "b"})
        void two(LoopContext run) {
            EVENTS.add("before " + run.task().name());
        }

        @AfterLoop
        void all(LoopContext run) {
            EVENTS.add("after " + run.task().name());
        }

        @AfterLoop("b")
        void own() {
            EVENTS.add("own after b");
        }
    }

    @Test
    void a_hook_may_name_several_loops_and_one_of_its_own_goes_before_the_general_one() {
        run(Hooks::new);
        assertThat(EVENTS).containsExactlyInAnyOrder("before a", "before b", "after a", "own after b", "after c");
    }
}
