package io.github.jdatasks.internal.gate;

import io.github.jdatasks.internal.timer.CooperativeThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;

/**
 * The threads that wait for a gate. Each rechecks the connection once a second, because the event that should wake it
 * is lost if another listener throws an {@link Error}. Threads that JDA needs to connect must not wait: its gateway and
 * session threads, and any thread on which JDA is calling its listeners.
 */
final class GateWaiters {
    private static final StackWalker STACK = StackWalker.getInstance();
    static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** How long to wait for a manager to restart a shard after all have shut down, if nothing watches the gate. */
    static final long HOPE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Gate gate;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicInteger waiting = new AtomicInteger();

    GateWaiters(Gate gate) {
        this.gate = gate;
        gate.addObserver(this::signal);
    }

    /** Wakes all waiters; takes no lock while there are none. */
    private void signal() {
        if (waiting.get() == 0) {
            return; // a thread that starts to wait now increments first and reads the word afterwards
        }
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the word satisfies a condition. The condition may read other state that changes with the word.
     *
     * @return false if the time ran out first
     * @throws IllegalStateException if the gate is closed for good, now or while waiting
     */
    boolean await(String call, LongPredicate condition, long timeoutNanos) throws InterruptedException {
        refuseThreadsOfJda(call);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long left = timeoutNanos;
        long hope = HOPE_NANOS;
        int botsGone = GateState.botsGone(gate.word());
        while (true) {
            long word = gate.settledWord();
            boolean gone = GateState.has(word, GateState.CLOSED) || GateState.botsGone(word) != botsGone;
            if (gone || hope <= 0) {
                throw new IllegalStateException(call + ": JDA has shut down, this gate will not open any more; "
                        + "a new JDA instance that has the gate as a listener would start it afresh");
            }
            if (condition.test(word)) {
                return true;
            }
            if (left <= 0) {
                return false;
            }
            long waited = park(word, left);
            left -= waited;
            hope = GateState.has(word, GateState.CLOSING) ? hope - waited : HOPE_NANOS;
        }
    }

    private static void refuseThreadsOfJda(String call) {
        String name = Thread.currentThread().getName();
        if (bringsUpConnections(name) || isInsideListener()) {
            throw new IllegalStateException(call + " was called on thread \"" + name + "\", which JDA needs to bring up"
                    + " the connection: the wait could never end. Wait on a thread of your own, ask isOpen()"
                    + " or use onChange()");
        }
    }

    private static boolean bringsUpConnections(String name) {
        return (name.startsWith("JDA ") && (name.contains(" MainWS-") || name.contains(" Gateway-Worker")))
                || name.startsWith("ConcurrentSessionController-Worker")
                || name.startsWith("SessionControllerAdapter-Worker")
                || name.startsWith("DefaultShardManager");
    }

    /** Events also come on users' threads, such as one that logs in; with an event pool JDA does not wait for them. */
    private static boolean isInsideListener() {
        return STACK.walk(
                frames -> frames.anyMatch(frame -> frame.getMethodName().equals("handleEvent")
                        && frame.getClassName().equals("net.dv8tion.jda.internal.JDAImpl")));
    }

    private long park(long word, long left) throws InterruptedException {
        if (Thread.currentThread() instanceof CooperativeThread cooperative) {
            boolean mayChangeSilently = GateState.has(word, GateState.UNSETTLED | GateState.CLOSING);
            long wait = mayChangeSilently ? Math.min(left, TICK_NANOS) : left;
            long began = cooperative.now();
            if (!cooperative.await(() -> gate.word() != word, wait)) {
                gate.recheck();
            }
            return cooperative.now() - began;
        }
        long slice = Math.min(left, TICK_NANOS);
        long rest = slice;
        lock.lock();
        waiting.incrementAndGet();
        try {
            while (gate.word() == word && rest > 0) {
                rest = changed.awaitNanos(rest);
            }
        } finally {
            waiting.decrementAndGet();
            lock.unlock();
        }
        if (rest <= 0) {
            gate.recheck();
        }
        return slice - rest;
    }
}
