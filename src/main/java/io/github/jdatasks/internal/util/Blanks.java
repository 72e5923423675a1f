package io.github.jdatasks.internal.util;

/** What counts as blank in a text of a user's: whatever looks like it, as in texts that were copied from a page. */
public final class Blanks {
    private Blanks() {}

    /** Returns whether a character looks like a blank; those that do not break lines are not whitespace to the JDK. */
    public static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /** Returns whether there is nothing else in a text. */
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
        StringBuilder replaced = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            if (isBlank(text.charAt(i))) {
                replaced.setCharAt(i, other);
            }
        }
        return replaced.toString();
    }
}
