package io.github.jdatasks.internal.worker;

import io.github.jdatasks.internal.timer.Clocks;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.timer.TimerEntry;
import io.github.jdatasks.internal.worker.Timekeepers.Place;
import io.github.jdatasks.support.Interleavings;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two threads that take turns with the clock, and others that signal. */
@Tag("lincheck")
@Timeout(300) // on a machine with better things to do
class TimekeepersLincheckTest {
    @Test
    void no_signal_is_lost_whichever_thread_watches() {
        Interleavings.explore(Watch.class, 4, 150);
        Interleavings.stress(Watch.class, 4, 50);
    }

    @Test
    @Tag("evidence")
    @Timeout(3_600)
    void no_signal_is_lost_in_many_interleavings() {
        Interleavings.explore(Watch.class, 20, 1_000);
        Interleavings.stress(Watch.class, 50, 10_000);
    }

    /** Changes that are signaled, most of which make a run due; the threads are played by Lincheck's. */
    public static class Watch {
        private static final long LATER = 10;

        private final Timekeepers keepers =
                new Timekeepers(new Clocks(() -> Instant.EPOCH, () -> 0, () -> 0), Unstarted::new, this::wake);
        private final LoopTimer timer = keepers.timer();
        private final Entry entry = new Entry();
        private final AtomicInteger runs = new AtomicInteger();
        private final Keeper first = new Keeper();
        private final Keeper second = new Keeper();

        public Watch() {
            change();
            first.place = Objects.requireNonNull(keepers.watcher());
            first.turn();
            second.place = Objects.requireNonNull(keepers.watcher());
            second.turn();
            first.turn();
            check();
        }

        /** A thread of the pool, or one that this test plays. */
        private static final class Unstarted extends Thread {
            Unstarted(Runnable work) {
                super(work);
            }

            @Override
            public void start() {}
        }

        private void wake(Place place) {
            (place == first.place ? first : second).called.set(true);
        }

        @Operation
        public void change() {
            entry.made.incrementAndGet();
            timer.signal(entry);
        }

        @Operation
        public void changeWhatIsDueLater() {
            entry.later.incrementAndGet();
            timer.signal(entry, LATER);
        }

        @Operation(nonParallelGroup = "first")
        public void turnOfTheFirst() {
            first.turn();
        }

        @Operation(nonParallelGroup = "second")
        public void turnOfTheSecond() {
            second.turn();
        }

        @Validate
        public void validate() {
            check();
        }

        void check() {
            if (first.isInRun && second.isInRun) {
                throw new IllegalStateException("no thread watches");
            }
            boolean asleep = first.isAsleep() && second.isAsleep();
            long wakes = Math.min(first.alarm(), second.alarm());
            entry.checkAsSeen(asleep, asleep && wakes > LATER);
            (first.isInRun ? second : first).turn();
            (first.isInRun ? second : first).turn(); // a turn may end with a signal that it found
            entry.checkAsSeen(true, true);
            WorkQueue queue = keepers.pool().queue();
            for (Runnable work = queue.poll(); work != null; work = queue.poll()) {
                work.run();
            }
            if (runs.get() != entry.due) {
                throw new IllegalStateException(runs + " of " + entry.due + " runs made");
            }
        }

        /** One of the threads: in a run, parked, or on its way to a turn. */
        private final class Keeper {
            private final AtomicBoolean called = new AtomicBoolean();
            private volatile Place place = new Place();
            private volatile boolean isInRun;

            /** Wakes, or comes back from a run, and takes a turn. */
            void turn() {
                called.set(false);
                Runnable run = keepers.turn(place);
                isInRun = run != null;
                if (run != null) {
                    run.run();
                }
            }

            boolean isAsleep() {
                return isInRun || (place.wait > 0 && !called.get());
            }

            long alarm() {
                return isInRun ? Long.MAX_VALUE : place.alarm;
            }
        }

        private final class Entry extends TimerEntry {
            private final AtomicInteger made = new AtomicInteger();
            private final AtomicInteger later = new AtomicInteger();
            private final AtomicBoolean beingExamined = new AtomicBoolean();
            private int seen;
            private int seenLater;
            private int due;
            private boolean twiceAtOnce;

            @Override
            protected void examine() {
                twiceAtOnce |= beingExamined.getAndSet(true);
                int changes = made.get();
                seenLater = later.get();
                if (seenLater > 0) {
                    timer.at(this, LATER);
                }
                if (changes > seen) {
                    seen = changes;
                    due++;
                    keepers.pool().execute(runs::incrementAndGet);
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
