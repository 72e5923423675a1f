package io.github.jdatasks.e2e.faults;

import io.github.jdatasks.LoopContext;
import io.github.jdatasks.internal.util.ExceptionUnwrapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What one loop's body is held to, run by run: no two at once; each run follows from the one before it - the next if that
 * ended, the same attempt again if a loss interrupted it or its instance has gone, the next attempt if it failed and is
 * retried; every tick between two runs is counted as skipped, no other one is; and no body begins while that is forbidden.
 */
final class Ledger {
    /** Of the ticks that CATCH_UP makes up for there is a limit: who has come near it may skip some. */
    private static final int CATCHES_UP_SURELY = 900;

    /** After so many runs that agree about the time it is no longer the first that was wrong. */
    private static final int SURELY_ON_TIME = 3;

    private enum Ending {
        WELL,
        INTERRUPTED,
        /** A request of JDA's was refused or cancelled, as when the instance has shut down. */
        REFUSED,
        FAILED
    }

    private record Begun(long iteration, int attempt, Instant tick, long skipped) {}

    private final String loop;
    private final Pace pace;
    private final boolean catchesUp;
    private final boolean interruptible;
    private final List<String> mistakes = new ArrayList<>();
    private @Nullable Begun last;
    private @Nullable Ending lastEnding;
    private long lastEnd;
    private long ticksAstray;
    private long onTime;
    private boolean forbidden;
    private long begun;
    private long ended;
    private long interrupted;
    private long failed;

    /**
     * Creates a ledger.
     *
     * @param catchesUp whether missed ticks are all made up for
     * @param interruptible whether a loss interrupts the body
     */
    Ledger(String loop, Pace pace, boolean catchesUp, boolean interruptible) {
        this.loop = loop;
        this.pace = pace;
        this.catchesUp = catchesUp;
        this.interruptible = interruptible;
    }

    synchronized void begin(LoopContext run) {
        Begun now = new Begun(
                run.iteration(),
                run.attempt(),
                run.scheduledAt(),
                run.task().stats().skipped());
        if (forbidden) {
            mistakes.add("began while the gate was closed: " + now);
        }
        if (last != null) {
            checkOrder(last, now);
            checkTime(last, now);
        } else if (now.iteration != 0 || now.attempt != 1) {
            mistakes.add("did not begin at the beginning: " + now);
        }
        begun++;
        last = now;
        lastEnding = null;
    }

    private void checkOrder(Begun before, Begun now) {
        boolean again = now.iteration == before.iteration;
        boolean next = now.iteration == before.iteration + 1 && now.attempt == 1;
        boolean right = lastEnding != null
                && switch (lastEnding) {
                    case WELL -> next;
                    case INTERRUPTED -> again && now.attempt == before.attempt;
                    case REFUSED ->
                        next || (again && (now.attempt == before.attempt || now.attempt == before.attempt + 1));
                    case FAILED -> next || (again && now.attempt == before.attempt + 1);
                };
        if (!right) {
            mistakes.add((lastEnding == null ? "two at once: " : lastEnding + ", then: ") + before + ", " + now);
        }
    }

    private void checkTime(Begun before, Begun now) {
        boolean again = now.iteration == before.iteration;
        if (!pace.isGrid()) {
            if (!again && System.nanoTime() - lastEnd < pace.step().toNanos()) {
                mistakes.add("too early after the end of the last run: " + before + ", " + now);
            }
            return;
        }
        long ticks = pace.ticks(before.tick, now.tick);
        long skipped = now.skipped - before.skipped;
        boolean wasAstray = ticksAstray != 0;
        ticksAstray += ticks - (again ? 0 : 1) - skipped;
        // One run may seem to be: its thread may lose the processor between its readings of the two clocks. If that was
        // the first of all, the others seem to be.
        if (ticksAstray == 0) {
            onTime++;
        } else if (wasAstray) {
            if (onTime >= SURELY_ON_TIME) {
                mistakes.add(ticksAstray + " ticks more than runs and skipped ones: " + before + ", " + now);
            }
            ticksAstray = 0;
            onTime = 0;
        }
        if (catchesUp && skipped > 0 && ticks < CATCHES_UP_SURELY) {
            mistakes.add("skipped: " + before + ", " + now);
        }
    }

    synchronized void end(@Nullable Throwable error) {
        if (lastEnding != null) {
            mistakes.add("ended twice: " + last);
        }
        lastEnd = System.nanoTime();
        if (error == null) {
            lastEnding = Ending.WELL;
            ended++;
        } else if (error instanceof InterruptedException) {
            lastEnding = Ending.INTERRUPTED;
            interrupted++;
            if (!interruptible) {
                mistakes.add("interrupted: " + last);
            }
        } else {
            Throwable cause = ExceptionUnwrapper.ofFuture(error);
            boolean refused = cause instanceof RejectedExecutionException || cause instanceof CancellationException;
            lastEnding = refused ? Ending.REFUSED : Ending.FAILED;
            failed++;
        }
    }

    /** From now on no body may begin, or any may again. */
    synchronized void forbid(boolean isForbidden) {
        forbidden = isForbidden;
    }

    Pace pace() {
        return pace;
    }

    synchronized long begun() {
        return begun;
    }

    /** How many runs have ended as they should. */
    synchronized long ended() {
        return ended;
    }

    synchronized long interrupted() {
        return interrupted;
    }

    synchronized long failed() {
        return failed;
    }

    synchronized List<String> mistakes() {
        return mistakes.stream().map(mistake -> loop + ": " + mistake).toList();
    }

    @Override
    public synchronized String toString() {
        return loop + ", " + begun + " begun, " + ended + " ended well, " + interrupted + " interrupted, " + failed
                + " failed; last " + last;
    }
}
