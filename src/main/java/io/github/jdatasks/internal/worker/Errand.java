package io.github.jdatasks.internal.worker;

/** Work that says what it is for, in case a user's executor does not begin it. */
public interface Errand extends Runnable {
    /** What waits for it. */
    enum Urgency {
        /** Nothing: it was done in another way. */
        OVER,
        /** A scheduled run, which may wait for the executor. */
        RUN,
        /** A call of {@code runNow()}. */
        CALL,
        /** The end of a loop, which must not depend on the executor. */
        END
    }

    /** Returns what it is for, such as "loop Cog.name". */
    String subject();

    /** Returns what waits for it now; any thread. */
    Urgency urgency();

    /** Runs it after the executor has rejected it: a run that cannot be made fails with the rejection. */
    void runRejected(Throwable rejection);
}
