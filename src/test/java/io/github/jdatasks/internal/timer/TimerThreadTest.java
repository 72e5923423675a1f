package io.github.jdatasks.internal.timer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The thread that takes the turns. */
class TimerThreadTest {
    private final AtomicBoolean fails = new AtomicBoolean();
    private final TimerThread thread =
            new TimerThread(new Clocks(InstantSource.system(), this::tick, () -> 0), "jda-tasks-timer");

    /** A ticker that fails in one turn, as it might for want of memory. */
    private long tick() {
        if (Thread.currentThread().getName().equals("jda-tasks-timer") && fails.getAndSet(false)) {
            throw new OutOfMemoryError("mine");
        }
        return System.nanoTime();
    }

    @Test
    void a_turn_that_fails_is_not_the_last() throws Exception {
        fails.set(true);
        CountDownLatch looked = new CountDownLatch(2);
        LoopTimer timer = thread.timer();
        timer.signal(new TimerEntry() {
            @Override
            protected void examine() {
                looked.countDown();
                if (looked.getCount() > 0) {
                    timer.at(this, 0);
                }
            }
        });
        assertThat(looked.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(fails).isFalse();
        thread.close();
    }
}
