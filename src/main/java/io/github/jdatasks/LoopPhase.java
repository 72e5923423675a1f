package io.github.jdatasks;

/**
 * The course of a loop's life inside the machine; {@link LoopState} is what users see of it.
 */
enum LoopPhase {
    IDLE,
    STARTING,
    ACTIVE,
    ENDING,
    FINISHED;

    private static final LoopPhase[] ALL = values();

    static LoopPhase of(byte number) {
        return ALL[number];
    }

    /** Returns what {@link #of} makes this of again: a field for that is smaller than one for the enum. */
    @SuppressWarnings("EnumOrdinal") // it is kept in fields only, never longer than the JVM lives
    byte number() {
        return (byte) ordinal();
    }
}
