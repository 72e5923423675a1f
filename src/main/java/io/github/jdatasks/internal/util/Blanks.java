package io.github.jdatasks.internal.util;

/** Blanks in texts of users: other than for the JDK, the no-break spaces of texts copied from a page count too. */
public final class Blanks {
    private static final String BLANK = "[\\p{javaWhitespace}\\p{javaSpaceChar}]";

    private Blanks() {}

    public static boolean isBlank(String text) {
        return strip(text).isEmpty();
    }

    /** Returns a text without the blanks at its ends. */
    public static String strip(String text) {
        return text.replaceAll("^" + BLANK + "+|" + BLANK + "+\\z", "");
    }

    /** Returns a text with another character in place of each blank. */
    public static String replace(String text, char other) {
        return text.replaceAll(BLANK, String.valueOf(other));
    }
}
