package io.github.jdatasks.internal.durable;

import io.github.jdatasks.internal.timer.LoopTimer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Asks the table on threads for that, and keeps what has to be asked again after an outage. */
final class TableQuestions {
    private final LoopTimer timer;
    private final Executor threads;
    private final Consumer<Runnable> post;
    private final Outage outage;
    private final AtomicInteger inFlight = new AtomicInteger();
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
        return inFlight.get() == 0;
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
        inFlight.incrementAndGet();
        try {
            threads.execute(() -> over(answer(question, whenDone, whenFailed)));
        } catch (Throwable t) { // no thread can be started
            outage.failed(t, timer.now());
            over(whenFailed);
        }
    }

    private void over(Runnable news) {
        post.accept(news);
        if (inFlight.decrementAndGet() == 0) {
            post.accept(() -> {}); // whether it is the last answer can be seen now
        }
    }

    private Runnable answer(Runnable question, Runnable whenDone, Runnable whenFailed) {
        try {
            question.run();
        } catch (Throwable t) { // of the database or its driver
            outage.failed(t, timer.now());
            return whenFailed;
        }
        if (!outage.answered(timer.now())) {
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
