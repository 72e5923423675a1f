package io.github.jdatasks;

/** A failure that throws when it is asked for its message, as loggers do. */
final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
        throw new IllegalStateException("no message");
    }
}
