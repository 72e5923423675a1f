package io.github.jdatasks.simulation;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Loops;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Performs the steps of a {@link Script}; what is to be seen then is up to the subclass.
 */
abstract class Performance implements RealLoop.Stage {
    static final int SHARDS = 2;

    /** Ends a step after which the next follows before anything can happen. */
    static final String UNSETTLED = " unsettled";

    private static final Duration MOMENT = Seconds.duration("0.0011");
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    final VirtualLoopScheduler time;
    final ConnectionGate gate;
    final ModelGate modelGate = new ModelGate(SHARDS);
    final List<RealLoop> loops = new ArrayList<>();
    private final VirtualConnection connection;
    private final Counts counts;
    private long wallAhead;

    Performance(Counts counts, VirtualLoopScheduler time, ConnectionGate gate, VirtualConnection connection) {
        this.counts = counts;
        this.time = time;
        this.gate = gate;
        this.connection = connection.shards(SHARDS);
    }

    static VirtualLoopScheduler newTime() {
        return VirtualLoopScheduler.startingAt(Timing.START);
    }

    /** Returns what goes wrong; null if nothing does. */
    final @Nullable String run(Script script) {
        int number = 0;
        try {
            for (String step : script.steps()) {
                number++;
                perform(step);
                if (isSettled(step)) {
                    check();
                }
            }
            count(script, counts);
            counts.nanos += now();
            advance(LONG_ENOUGH);
            check();
            close();
            return null;
        } catch (AssertionError | RuntimeException e) {
            String step = number == 0 ? "" : script.steps().get(number - 1);
            return "at step " + number + ", " + step + ": " + e.getMessage()
                    + (e instanceof AssertionError ? "" : " " + e);
        }
    }

    private void close() {
        time.close();
        if (!time.loops().isEmpty()) {
            throw new AssertionError("loops are left after close: " + time.loops());
        }
        for (RealLoop loop : loops) {
            for (var future : loop.futures) {
                if (!future.isDone()) {
                    throw new AssertionError("a future of " + loop.spec.name + " is still pending after close");
                }
            }
        }
    }

    /** Whether everything that is due has been done after a step. */
    private static boolean isSettled(String step) {
        return !step.endsWith(UNSETTLED) && !step.startsWith("wall ") && !step.startsWith("suspend ");
    }

    /** Compares what is to be seen with what should be. */
    abstract void check();

    abstract void count(Script script, Counts sum);

    /** Something is asked of a loop. */
    void asked(int loop, String order) {}

    /** The connection has changed. */
    void connectionChanged(boolean overNow) {}

    /** The wall clock was set. */
    void wallChanged(long ahead, long step) {}

    /** Time has passed. */
    void passed(long now) {}

    // ---- steps ----

    private void perform(String step) {
        String[] words = step.split(" ", -1);
        switch (words[0]) {
            case "advance" -> advance(Seconds.duration(words[1]));
            case "wall" -> stepWall(words[1], false);
            case "suspend" -> stepWall(words[1], true);
            case "conn" -> {
                counts.connectionEvents++;
                if (words[1].equals("shutdown")) {
                    advance(MOMENT); // so that the grace ends when nothing else does
                }
                int first = words.length > 2 ? Integer.parseInt(words[2]) : 0;
                int last = words.length > 2 || !words[1].equals("shutdown") ? first : SHARDS - 1;
                boolean wasOver = modelGate.isOver();
                for (int shard = first; shard <= last; shard++) {
                    connect(words[1], shard);
                }
                connectionChanged(!wasOver && modelGate.isOver());
                advance(Duration.ZERO);
            }
            default -> {
                int index = words[0].charAt(0) - 'A';
                if (index >= 0 && index < loops.size()) {
                    loops.get(index).ask(words[1]);
                    asked(index, words[1]);
                }
                if (isSettled(step)) {
                    advance(Duration.ZERO);
                }
            }
        }
    }

    private void stepWall(String seconds, boolean suspend) {
        Duration step = Seconds.duration(seconds);
        if (suspend) {
            time.suspend(step);
        } else {
            time.stepWallClock(step);
        }
        wallAhead += step.toNanos();
        wallChanged(wallAhead, step.toNanos());
    }

    private void connect(String event, int shard) {
        if (!modelGate.mayFollow(event, shard)) {
            return; // a body has been quicker, or something was cut out of the script
        }
        switch (event) {
            case "login" -> connection.login();
            case "ready" -> connection.ready(shard);
            case "disconnect" -> connection.disconnect(shard);
            case "invalidate" -> connection.invalidate(shard);
            case "resume" -> connection.resume(shard);
            case "recreate" -> connection.recreate(shard);
            case "shutdown" -> connection.shutdown(shard);
            default -> throw new IllegalArgumentException(event);
        }
        modelGate.follow(event, shard);
    }

    private void advance(Duration duration) {
        long target = now() + duration.toNanos();
        time.advance(duration);
        passed(target);
    }

    // ---- what bodies need ----

    @Override
    public final void elsewhere(String act) {
        String[] words = act.split("\\.", -1);
        int index = words[1].charAt(0) - 'A';
        if (words[0].equals("conn")) {
            connect(words[1], Integer.parseInt(words[2]));
        } else if (index < loops.size()) {
            loops.get(index).ask(words[2]);
        }
    }

    @Override
    public final long now() {
        return Timing.nanos(time.now()) - wallAhead;
    }

    @Override
    public final void sleep(long nanos) throws InterruptedException {
        time.sleep(Duration.ofNanos(nanos));
    }

    @Override
    public final void later(long nanos, Runnable task) {
        Loops.every(Duration.ofHours(1))
                .initialDelay(Duration.ofNanos(nanos))
                .count(1)
                .scheduler(time)
                .start(run -> task.run());
    }
}
