package io.github.jdatasks.internal.history;

/**
 * One mark in the history of a loop: a run that has ended, or ticks without one.
 *
 * @param tookNanos how long the last attempt took; 0 if there was no run
 * @param atMillis when it ended, in milliseconds since 1970
 */
public record RunMark(Kind kind, long tookNanos, long atMillis) {
    /** What became of it. The signs differ in shape, and every monospaced font has them. */
    public enum Kind {
        DONE('•'),
        RETRIED('~'),
        FAILED('×'),
        MISSED('○'),
        SKIPPED('–');

        private final char sign;

        Kind(char sign) {
            this.sign = sign;
        }

        public char sign() {
            return sign;
        }
    }

    public boolean isRun() {
        return kind != Kind.MISSED && kind != Kind.SKIPPED;
    }
}
