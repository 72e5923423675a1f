package io.github.jdatasks.internal.durable;

import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.util.FailureLog;
import io.github.jdatasks.internal.util.Loggers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;

/** Asks the table on threads for that, and keeps what has to be asked again after an outage. */
final class TableQuestions {
    /** A question that is under way. */
    private static final class Asked {
        final long since;
        boolean reported; // used in timer turns only

        Asked(long since) {
            this.since = since;
        }
    }

    private static final Logger LOG = Loggers.get(Outage.LOGGER);
    private static final long SLOW = Duration.ofSeconds(30).toNanos();

    private final LoopTimer timer;
    private final Executor threads;
    private final Consumer<Runnable> post;
    private final Outage outage;
    private final Set<Asked> inFlight = ConcurrentHashMap.newKeySet();
    private final List<Runnable> afterOutage = new ArrayList<>(); // in timer turns only

    /**
     * Creates questions.
     *
     * @param post runs something in a turn of the timer
     */
    TableQuestions(LoopTimer timer, Executor threads, Consumer<Runnable> post, long longestPause) {
        this.timer = timer;
        this.threads = threads;
        this.post = post;
        this.outage = new Outage(longestPause);
    }

    Outage outage() {
        return outage;
    }

    /** Returns whether all answers have been posted. */
    boolean areAnswered() {
        return inFlight.isEmpty();
    }

    /** Asks the table; does something in a turn of the timer when it has answered, or cannot be reached. */
    void ask(Runnable question, Runnable whenOver) {
        ask(question, whenOver, whenOver);
    }

    /**
     * Asks the table.
     *
     * @param whenDone for a turn of the timer, after an answer
     * @param whenFailed for a turn of the timer, if the table cannot be reached
     */
    void ask(Runnable question, Runnable whenDone, Runnable whenFailed) {
        Asked asked = new Asked(timer.now());
        inFlight.add(asked);
        try {
            threads.execute(() -> over(asked, answer(asked, question, whenDone, whenFailed)));
        } catch (Throwable t) { // no thread can be started
            outage.failed(t, timer.now());
            over(asked, whenFailed);
        }
    }

    private void over(Asked asked, Runnable news) {
        post.accept(news);
        inFlight.remove(asked);
        if (inFlight.isEmpty()) {
            post.accept(() -> {}); // whether it is the last answer can be seen now
        }
    }

    /** Reports questions without an answer, in a timer turn: a driver without a time limit may wait for hours. */
    void reportSlow(long now) {
        for (Asked asked : inFlight) {
            if (now - asked.since >= SLOW && !asked.reported) {
                asked.reported = true;
                FailureLog.quietly(() -> LOG.warn(
                        "The database of the durable loops has not answered for {} s, and some of these loops wait for it."
                                + " Look whether a transaction keeps a row of the table locked, and give the driver a"
                                + " socket timeout",
                        TimeUnit.NANOSECONDS.toSeconds(now - asked.since)));
            }
        }
    }

    private Runnable answer(Asked asked, Runnable question, Runnable whenDone, Runnable whenFailed) {
        try {
            question.run();
        } catch (Throwable t) { // of the database or its driver
            outage.failed(t, timer.now());
            return whenFailed;
        }
        if (!outage.answered(asked.since, timer.now())) {
            return whenDone;
        }
        return () -> {
            whenDone.run();
            List<Runnable> waiting = List.copyOf(afterOutage);
            afterOutage.clear();
            waiting.forEach(Runnable::run);
        };
    }

    /** Does something now, or when the table answers again; in a turn of the timer. */
    void whenThere(Runnable work) {
        if (outage.isAway()) {
            afterOutage.add(work);
        } else {
            work.run();
        }
    }
}
