package io.github.jdatasks.internal.panel;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the id of a button says; it says nothing that is a secret, and is believed nothing that matters.
 *
 * @param action a word
 * @param subject the key of a loop, or the number of a page
 * @param made when the button was made, in seconds since 1970
 */
record ButtonId(String action, String subject, long made) {
    /** How long a button works. */
    static final Duration LIFE = Duration.ofMinutes(10);

    private static final String PREFIX = "jda-tasks:";
    private static final Pattern REST = Pattern.compile("([a-z]{1,10}):([0-9a-f]{1,32}):([0-9a-z]{1,8})");
    private static final int RADIX = 36;

    /** Returns the id as Discord keeps it, in at most its 100 characters. */
    String text(String command) {
        return PREFIX + command + ":" + action + ":" + subject + ":" + Long.toString(made, RADIX);
    }

    /** Returns whether an id is that of a button of the panel with this command, or looks like one. */
    static boolean isOf(String command, String text) {
        return text.startsWith(PREFIX + command + ":");
    }

    /** Reads what {@link #text} has written, or a person has made up. */
    static Optional<ButtonId> read(String command, String text) {
        Matcher rest = REST.matcher(text.substring((PREFIX + command + ":").length()));
        return rest.matches()
                ? Optional.of(new ButtonId(rest.group(1), rest.group(2), Long.parseLong(rest.group(3), RADIX)))
                : Optional.empty();
    }

    /** Returns whether the button still works; one from the future has been made up, or the clock was set back. */
    boolean isValidAt(Instant now) {
        long age = now.getEpochSecond() - made;
        return age >= 0 && age <= LIFE.toSeconds();
    }

    /** Returns the page that is the subject; the first if it is none. */
    int page() {
        return subject.matches("\\d{1,6}") ? Integer.parseInt(subject) : 0;
    }
}
