package io.github.jdatasks.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.internal.timer.HandClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A pool in a process that has as many threads as the system allows. */
class ElasticPoolTest {
    private final HandClock clock = new HandClock(0);
    private boolean atTheLimit = true;
    private final List<Thread> started = new ArrayList<>();
    private final ElasticPool pool = new ElasticPool(clock.timer, this::thread, false);
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final CountDownLatch ends = new CountDownLatch(2);

    private Thread thread(Runnable work) {
        if (atTheLimit) {
            throw new Error("unable to create native thread"); // in life an OutOfMemoryError, which would end JUnit too
        }
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        started.add(thread);
        return thread;
    }

    private Runnable noting(String word) {
        return () -> {
            done.add(word);
            ends.countDown();
        };
    }

    @Test
    void work_waits_until_there_is_a_thread_for_it_and_is_done_once() throws Exception {
        pool.execute(noting("ordinary"));
        pool.rescue(noting("rescued"));
        for (int i = 0; i < 3; i++) {
            clock.timer.turn();
            clock.pass(TimeUnit.MILLISECONDS.toNanos(5));
        }
        assertThat(started).isEmpty();
        atTheLimit = false;
        clock.timer.turn();
        assertThat(ends.await(20, TimeUnit.SECONDS)).isTrue();
        pool.close();
        for (Thread thread : started) {
            thread.join(20_000);
        }
        assertThat(done).containsExactlyInAnyOrder("ordinary", "rescued");
    }
}
