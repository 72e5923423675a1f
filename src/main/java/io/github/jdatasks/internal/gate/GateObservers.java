package io.github.jdatasks.internal.gate;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tasks that run after each change of a gate. If one throws, that is logged and the others still run. */
public final class GateObservers {
    private final GateProblems problems;
    private final List<Runnable> observers = new CopyOnWriteArrayList<>();

    GateObservers(GateProblems problems) {
        this.problems = problems;
    }

    void add(Runnable observer) {
        observers.add(Objects.requireNonNull(observer));
    }

    void remove(Runnable observer) {
        observers.remove(observer);
    }

    void call() {
        for (Runnable observer : observers) {
            try {
                observer.run();
            } catch (Throwable problem) {
                problems.report("in an observer of the gate", problem);
            }
        }
    }
}
