package io.github.jdatasks;

/**
 * Why a loop needs a new plan for its next run; see {@link NextRun}.
 */
enum Need {
    NONE,
    FIRST,
    NEXT,
    MISSED,
    CHANGED,
    CLOCK_CHANGED;

    private static final Need[] ALL = values();

    static Need of(byte number) {
        return ALL[number];
    }

    /** Returns what {@link #of} makes this of again: a field for that is smaller than one for the enum. */
    @SuppressWarnings("EnumOrdinal") // it is kept in fields only, never longer than the JVM lives
    byte number() {
        return (byte) ordinal();
    }
}
