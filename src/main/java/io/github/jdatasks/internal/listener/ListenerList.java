package io.github.jdatasks.internal.listener;

import io.github.jdatasks.LoopListener;
import io.github.jdatasks.internal.timer.LoopTimer;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** The listeners of a scheduler or a cog, which come and go while its loops run. */
public final class ListenerList {
    private final LoopTimer timer;
    private final Executor workers;
    private volatile List<ListenerCalls> calls = List.of(); // replaced, never changed; written under this monitor

    /** Creates an empty list; {@code workers} never throws. */
    public ListenerList(LoopTimer timer, Executor workers) {
        this.timer = timer;
        this.workers = workers;
    }

    /** Adds a listener, unless it is there: the same object, since {@code equals} would be the user's. */
    public synchronized void add(LoopListener listener) {
        if (calls.stream().noneMatch(present -> present.listener == listener)) {
            calls = Stream.concat(calls.stream(), Stream.of(new ListenerCalls(listener, timer, workers)))
                    .toList();
        }
    }

    public synchronized void remove(LoopListener listener) {
        calls.stream().filter(present -> present.listener == listener).forEach(ListenerCalls::remove);
        calls = calls.stream().filter(present -> present.listener != listener).toList();
    }

    public List<ListenerCalls> calls() {
        return calls;
    }
}
