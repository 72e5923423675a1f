package io.github.jdatasks.e2e.process;

/** How the process of a bot comes to its end. */
enum ProcessEnd {
    SIGTERM(128 + 15),
    SIGINT(128 + 2),
    /** {@code System.exit} in a body. */
    EXIT(3),
    SHUTDOWN(0),
    SHUTDOWN_NOW(0),
    /** A body throws an Error, which ends the loop; the main thread then shuts JDA down and ends with that Error. */
    ERROR(1);

    private final int status;

    ProcessEnd(int status) {
        this.status = status;
    }

    /** The exit status that the process has to have. */
    int status() {
        return status;
    }

    /** Whether somebody else ends the process. */
    boolean isSignal() {
        return this == SIGTERM || this == SIGINT;
    }
}
