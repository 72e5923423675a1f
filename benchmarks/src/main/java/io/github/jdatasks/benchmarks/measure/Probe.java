package io.github.jdatasks.benchmarks.measure;

/**
 * Compares when it is run with when it should have been.
 *
 * <p>The schedule is the task's own and does not move, so that a stall is not hidden by the runs that it delays. A tick
 * that gets no run of its own counts as being as late as the run that comes after it.
 */
public final class Probe implements Task {
    private static final int SETTLED = 4;

    private final Fires fires;
    private final long period;
    private boolean catchesUp;
    private long first;
    private long tick;

    public Probe(Fires fires, long period) {
        this.fires = fires;
        this.period = period;
    }

    @Override
    public long period() {
        return period;
    }

    @Override
    public void plan(long firstRun, boolean catchingUp) {
        first = firstRun;
        catchesUp = catchingUp;
    }

    /** Returns whether {@link #plannedFor} is still to be told. */
    public boolean isSettling() {
        return tick < SETTLED;
    }

    /**
     * Moves the schedule to that of a contender whose clock starts later than the call that starts the task. What it
     * says about the first run counts; after that the schedule can only become earlier, for the reason that the thread
     * may have been away between the start of the run and this call.
     *
     * @param nanoTime what the present run was planned for, or somewhat later
     */
    public void plannedFor(long nanoTime) {
        if (tick == 0) {
            first = nanoTime;
            return;
        }
        long ahead = Math.floorMod(first - nanoTime, period);
        if (ahead < period / 2) {
            first -= ahead;
        }
    }

    @Override
    public long due() {
        return first + tick * period;
    }

    @Override
    public void run() {
        long now = System.nanoTime();
        if (due() - now > period / 2) {
            return; // a run for a tick that counted with the run before, which began before it and got here after it
        }
        do {
            fires.add(now - due());
            tick++;
        } while (!catchesUp && due() <= now);
    }
}
