package io.github.jdatasks.internal.cron;

final class CronSyntaxError {
    private CronSyntaxError() {}

    /**
     * Returns an exception for a mistake at an index from 0; {@code what} says what is wrong and what would be right.
     */
    static IllegalArgumentException in(String text, int at, String what) {
        return new IllegalArgumentException("cron \"" + text + "\", column " + (at + 1) + ": " + what);
    }
}
