package io.github.jdatasks.simulation;

import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopStats;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Missed;
import io.github.jdatasks.WhenDisconnected;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Watches one loop and says what must not be, whatever its settings are.
 */
final class LifeWatch {
    private static final Pattern OF_SHARD = Pattern.compile("#(\\d+) ");
    private static final long RECHECK = Seconds.nanos("61"); // how late a step of the clock may be noticed

    private final WildSimulation world;
    private final LoopSpec spec;
    private final LoopTask task;
    private final int shard;
    private boolean inLife;
    private boolean inHook;
    private int inBodies;
    private long attempts;
    private long ended; // after-hooks that are over
    private long newest = -1; // iteration of this life
    private long newestTick = Long.MIN_VALUE;
    private long firstTick;
    private long skippedBefore;

    LifeWatch(WildSimulation world, LoopSpec spec, LoopTask task) {
        this.world = world;
        this.spec = spec;
        this.task = task;
        Matcher name = OF_SHARD.matcher(task.toString());
        this.shard = name.find() ? Integer.parseInt(name.group(1)) : -1;
    }

    long ended() {
        return ended;
    }

    boolean isOf(LoopSpec candidate) {
        return candidate == spec;
    }

    /** The wall clock has been set back so far that ticks may come again. */
    void forgetTicks() {
        newestTick = Long.MIN_VALUE;
    }

    Runnable sees(LoopContext run, String word) {
        switch (word.substring(0, word.indexOf(' '))) {
            case "before" -> seesBefore(run);
            case "after" -> {
                seesAfter();
                inHook = true;
                return () -> {
                    inHook = false;
                    ended++;
                };
            }
            case "run" -> {
                return seesBody(run);
            }
            default -> {
                return () -> {};
            }
        }
        inHook = true;
        return () -> inHook = false;
    }

    private void seesBefore(LoopContext run) {
        check(!inHook, "a before-hook begins in another hook");
        check(run.attempt() > 1 || !inLife, "a second before-hook in one life");
        check(task.state() == LoopState.STARTING, "a before-hook while " + task.state());
        inLife = true;
        newest = -1;
        newestTick = Long.MIN_VALUE;
        skippedBefore = task.stats().skipped();
    }

    private void seesAfter() {
        check(!inHook, "an after-hook begins in another hook");
        check(inBodies == 0, "an after-hook begins during a body");
        check(task.state() == LoopState.STOPPING, "an after-hook while " + task.state());
        inLife = false;
    }

    private Runnable seesBody(LoopContext run) {
        LoopState state = task.state();
        boolean atRest = state == LoopState.IDLE || state == LoopState.FINISHED;
        check(!inHook, "a body begins during a hook");
        check(atRest || state == LoopState.RUNNING, "a body begins while " + state);
        check(atRest || inLife, "a body begins before the before-hook or after the after-hook");
        check(inBodies < spec.overlap(), "too many bodies at once");
        check(mayRun(), "a body begins while disconnected");
        boolean byHand = atRest || world.runsByHand(spec);
        check(byHand || !task.isPaused(), "a body begins while paused");
        check(byHand || !run.isStopRequested(), "a body begins after a stop");
        attempts++;
        inBodies++;
        if (!atRest) {
            seesRun(run);
        }
        return () -> inBodies--;
    }

    private void seesRun(LoopContext run) {
        long tick = Timing.nanos(run.scheduledAt());
        long late = run.lateness().toNanos();
        check(late >= 0, "a run begins before its tick");
        check(
                run.attempt() > 1
                        || late <= spec.jitter()
                        || task.stats().missed() > 0
                        || spec.timing.isCalendar()
                        || spec.gate() == WhenDisconnected.CANCEL,
                "a run is " + Seconds.text(late) + " s late, and no tick has been missed");
        check(
                run.attempt() > 1
                        || spec.maxLateness() == 0
                        || late <= spec.maxLateness() + spec.jitter()
                        || spec.gate() == WhenDisconnected.CANCEL,
                "a run is " + Seconds.text(late) + " s late, which is too late");
        if (world.runsByHand(spec) || (run.attempt() == 1 && run.iteration() == newest)) {
            return; // a call of runNow(), or the same run again since the connection was lost
        }
        if (run.iteration() > newest) {
            check(run.iteration() == newest + 1, "run " + run.iteration() + " follows run " + newest);
            check(spec.count() == 0 || run.iteration() < spec.count(), "a run too many");
            newest = run.iteration();
            boolean later = spec.timing.isCalendar() ? tick > newestTick : world.now() >= newestTick;
            check(later || spec.followsClock(), "the tick of " + run.scheduledAt() + " comes again");
            newestTick = Math.max(newestTick, spec.timing.isCalendar() ? tick : world.now());
            long skipped = task.stats().skipped() - skippedBefore;
            firstTick = newest == 0 ? world.now() - late - skipped * spec.timing.step() : firstTick;
        }
    }

    private boolean mayRun() {
        WhenDisconnected policy = spec.gate();
        if (policy != WhenDisconnected.PAUSE && policy != WhenDisconnected.CANCEL) {
            return true;
        }
        return shard < 0 ? world.modelGate.isOpen(spec.shards()) : world.modelGate.shard(shard) == ModelGate.Shard.OPEN;
    }

    /** Looks at the loop while nothing happens. */
    void checkAtRest() {
        LoopStats stats = task.stats();
        if (spec.gate() != WhenDisconnected.CANCEL && !spec.retriesBefore()) {
            check(
                    attempts == stats.runs() + stats.retries() + inBodies,
                    attempts + " attempts make " + stats.runs() + " runs and " + stats.retries() + " retries, while "
                            + inBodies + " are in progress");
        }
        boolean waits = task.state() == LoopState.WAITING
                || (task.state() == LoopState.RUNNING && spec.overlap() > 1 && !task.isPaused() && mayRun());
        Optional<Instant> planned = task.nextIteration();
        boolean catchesUp = spec.missed() == Missed.CATCH_UP && spec.overlap() > 1 && task.state() == LoopState.RUNNING;
        if (waits && planned.isPresent() && !catchesUp) { // missed ticks wait for a place
            checkIsNotDue(Timing.nanos(planned.get()) - world.wallAhead(), stats);
        }
    }

    private void checkIsNotDue(long next, LoopStats stats) {
        boolean last = spec.count() > 0;
        long patience = spec.timing.isCalendar() ? RECHECK : 0;
        check(
                world.now() < next + patience
                        || world.now() < world.lastStep() + patience
                        || (last && newest + 1 == spec.count()),
                "it is due since " + Seconds.text(next) + " s and does not run");
        if (world.keepsInterval(spec)
                && newest >= 0
                && spec.overlap() > 1
                && spec.timing.step() > 0
                && spec.count() == 0
                && spec.jitter() == 0) {
            long ticks = (world.now() - firstTick) / spec.timing.step() + 1;
            long skipped = stats.skipped() - skippedBefore;
            check(
                    newest + 1 + skipped == ticks,
                    ticks + " ticks make " + (newest + 1) + " runs and " + skipped + " that were skipped");
        }
    }

    private void check(boolean holds, String what) {
        if (!holds) {
            world.report(spec.name + (shard < 0 ? "" : "#" + shard) + ": " + what + " (at " + Seconds.text(world.now())
                    + " s)");
        }
    }
}
