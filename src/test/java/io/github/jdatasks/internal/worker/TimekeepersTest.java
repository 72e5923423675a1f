package io.github.jdatasks.internal.worker;

import static io.github.jdatasks.internal.worker.KeepersByHand.LATENCY;
import static io.github.jdatasks.internal.worker.KeepersByHand.NEVER;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.internal.timer.Clocks;
import io.github.jdatasks.internal.timer.TimerEntry;
import io.github.jdatasks.internal.worker.KeepersByHand.Task;
import io.github.jdatasks.internal.worker.Timekeepers.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The threads that take the turns of a pool's timer; {@link KeepersByHand} checks the watch after each turn. */
class TimekeepersTest {
    private static final long MS = MILLISECONDS.toNanos(1);

    private final KeepersByHand hand = new KeepersByHand();

    /** Five tasks, one of them due every 10 ms, the first in 5 ms. */
    private List<Task> fiveTasks() {
        List<Task> tasks = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            tasks.add(hand.task((10L * i - 5) * MS, 50 * MS));
        }
        return tasks;
    }

    @Test
    void two_threads_alternate_so_a_run_costs_one_wake_up() {
        List<Task> tasks = fiveTasks();
        hand.pass(1_000 * MS);
        int before = hand.wakeUps;
        hand.pass(1_000 * MS);
        assertThat(hand.runs()).isEqualTo(200);
        assertThat(hand.wakeUps - before).isBetween(100, 101);
        assertThat(hand.ofPool).isZero();
        assertThat(hand.threads()).isEqualTo(2);
        assertThat(tasks).allSatisfy(task -> assertThat(task.late).isLessThan(LATENCY / 2)); // they have learned that
    }

    @Test
    void while_a_body_lasts_the_other_thread_watches_and_the_pool_makes_the_runs() {
        List<Task> tasks = fiveTasks();
        hand.pass(1_000 * MS);
        tasks.get(0).duration = () -> 200 * MS;
        hand.pass(10 * MS);
        tasks.get(0).duration = () -> 0;
        hand.pass(190 * MS);
        assertThat(hand.ofPool).isBetween(17, 20);
        int before = hand.ofPool;
        hand.pass(1_000 * MS);
        assertThat(hand.ofPool).isEqualTo(before);
        assertThat(tasks).allSatisfy(task -> assertThat(task.latest).isLessThanOrEqualTo(LATENCY));
    }

    @Test
    void a_thread_whose_body_never_ends_gets_a_successor() {
        List<Task> tasks = fiveTasks();
        Task endless = hand.task(50 * MS, NEVER);
        endless.duration = () -> NEVER;
        hand.pass(SECONDS.toNanos(10));
        assertThat(endless.runs).isEqualTo(1);
        assertThat(hand.threads()).isEqualTo(2);
        hand.pass(SECONDS.toNanos(1));
        int before = hand.ofPool;
        assertThat(hand.threads()).isEqualTo(3);
        hand.pass(SECONDS.toNanos(10));
        assertThat(hand.ofPool).isEqualTo(before);
        assertThat(tasks).allSatisfy(task -> assertThat(task.latest).isLessThanOrEqualTo(LATENCY));
    }

    @Test
    void a_thread_that_comes_back_and_finds_a_successor_ends() {
        fiveTasks();
        hand.task(50 * MS, NEVER).duration = () -> SECONDS.toNanos(20);
        hand.pass(SECONDS.toNanos(19));
        assertThat(hand.threads()).isEqualTo(3);
        hand.pass(SECONDS.toNanos(2));
        assertThat(hand.threads()).isEqualTo(2);
    }

    @Test
    void an_idle_timer_keeps_one_thread_and_does_not_wake_up() {
        Task task = hand.task(0, NEVER);
        Task far = hand.task(SECONDS.toNanos(3_600), NEVER);
        hand.task(SECONDS.toNanos(7_200), NEVER);
        hand.pass(SECONDS.toNanos(9));
        assertThat(hand.threads()).isEqualTo(2);
        hand.pass(SECONDS.toNanos(11));
        assertThat(hand.threads()).isEqualTo(1);
        int before = hand.wakeUps;
        hand.pass(SECONDS.toNanos(3_500));
        assertThat(hand.wakeUps).isEqualTo(before);
        hand.pass(SECONDS.toNanos(100));
        assertThat(task.runs).isEqualTo(1);
        assertThat(far.runs).isEqualTo(1);
        assertThat(far.latest).isLessThanOrEqualTo(LATENCY);
    }

    @Test
    void an_alarm_that_is_not_needed_wakes_once() {
        List<Task> tasks = fiveTasks();
        hand.pass(1_000 * MS);
        tasks.forEach(task -> task.move(NEVER));
        Task rare = hand.task(hand.now() + SECONDS.toNanos(8), NEVER);
        int before = hand.wakeUps;
        hand.pass(SECONDS.toNanos(7));
        assertThat(hand.wakeUps - before).isBetween(1, 4);
        hand.pass(SECONDS.toNanos(2));
        assertThat(rare.runs).isEqualTo(1);
    }

    @Test
    void runs_that_are_due_together_are_for_the_pool() {
        for (int i = 0; i < 3; i++) {
            hand.task(10 * MS, 10 * MS);
        }
        hand.task(0, NEVER); // for which a second thread is started
        hand.pass(105 * MS);
        assertThat(hand.ofPool).isEqualTo(30);
        assertThat(hand.wakeUps).isLessThan(15);
    }

    @Test
    void runs_are_for_the_pool_as_long_as_wake_ups_are_gathered() {
        hand.task(0, 800_000); // every 0.8 ms
        hand.pass(100 * MS);
        int before = hand.ofPool;
        int wakeUpsBefore = hand.wakeUps;
        hand.pass(80 * MS);
        assertThat(hand.ofPool - before).isBetween(98, 101);
        assertThat(hand.wakeUps - wakeUpsBefore).isBetween(85, 100);
    }

    @Test
    void without_a_thread_to_watch_the_pool_makes_the_runs() {
        fiveTasks();
        hand.pass(5 * MS);
        hand.atTheLimit = true;
        hand.pass(500 * MS);
        assertThat(hand.threads()).isEqualTo(1);
        assertThat(hand.ofPool).isEqualTo(50);
        hand.atTheLimit = false;
        hand.pass(500 * MS);
        assertThat(hand.ofPool).isEqualTo(50);
    }

    @Test
    void a_first_thread_that_cannot_be_started_is_started_by_the_next_signal() {
        hand.atTheLimit = true;
        hand.task(MS, NEVER);
        assertThat(hand.keepers.watcher()).isNull();
        hand.atTheLimit = false;
        hand.task(MS, NEVER);
        hand.pass(2 * MS);
        assertThat(hand.runs()).isEqualTo(2);
    }

    @Test
    void a_signal_at_any_moment_of_a_turn_is_answered() {
        int looks = 0;
        boolean reached = true;
        for (int moment = 1; reached; moment++) {
            KeepersByHand rig = new KeepersByHand();
            rig.task(10 * MS, 10 * MS);
            rig.task(15 * MS, 10 * MS);
            Task urgent = rig.task(0, NEVER);
            rig.pass(498 * MS);
            reached = doAt(moment, rig, 4 * MS, () -> urgent.move(rig.now()));
            rig.pass(10 * MS);
            assertThat(urgent.latest).as("moment %s", moment).isLessThanOrEqualTo(LATENCY);
            looks += reached ? 1 : 0;
        }
        assertThat(looks).isGreaterThan(4);
    }

    /** Lets time pass and does something when the clock is read for the nth time; returns whether it was. */
    private static boolean doAt(int moment, KeepersByHand rig, long nanos, Runnable action) {
        int[] look = {0};
        rig.onLook = () -> {
            if (++look[0] == moment) {
                action.run();
            }
        };
        rig.pass(nanos);
        rig.onLook = () -> {};
        return look[0] >= moment;
    }

    @Test
    void signals_without_end_keep_no_run_waiting() {
        Task task = hand.task(10 * MS, NEVER);
        hand.pass(5 * MS);
        int[] signals = {0};
        TimerEntry nervous = new TimerEntry() {
            @Override
            protected void examine() {
                if (hand.now() >= 10 * MS && signals[0]++ < 100) {
                    hand.timer.signal(this);
                    assertThat(task.handedOver - task.runs).isLessThanOrEqualTo(1);
                }
            }
        };
        hand.pass(5 * MS + LATENCY / 2);
        hand.timer.signal(nervous);
        hand.pass(MS);
        assertThat(signals[0]).isGreaterThan(100);
        assertThat(hand.ofPool).isEqualTo(1);
    }

    @Test
    void a_thread_that_is_stopped_by_force_leaves_its_place_to_another() {
        List<Task> tasks = fiveTasks();
        for (int i = 0; i < 10; i++) {
            hand.pass(1_000 * MS);
            Place stopped = i % 2 == 0 ? hand.watcher() : hand.spare();
            hand.stop(stopped);
            assertThat(hand.watcher()).isNotSameAs(stopped);
            hand.pass(100 * MS);
            assertThat(hand.threads()).isEqualTo(2);
        }
        assertThat(tasks).allSatisfy(task -> assertThat(task.latest).isLessThanOrEqualTo(LATENCY));
    }

    @Test
    void a_thread_that_dies_in_a_run_gets_a_successor_at_once() {
        fiveTasks();
        hand.task(50 * MS, NEVER).duration = () -> NEVER;
        hand.pass(1_000 * MS);
        hand.stop(hand.inRun());
        int before = hand.ofPool;
        hand.pass(1_000 * MS);
        assertThat(hand.ofPool).isEqualTo(before);
        assertThat(hand.threads()).isEqualTo(2);
    }

    @Test
    void all_threads_end_when_they_are_closed_at_any_moment() {
        boolean reached = true;
        for (int moment = 1; reached; moment++) {
            KeepersByHand rig = new KeepersByHand();
            rig.task(0, NEVER);
            rig.task(SECONDS.toNanos(5), NEVER).duration = () -> SECONDS.toNanos(3);
            rig.task(SECONDS.toNanos(9), NEVER);
            rig.pass(SECONDS.toNanos(4));
            assertThat(rig.threads()).isEqualTo(2);
            reached = doAt(moment, rig, SECONDS.toNanos(2), rig::close);
            if (!reached) {
                rig.close();
            }
            rig.pass(MS);
            assertThat(rig.threads()).as("moment %s", moment).isEqualTo(rig.threadsInRun());
            rig.pass(SECONDS.toNanos(3));
            assertThat(rig.threads()).isZero();
            assertThat(moment).isLessThan(100);
        }
    }

    @Test
    void a_turn_that_fails_at_any_moment_is_not_the_last_and_loses_no_run() {
        boolean reached = true;
        for (int moment = 1; reached; moment++) {
            KeepersByHand rig = new KeepersByHand();
            rig.isSound = false;
            Task task = rig.task(10 * MS, 10 * MS);
            rig.pass(99 * MS);
            reached = doAt(moment, rig, 4 * MS, () -> {
                throw new OutOfMemoryError("mine");
            });
            rig.pass(SECONDS.toNanos(2));
            assertThat(task.latest).as("moment %s", moment).isLessThan(SECONDS.toNanos(2));
            assertThat(task.runs).isEqualTo(task.handedOver).isGreaterThan(100);
        }
    }

    @Test
    void work_that_throws_ends_its_thread_and_not_the_timer() throws Exception {
        Timekeepers keepers = new Timekeepers(Clocks.system());
        CountDownLatch done = new CountDownLatch(20);
        keepers.timer().signal(new TimerEntry() {
            @Override
            protected void examine() {
                keepers.timer().at(this, keepers.timer().now() + MS);
                keepers.pool().execute(() -> {
                    done.countDown();
                    if (done.getCount() % 5 == 0) {
                        throw new IllegalStateException("mine");
                    }
                });
            }
        });
        assertThat(done.await(20, SECONDS)).isTrue();
        keepers.pool().close();
        keepers.close();
    }

    /** Tasks, bodies, latencies and changes at random: the watch is checked after each turn, each run for lateness. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatever_is_due_and_however_long_bodies_take_no_run_is_late(long seed) {
        for (int world = 0; world < 20; world++) {
            SplittableRandom random = new SplittableRandom(1_000 * seed + world);
            KeepersByHand rig = new KeepersByHand();
            rig.latency = () -> random.nextLong(LATENCY + 1);
            List<Task> tasks = new ArrayList<>();
            int count = random.nextInt(1, 12);
            long fastest = random.nextBoolean() ? MS : 20 * MS;
            for (int i = 0; i < count; i++) {
                Task task = rig.task(random.nextLong(100 * MS), random.nextLong(fastest, 200 * MS));
                int endless = random.nextInt(100);
                task.duration = () -> durationOf(random, endless);
                tasks.add(task);
            }
            for (int step = 0; step < 40; step++) {
                rig.atTheLimit = random.nextInt(10) == 0;
                rig.pass(random.nextLong(step == 20 ? SECONDS.toNanos(15) : 200 * MS));
                tasks.get(random.nextInt(count)).move(rig.now() + random.nextLong(50 * MS));
            }
            assertThat(tasks).allSatisfy(task -> {
                assertThat(task.runs).isPositive();
                assertThat(task.latest).isLessThanOrEqualTo(LATENCY + KeepersByHand.GATHERED);
            });
        }
    }

    private static long durationOf(SplittableRandom random, int endless) {
        int kind = random.nextInt(100);
        if (kind < 80) {
            return random.nextLong(MS);
        }
        if (kind < 97) {
            return random.nextLong(100 * MS);
        }
        return endless < 5 ? NEVER : random.nextLong(SECONDS.toNanos(20));
    }
}
