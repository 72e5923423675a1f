package io.github.jdatasks.simulation;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Loops;
import io.github.jdatasks.testing.VirtualConnection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Performs a {@link Script} with loops of the library and with the model, and compares them after each step: what they
 * did and when, what they say of themselves, and what their futures were completed with.
 */
final class Simulation extends Performance {
    private final List<ModelLoop> models = new ArrayList<>();

    private Simulation(Script script, Counts counts, ConnectionGate gate) {
        super(counts, newTime(), gate, VirtualConnection.of(gate));
        for (String line : script.loops()) {
            LoopSpec spec = LoopSpec.parse(line);
            RealLoop loop = new RealLoop(
                    spec, this, Loops.on(spec.timing.schedule()).scheduler(time), gate, RealLoop.Witness.NOBODY);
            loops.add(loop);
            models.add(new ModelLoop(spec, modelGate, loop.chance));
        }
    }

    /** Returns what went wrong; null if nothing did. */
    static @Nullable String run(Script script, Counts counts) {
        return new Simulation(script, counts, new ConnectionGate()).run(script);
    }

    @Override
    void count(Script script, Counts sum) {
        sum.add(script);
        for (ModelLoop loop : models) {
            sum.add(loop.runs, loop.failures, loop.retries, loop.plan.missed);
        }
    }

    @Override
    void asked(int loop, String order) {
        models.get(loop).ask(order);
    }

    @Override
    void connectionChanged(boolean overNow) {
        models.forEach(model -> model.gateChanged(overNow));
    }

    @Override
    void wallChanged(long ahead, long step) {
        models.forEach(model -> model.wallAhead = ahead);
    }

    @Override
    void passed(long now) {
        for (ModelLoop model : models) {
            model.advanceTo(now);
            model.completeWaiting();
        }
    }

    @Override
    void check() {
        for (int i = 0; i < loops.size(); i++) {
            compare(loops.get(i), models.get(i));
        }
    }

    private static void compare(RealLoop loop, ModelLoop model) {
        String name = loop.spec.name;
        if (!loop.entries.equals(model.entries)) {
            throw new AssertionError(name + " should have done\n    " + String.join("\n    ", model.entries)
                    + "\n  but did\n    " + String.join("\n    ", loop.entries));
        }
        loop.entries.clear();
        model.entries.clear();
        boolean next = model.knowsNext();
        String expected = model.describe(next);
        String actual = loop.describe(next);
        if (!expected.equals(actual)) {
            throw new AssertionError(name + " should be\n    " + expected + "\n  but is\n    " + actual);
        }
        for (int i = loop.futures.size() - 1; i >= 0; i--) {
            String result = RealLoop.resultOf(loop.futures.get(i));
            if (!model.futures.get(i).toString().equals(result)) {
                throw new AssertionError(name + " should have completed a future with " + model.futures.get(i)
                        + ", but it is " + result);
            }
            if (!result.equals(ModelFuture.PENDING)) {
                loop.futures.remove(i);
                model.futures.remove(i);
            }
        }
    }
}
