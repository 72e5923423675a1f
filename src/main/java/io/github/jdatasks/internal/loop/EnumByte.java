package io.github.jdatasks.internal.loop;

/**
 * Keeps an enum in a byte: a field for the enum itself is larger, and each change of it a reference for the garbage
 * collector to follow.
 */
final class EnumByte {
    private EnumByte() {}

    /** Returns the byte of a value: its index among the values. Such bytes never outlive the JVM. */
    @SuppressWarnings("EnumOrdinal")
    static byte of(Enum<?> value) {
        return (byte) value.ordinal();
    }
}
