package io.github.jdatasks.retry;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Exceptions none of whose methods does what it ought to, in several ways. */
enum Hostile {
    THROWS {
        @Override
        <T> @Nullable T answer(Function<Throwable, T> question, Throwable asked) {
            throw new IllegalStateException("hostile");
        }
    },
    THROWS_ERRORS {
        @Override
        <T> @Nullable T answer(Function<Throwable, T> question, Throwable asked) {
            throw new AssertionError("hostile");
        }
    },
    NEVER_ENDS {
        @Override
        <T> @Nullable T answer(Function<Throwable, T> question, Throwable asked) {
            return question.apply(asked);
        }
    },
    SAYS_NOTHING {
        @Override
        <T> @Nullable T answer(Function<Throwable, T> question, Throwable asked) {
            return null;
        }
    },
    IS_ITS_OWN_CAUSE {
        @Override
        <T> @Nullable T answer(Function<Throwable, T> question, Throwable asked) {
            return null;
        }

        @Override
        Throwable cause(Throwable asked) {
            return asked;
        }
    },
    HAS_EVER_MORE_CAUSES {
        @Override
        <T> @Nullable T answer(Function<Throwable, T> question, Throwable asked) {
            return null;
        }

        @Override
        Throwable cause(Throwable asked) {
            return new Wrapper(this);
        }
    };

    abstract <T> @Nullable T answer(Function<Throwable, T> question, Throwable asked);

    @Nullable Throwable cause(Throwable asked) {
        return answer(Throwable::getCause, asked);
    }

    /** Returns one of each kind that the library looks at in another way. */
    Iterable<Supplier<Throwable>> kinds() {
        return List.of(() -> new Wrapper(this), () -> new Bug(this), () -> new Fatal(this));
    }

    /** Throws an exception, also where none may be thrown. */
    @SuppressWarnings({"DoNotCallSuggester", "TypeParameterUnusedInFormals"}) // for lambdas, whatever they return
    static <T> T raise(Throwable error) {
        throw Hostile.<RuntimeException>asIs(error);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // lets a checked exception pass undeclared
    private static <E extends Throwable> E asIs(Throwable error) throws E {
        throw (E) error;
    }

    /** Looked into, since futures put such around what they failed with. */
    static final class Wrapper extends CompletionException {
        private static final long serialVersionUID = 1;

        private final Hostile how;

        Wrapper(Hostile how) {
            this.how = how;
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this; // thousands of causes are made
        }

        @Override
        public synchronized @Nullable Throwable getCause() {
            return how.cause(this);
        }

        @Override
        public @Nullable String getMessage() {
            return how.answer(Throwable::getMessage, this);
        }

        @Override
        public @Nullable String toString() {
            return how.answer(Throwable::toString, this);
        }

        @Override
        public StackTraceElement @Nullable [] getStackTrace() {
            return how.answer(Throwable::getStackTrace, this);
        }
    }

    static final class Bug extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final Hostile how;

        Bug(Hostile how) {
            this.how = how;
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this; // thousands of causes are made
        }

        @Override
        public synchronized @Nullable Throwable getCause() {
            return how.cause(this);
        }

        @Override
        public @Nullable String getMessage() {
            return how.answer(Throwable::getMessage, this);
        }

        @Override
        public @Nullable String toString() {
            return how.answer(Throwable::toString, this);
        }

        @Override
        public StackTraceElement @Nullable [] getStackTrace() {
            return how.answer(Throwable::getStackTrace, this);
        }
    }

    static final class Fatal extends Error {
        private static final long serialVersionUID = 1;

        private final Hostile how;

        Fatal(Hostile how) {
            this.how = how;
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this; // thousands of causes are made
        }

        @Override
        public synchronized @Nullable Throwable getCause() {
            return how.cause(this);
        }

        @Override
        public @Nullable String getMessage() {
            return how.answer(Throwable::getMessage, this);
        }

        @Override
        public @Nullable String toString() {
            return how.answer(Throwable::toString, this);
        }

        @Override
        public StackTraceElement @Nullable [] getStackTrace() {
            return how.answer(Throwable::getStackTrace, this);
        }
    }
}
