package io.github.jdatasks.loop;

import io.github.jdatasks.AsyncLoopBody;
import io.github.jdatasks.LoopBody;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopErrorHandler;
import io.github.jdatasks.LoopHook;
import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import net.dv8tion.jda.api.JDA;

/** Objects of a user's that fail when they are asked whether they are equal to others, and for anything like it. */
@SuppressWarnings("EqualsHashCode")
interface Untouchable {
    static AssertionError asked() {
        return new AssertionError("an object of the user's was asked");
    }

    /** Is anything a loop can be given; what it is called for is left to the test. */
    abstract class Part {
        @Override
        public final boolean equals(Object other) {
            throw asked();
        }

        @Override
        public final int hashCode() {
            throw asked();
        }

        @Override
        public final String toString() {
            throw asked();
        }
    }

    /** A part that calls something whatever it is. */
    final class Call extends Part
            implements LoopHook, LoopErrorHandler, LoopBody, LoopListener, Predicate<Throwable>, Schedule {
        private final Runnable call;

        Call(Runnable call) {
            this.call = call;
        }

        @Override
        public void run(LoopContext run) {
            call.run();
        }

        @Override
        public void handle(Throwable error, LoopContext run) {
            call.run();
        }

        @Override
        public void onStarted(LoopTask loop) {
            call.run();
        }

        @Override
        public boolean test(Throwable error) {
            call.run();
            return false;
        }

        @Override
        public Optional<Instant> nextAfter(Instant after) {
            call.run();
            return Optional.of(after.plusSeconds(60));
        }
    }

    /** A body whose stage is untouchable too, and fails when it is cancelled. */
    final class Async extends Part implements AsyncLoopBody {
        @Override
        public CompletionStage<?> run(LoopContext run) {
            return new CompletableFuture<Object>() {
                @Override
                public boolean cancel(boolean mayInterruptIfRunning) {
                    complete("cancelled");
                    throw new UnsupportedOperationException("cancel");
                }

                @Override
                public String toString() {
                    throw asked();
                }
            };
        }
    }

    /** A cog that is equal to every other. */
    class Cog extends LoopCog {
        int loads;

        @Override
        protected void cogLoad(JDA jda) {
            loads++;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Cog;
        }

        @Override
        public int hashCode() {
            return 1;
        }

        @Override
        public String toString() {
            throw asked();
        }
    }
}
