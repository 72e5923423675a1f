package io.github.jdatasks.support;

/** A failure that throws when it is asked for its message, as loggers do. */
public final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
        throw new IllegalStateException("no message");
    }
}
