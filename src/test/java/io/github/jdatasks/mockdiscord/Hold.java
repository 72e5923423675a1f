package io.github.jdatasks.mockdiscord;

import java.util.ArrayList;
import java.util.List;

/** Keeps clients that log in or resume waiting for the answer until it is released. */
public final class Hold {
    private final List<Runnable> waiting = new ArrayList<>();
    private int kept;
    private boolean released;

    /** Creates a hold. */
    public Hold() {}

    void keep(Runnable accept) {
        synchronized (this) {
            kept++;
            if (!released) {
                waiting.add(accept);
                return;
            }
        }
        accept.run();
    }

    /**
     * Tells how many clients have come here so far.
     *
     * @return the number of those that wait, or that have waited
     */
    public synchronized int kept() {
        return kept;
    }

    /** Accepts those that wait, and from now on whoever comes. */
    public void release() {
        List<Runnable> free;
        synchronized (this) {
            released = true;
            free = List.copyOf(waiting);
            waiting.clear();
        }
        free.forEach(Runnable::run);
    }
}
