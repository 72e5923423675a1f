package io.github.jdatasks.internal.panel;

import io.github.jdatasks.internal.util.UserExceptions;
import java.time.Instant;

/** Texts of users in messages of Discord: they format nothing, mention no one and fit in. */
final class DiscordText {
    /** What gives a text another meaning if there is no backslash before it. */
    private static final String MARKUP = "\\*_~`|<>#[]()-";

    /** Keeps "@everyone" from being one, and is not seen. */
    private static final String NOTHING = "\u200b";

    private DiscordText() {}

    /** Returns a text with at most so many characters. */
    static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = length - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    /** Returns a text on one line, without characters that are not seen. */
    static String line(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isISOControl(c) || isInvisible(c) ? ' ' : c)
                .forEach(line::appendCodePoint);
        return line.toString();
    }

    /** Line separators, and what turns the direction of the text after it. */
    private static boolean isInvisible(int c) {
        int type = Character.getType(c);
        return type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR || type == Character.FORMAT;
    }

    /** Returns a text on one line that is shown as it is. */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length() + 8);
        for (char c : line(text).toCharArray()) {
            if (MARKUP.indexOf(c) >= 0) {
                plain.append('\\');
            }
            plain.append(c);
            if (c == '@') {
                plain.append(NOTHING);
            }
        }
        return plain.toString();
    }

    static String bold(String text) {
        return "**" + plain(text) + "**";
    }

    static String codeBlock(String text) {
        return "```\n" + text.replace('`', 'ˋ').replace("@", "@" + NOTHING) + "\n```";
    }

    static String code(String text) {
        return "`" + line(text).replace('`', 'ˋ').replace("@", "@" + NOTHING) + "`";
    }

    /** Returns the class and the message of an error, in at most so many characters. */
    static String error(Throwable error, int length) {
        String message = UserExceptions.message(error);
        String name = error.getClass().getName();
        return cut(message == null || message.isBlank() ? name : name + ": " + message, length);
    }

    /** Returns how long ago, or in how long, an instant is; Discord counts on. */
    static String relative(Instant instant) {
        return "<t:" + instant.getEpochSecond() + ":R>";
    }

    static String relative(long epochMillis) {
        return relative(Instant.ofEpochMilli(epochMillis));
    }
}
