package io.github.jdatasks.internal.util;

/** Enums as bytes, which are smaller than references and cost no garbage collector barrier. */
public final class EnumBytes {
    private EnumBytes() {}

    @SuppressWarnings("EnumOrdinal") // these bytes never outlive the JVM
    public static byte of(Enum<?> value) {
        return (byte) value.ordinal();
    }
}
