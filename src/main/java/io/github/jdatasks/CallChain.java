package io.github.jdatasks;

import org.jspecify.annotations.Nullable;

/**
 * Runs of a loop each of which asks for the next one, with {@link LoopTask#runNow()} in the body or the error handler: there
 * is no end of them, nor of lines in the log if each fails. Guarded by the {@link LoopMachine}.
 */
final class CallChain {
    /** A body may well ask for another run or two when there is more to do. */
    private static final int LONG = 10;

    private boolean askedInside;
    private int length;
    private @Nullable Class<?> failure;
    private boolean told;

    /** Returns whether the calling thread is in a body, hook or handler of a loop, or of another one of its group. */
    static boolean isAskedInside(LoopFacts loop) {
        LoopGroup group = loop.settings().group(); // whose lock comes before that of the loop, so not under that
        Thread caller = Thread.currentThread();
        return loop.isInUserCode(caller) || (group != null && group.isInUserCode(caller));
    }

    static CallChain of(LoopExtras extras) {
        if (extras.chain == null) {
            extras.chain = new CallChain();
        }
        return extras.chain;
    }

    /** A run has asked for the next one. */
    void ask() {
        askedInside = true;
    }

    /** A run begins. */
    void begin(boolean byCall) {
        length = byCall && askedInside ? length + 1 : 0;
        askedInside = false;
    }

    /** A run ends; returns whether it has failed as the one did that asked for it. */
    boolean repeats(@Nullable Throwable error) {
        Class<?> before = failure;
        failure = error == null ? null : error.getClass();
        return length > 0 && failure != null && failure == before;
    }

    /** Returns whether it is time to say so, which it is once. */
    boolean isToBeTold(boolean repeats) {
        boolean tell = !told && (repeats || length >= LONG);
        told |= tell;
        return tell;
    }
}
