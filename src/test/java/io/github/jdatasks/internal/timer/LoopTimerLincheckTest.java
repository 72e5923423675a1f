package io.github.jdatasks.internal.timer;

import io.github.jdatasks.support.Interleavings;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The inbox of the timer, and when its thread sleeps. */
@Tag("lincheck")
@Timeout(300) // on a machine with better things to do
class LoopTimerLincheckTest {
    @Test
    void no_signal_is_lost_and_no_timer_sleeps_too_long() {
        Interleavings.explore(Inbox.class, 6, 200);
        Interleavings.stress(Inbox.class, 4, 50);
    }

    @Test
    @Tag("evidence")
    @Timeout(3_600)
    void no_signal_is_lost_in_a_hundred_thousand_interleavings() {
        Interleavings.explore(Inbox.class, 50, 2_000);
        Interleavings.stress(Inbox.class, 50, 10_000);
    }

    /** Two entries that threads change and signal, while one takes the timer's turns. */
    public static class Inbox {
        private static final long LATER = 10;

        private final AtomicBoolean woken = new AtomicBoolean();
        private final LoopTimer timer =
                new LoopTimer(new Clocks(() -> Instant.EPOCH, () -> 0, () -> 0), () -> woken.set(true));
        private final List<Entry> entries = List.of(new Entry(), new Entry());
        private long sleepsUntil = Long.MAX_VALUE;

        public Inbox() {
            timer.publishAsleep();
        }

        @Operation
        public void change() {
            entries.get(0).change();
        }

        @Operation
        public void changeAnother() {
            entries.get(1).change();
        }

        @Operation
        public void changeWhatIsDueLater() {
            entries.get(0).later.incrementAndGet();
            timer.signal(entries.get(0), LATER);
        }

        /** What the timer's thread does, time after time: it uses up the wake-up and takes a turn. */
        @Operation(nonParallelGroup = "timer")
        public void turn() {
            woken.set(false);
            sleepsUntil = timer.turn();
        }

        @Validate
        public void validate() {
            check();
        }

        void check() {
            boolean asleep = sleepsUntil != LoopTimer.AWAKE && !woken.get();
            for (Entry entry : entries) {
                entry.checkAsSeen(asleep, asleep && sleepsUntil > LATER);
            }
            turn();
            for (Entry entry : entries) {
                entry.checkAsSeen(true, true);
            }
        }

        private final class Entry extends TimerEntry {
            private final AtomicInteger made = new AtomicInteger();
            private final AtomicInteger later = new AtomicInteger();
            private final AtomicBoolean beingExamined = new AtomicBoolean();
            private int seen;
            private int seenLater;
            private boolean twiceAtOnce;

            void change() {
                made.incrementAndGet();
                timer.signal(this);
            }

            @Override
            protected void examine() {
                twiceAtOnce |= beingExamined.getAndSet(true);
                seen = made.get();
                seenLater = later.get();
                if (seenLater > 0) {
                    timer.at(this, LATER);
                }
                beingExamined.set(false);
            }

            void checkAsSeen(boolean all, boolean allLater) {
                if ((all && seen != made.get()) || (allLater && seenLater != later.get()) || twiceAtOnce) {
                    throw new IllegalStateException("saw " + seen + " of " + made + " changes and " + seenLater + " of "
                            + later + " that are due later; examined twice at once: " + twiceAtOnce);
                }
            }
        }
    }
}
