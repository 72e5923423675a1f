package io.github.jdatasks.benchmarks.measure;

/** Only counts its runs, so that one counter can be the body of all tasks. */
public final class Counter implements Task {
    private final Fires fires;
    private final long period;

    public Counter(Fires fires, long period) {
        this.fires = fires;
        this.period = period;
    }

    @Override
    public long period() {
        return period;
    }

    @Override
    public void plan(long first, boolean catchesUp) {
        // whenever it is run, it is counted
    }

    @Override
    public long due() {
        return System.nanoTime() + period;
    }

    @Override
    public void run() {
        fires.add(0);
    }
}
