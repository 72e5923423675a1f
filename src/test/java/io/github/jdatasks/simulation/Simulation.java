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
 * Performs a {@link Script} with loops of the library and with the model, and compares them after each step.
 */
final class Simulation implements RealLoop.Stage {
    static final int SHARDS = 2;

    /** Ends a step after which the next follows before anything can happen. */
    static final String UNSETTLED = " unsettled";

    private static final Duration MOMENT = Seconds.duration("0.0011");
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    private final Script script;
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(Timing.START);
    private final ConnectionGate gate = new ConnectionGate();
    private final VirtualConnection connection = VirtualConnection.of(gate).shards(SHARDS);
    private final ModelGate modelGate = new ModelGate(SHARDS);
    private final List<RealLoop> loops = new ArrayList<>();
    private final List<ModelLoop> models = new ArrayList<>();
    private final Counts counts;
    private long wallAhead;

    private Simulation(Script script, Counts counts) {
        this.script = script;
        this.counts = counts;
        for (String line : script.loops()) {
            LoopSpec spec = LoopSpec.parse(line);
            RealLoop loop = new RealLoop(spec, this, time, gate);
            loops.add(loop);
            models.add(new ModelLoop(spec, modelGate, loop.chance));
        }
    }

    /** Returns what went wrong; null if nothing did. */
    static @Nullable String run(Script script, Counts counts) {
        Simulation simulation = new Simulation(script, counts);
        int number = 0;
        try {
            for (String step : script.steps()) {
                number++;
                simulation.perform(step);
                if (isSettled(step)) {
                    simulation.compare();
                }
            }
            counts.add(script, simulation.models);
            simulation.end();
            return null;
        } catch (AssertionError | RuntimeException e) {
            String step = number == 0 ? "" : script.steps().get(number - 1);
            return "at step " + number + ", " + step + ": " + e.getMessage()
                    + (e instanceof Disagreement ? "" : " " + e);
        }
    }

    /** Whether everything that is due has been done after a step. */
    private static boolean isSettled(String step) {
        return !step.endsWith(UNSETTLED) && !step.startsWith("wall ") && !step.startsWith("suspend ");
    }

    private static final class Disagreement extends AssertionError {
        Disagreement(String message) {
            super(message);
        }
    }

    // ---- steps ----

    private void perform(String step) {
        String[] words = step.split(" ");
        switch (words[0]) {
            case "advance" -> advance(Seconds.duration(words[1]));
            case "wall" -> stepWall(words[1], false);
            case "suspend" -> stepWall(words[1], true);
            case "conn" -> {
                counts.connectionEvents++;
                if (words[1].equals("shutdown")) {
                    advance(MOMENT); // so that the grace ends when nothing else does
                }
                connect(words[1], words.length > 2 ? Integer.parseInt(words[2]) : -1);
                advance(Duration.ZERO);
            }
            default -> {
                int index = words[0].charAt(0) - 'A';
                if (index >= 0 && index < loops.size()) {
                    loops.get(index).ask(words[1]);
                    models.get(index).ask(words[1]);
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
        models.forEach(model -> model.wallAhead = wallAhead);
    }

    private void connect(String event, int shard) {
        boolean begins = event.equals("login") || event.equals("ready");
        if (!begins && modelGate.shard(shard) == ModelGate.Shard.UNKNOWN) {
            return; // left over from what was cut out of the script
        }
        boolean wasOver = modelGate.isOver();
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
        if (begins) {
            for (int id = 0; id < SHARDS; id++) {
                modelGate.login(id);
            }
        }
        switch (event) {
            case "ready", "resume", "recreate" -> modelGate.become(shard, ModelGate.Shard.OPEN);
            case "disconnect", "invalidate" -> modelGate.become(shard, ModelGate.Shard.LOST);
            case "shutdown" -> modelGate.become(shard, ModelGate.Shard.DOWN);
            default -> {}
        }
        boolean overNow = !wasOver && modelGate.isOver();
        models.forEach(model -> model.gateChanged(overNow));
    }

    private void advance(Duration duration) {
        long target = now() + duration.toNanos();
        time.advance(duration);
        for (ModelLoop model : models) {
            model.advanceTo(target);
            model.completeWaiting();
        }
    }

    // ---- what bodies need ----

    @Override
    public long now() {
        return Timing.nanos(time.now()) - wallAhead;
    }

    @Override
    public void sleep(long nanos) throws InterruptedException {
        time.sleep(Duration.ofNanos(nanos));
    }

    @Override
    public void later(long nanos, Runnable task) {
        Loops.every(Duration.ofHours(1))
                .initialDelay(Duration.ofNanos(nanos))
                .count(1)
                .scheduler(time)
                .start(run -> task.run());
    }

    // ---- comparison ----

    private void compare() {
        for (int i = 0; i < loops.size(); i++) {
            compare(loops.get(i), models.get(i));
        }
    }

    private void compare(RealLoop loop, ModelLoop model) {
        String name = loop.spec.name;
        if (!loop.entries.equals(model.entries)) {
            throw new Disagreement(name + " should have done\n    " + String.join("\n    ", model.entries)
                    + "\n  but did\n    " + String.join("\n    ", loop.entries));
        }
        loop.entries.clear();
        model.entries.clear();
        boolean next = model.knowsNext();
        String expected = model.describe(next);
        String actual = loop.describe(next);
        if (!expected.equals(actual)) {
            throw new Disagreement(name + " should be\n    " + expected + "\n  but is\n    " + actual);
        }
        for (int i = loop.futures.size() - 1; i >= 0; i--) {
            String result = RealLoop.resultOf(loop.futures.get(i));
            if (!model.futures.get(i).toString().equals(result)) {
                throw new Disagreement(name + " should have completed a future with " + model.futures.get(i)
                        + ", but it is " + result);
            }
            if (!result.equals(ModelFuture.PENDING)) {
                loop.futures.remove(i);
                model.futures.remove(i);
            }
        }
    }

    /** Lets everything come to its end. */
    private void end() {
        advance(LONG_ENOUGH);
        compare();
        time.close();
        if (!time.loops().isEmpty()) {
            throw new Disagreement("loops are left after close: " + time.loops());
        }
        for (RealLoop loop : loops) {
            for (var future : loop.futures) {
                if (!future.isDone()) {
                    throw new Disagreement("a future of " + loop.spec.name + " is still pending after close");
                }
            }
        }
    }
}
