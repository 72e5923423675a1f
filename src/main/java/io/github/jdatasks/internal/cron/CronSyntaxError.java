package io.github.jdatasks.internal.cron;

/** What is said about an expression that is wrong. */
final class CronSyntaxError {
    private CronSyntaxError() {}

    /**
     * Returns an exception that shows where the mistake is.
     *
     * @param at the index of the character that is wrong, from 0
     * @param what is wrong there, and what would be right
     */
    static IllegalArgumentException in(String text, int at, String what) {
        return new IllegalArgumentException("cron \"" + text + "\", column " + (at + 1) + ": " + what);
    }
}
