package io.github.jdatasks.internal.util;

/** Blanks in texts of users: other than for the JDK, the no-break spaces of texts copied from a page count too. */
public final class Blanks {
    private Blanks() {}

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    public static boolean isBlank(String text) {
        return strip(text).isEmpty();
    }

    /** Returns a text without the blanks at its ends. */
    public static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (start < end && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** Returns a text with another character in place of each blank. */
    public static String replace(String text, char other) {
        char[] replaced = text.toCharArray();
        for (int i = 0; i < replaced.length; i++) {
            if (isBlank(replaced[i])) {
                replaced[i] = other;
            }
        }
        return new String(replaced);
    }
}
