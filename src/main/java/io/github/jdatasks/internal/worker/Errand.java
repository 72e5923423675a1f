package io.github.jdatasks.internal.worker;

/** Work that can say what it is for, in case a user's executor does not begin it. */
public interface Errand extends Runnable {
    /** Who waits for it. */
    enum Urgency {
        /** Nothing waits: it has been done by other means. */
        OVER,
        /** A run that the executor is to make when it can. */
        RUN,
        /** A call of {@code runNow()}. */
        CALL,
        /** An end, which must come whatever the executor does. */
        END
    }

    /** Returns what it is for, as "loop Cog.name". */
    String subject();

    /** Returns who waits for it now; any thread. */
    Urgency urgency();

    /** Does it although the executor would not; what is not made then fails with that. */
    void runRejected(Throwable rejection);
}
