package io.github.jdatasks.internal.panel;

/**
 * One mark in the history of a loop: a run that has ended, or ticks without one.
 *
 * @param tookNanos how long the last attempt took; 0 if there was no run
 * @param atMillis when it ended, in milliseconds since 1970
 */
record RunMark(Kind kind, long tookNanos, long atMillis) {
    /** What became of it. The signs differ in shape, and every monospaced font has them. */
    enum Kind {
        DONE('•', "legend.done"),
        RETRIED('~', "legend.retried"),
        FAILED('×', "legend.failed"),
        MISSED('○', "legend.missed"),
        SKIPPED('–', "legend.skipped");

        final char sign;
        final String textKey;

        Kind(char sign, String textKey) {
            this.sign = sign;
            this.textKey = textKey;
        }
    }

    boolean isRun() {
        return kind != Kind.MISSED && kind != Kind.SKIPPED;
    }
}
