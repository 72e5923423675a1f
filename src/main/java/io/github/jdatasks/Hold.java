package io.github.jdatasks;

/**
 * Whose turn it is to do something about a loop; see the design comment of {@link LoopMachine}.
 */
enum Hold {
    /** The timer's. */
    FREE,
    /** A worker's, which has not begun. */
    HANDED,
    /** A worker's, which has. */
    BUSY;

    private static final Hold[] ALL = values();

    static Hold of(byte number) {
        return ALL[number];
    }

    /** Returns what {@link #of} makes this of again: a field for that is smaller than one for the enum. */
    @SuppressWarnings("EnumOrdinal") // it is kept in fields only, never longer than the JVM lives
    byte number() {
        return (byte) ordinal();
    }
}
