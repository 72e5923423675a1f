package io.github.jdatasks.internal.timer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.internal.util.EpochNanos;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The timer, turn by turn. */
class LoopTimerTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final HandClock clock = new HandClock(7_000);
    private final LoopTimer timer = clock.timer;
    private final Counter entry = new Counter();

    private static class Counter extends TimerEntry {
        int looks;

        @Override
        protected void examine() {
            looks++;
        }
    }

    private long wallIn(long nanos) {
        return timer.wallNow() + nanos;
    }

    @Test
    void its_time_begins_when_it_is_made() {
        assertThat(timer.now()).isZero();
        clock.pass(5);
        assertThat(timer.now()).isEqualTo(5);
    }

    @Test
    void an_entry_has_one_deadline_whichever_clock_it_is_by() {
        timer.at(entry, 10);
        timer.atWall(entry, wallIn(20));
        clock.pass(10);
        timer.turn();
        assertThat(entry.looks).isZero();
        timer.at(entry, 50);
        clock.pass(10);
        assertThat(timer.turn()).isEqualTo(50);
        assertThat(entry.looks).isZero();
    }

    @Test
    void the_turn_after_the_next_is_at_the_second_deadline_by_either_clock() {
        assertThat(timer.wakeAfterNext()).isEqualTo(Long.MAX_VALUE);
        timer.at(entry, 10);
        assertThat(timer.wakeAfterNext()).isEqualTo(Long.MAX_VALUE);
        timer.at(new Counter(), 40);
        assertThat(timer.wakeAfterNext()).isEqualTo(40);
        timer.atWall(new Counter(), wallIn(30));
        assertThat(timer.wakeAfterNext()).isEqualTo(30);
        timer.atWall(new Counter(), wallIn(5));
        assertThat(timer.wakeAfterNext()).isEqualTo(10);
        timer.cancel(entry);
        assertThat(timer.wakeAfterNext()).isEqualTo(30);
    }

    @Test
    void it_tells_whether_an_entry_waits_for_the_next_turn() {
        assertThat(timer.isSignaled()).isFalse();
        timer.signal(entry);
        assertThat(timer.isSignaled()).isTrue();
        timer.turn();
        assertThat(timer.isSignaled()).isFalse();
    }

    @Test
    void a_deadline_that_is_taken_back_is_none() {
        timer.atWall(entry, wallIn(20));
        timer.cancel(entry);
        assertThat(timer.turn()).isEqualTo(Long.MAX_VALUE);
        timer.at(entry, 20);
        timer.cancel(entry);
        assertThat(timer.turn()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void what_is_signaled_during_a_turn_calls_for_another_at_once() {
        TimerEntry signaling = new TimerEntry() {
            @Override
            protected void examine() {
                timer.signal(entry);
            }
        };
        timer.signal(signaling);
        assertThat(timer.turn()).isEqualTo(LoopTimer.AWAKE);
        assertThat(entry.looks).isZero();
        timer.turn();
        assertThat(entry.looks).isEqualTo(1);
    }

    @Test
    void a_second_signal_with_an_earlier_time_wakes_a_timer_that_the_first_let_sleep() {
        timer.at(new Counter(), 100);
        timer.turn();
        timer.signal(entry, 200);
        assertThat(clock.wakes).isZero();
        timer.signal(entry, 100);
        assertThat(clock.wakes).isZero();
        timer.signal(entry, 99);
        assertThat(clock.wakes).isEqualTo(1);
    }

    @Test
    void a_clock_set_back_by_a_second_is_set_back_and_by_less_it_is_adjusted() {
        timer.atWall(entry, wallIn(10 * MINUTE));
        timer.turn();
        clock.wall = clock.wall.minusNanos(999_999_999);
        timer.turn();
        assertThat(timer.setbacks()).isZero();
        assertThat(entry.looks).isZero();
        clock.pass(MINUTE);
        clock.wall = clock.wall.minusSeconds(1);
        timer.turn();
        assertThat(timer.setbacks()).isEqualTo(1);
        assertThat(timer.corrections()).isZero();
        assertThat(entry.looks).isEqualTo(1);
        clock.wall = clock.wall.minusSeconds(3 * 3_600);
        timer.turn();
        assertThat(timer.corrections()).isEqualTo(1);
    }

    @Test
    void a_clock_set_back_before_the_first_look_at_it_counts_too() {
        clock.pass(MINUTE);
        timer.atWall(entry, wallIn(10 * MINUTE));
        clock.wall = clock.wall.minusSeconds(1);
        timer.turn();
        assertThat(timer.setbacks()).isEqualTo(1);
    }

    @Test
    void a_failure_that_cannot_even_be_logged_ends_neither_the_turn_nor_the_entry() {
        int[] looks = {0};
        TimerEntry broken = new TimerEntry() {
            @Override
            protected void examine() {
                looks[0]++;
                throw new IllegalStateException() {
                    @Override
                    public String getMessage() {
                        throw new AssertionError("no message");
                    }
                };
            }
        };
        for (int i = 1; i < 3; i++) {
            timer.signal(broken);
            timer.signal(entry);
            timer.turn();
            assertThat(looks[0]).isEqualTo(i);
            assertThat(entry.looks).isEqualTo(i);
        }
    }

    @Test
    void a_clock_that_is_set_back_within_a_turn_is_waited_for_in_the_next() {
        AtomicLong lookedAt = new AtomicLong();
        Instant due = Instant.EPOCH.plusSeconds(10);
        LoopTimer stepped = new LoopTimer(
                new Clocks(() -> lookedAt.getAndIncrement() < 3 ? due : due.minusSeconds(3_600), () -> 0, () -> 0),
                () -> {});
        Counter early = new Counter() {
            @Override
            protected void examine() {
                super.examine();
                assertThat(looks).isLessThan(100);
                stepped.atWall(this, EpochNanos.of(due));
            }
        };
        stepped.signal(early);
        assertThat(stepped.turn()).isEqualTo(MINUTE);
        assertThat(early.looks).isLessThan(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1000000000-01-01T00:00:00Z",
                "1700-01-01T00:00:00Z",
                "1969-12-31T23:59:59Z",
                "2026-03-01T00:00:00Z",
                "2262-04-11T23:47:16.85Z",
                "+1000000000-12-31T23:59:59.999999999Z"
            })
    void it_sleeps_a_minute_at_a_time_until_a_far_instant_whatever_the_clock_shows(String now) {
        clock.wall = Instant.parse(now);
        timer.atWall(entry, EpochNanos.of(Instant.MAX));
        for (int turn = 0; turn < 3; turn++) {
            assertThat(timer.turn()).isEqualTo(timer.now() + MINUTE);
            clock.nanos += MINUTE;
            clock.wall = EpochNanos.later(clock.wall, MINUTE);
        }
        assertThat(entry.looks).isLessThanOrEqualTo(3); // by a clock that goes no further: as if it were set back
    }

    @Test
    void a_clock_set_from_one_end_of_time_to_the_other_is_set_back_or_forth_once() {
        clock.wall = Instant.MAX;
        timer.atWall(entry, EpochNanos.of(Instant.MAX));
        timer.turn();
        clock.wall = Instant.MIN;
        assertThat(timer.turn()).isEqualTo(timer.now() + MINUTE);
        assertThat(timer.setbacks()).isEqualTo(1);
        assertThat(timer.corrections()).isEqualTo(1);
        clock.wall = Instant.MAX;
        assertThat(timer.turn()).isEqualTo(timer.now() + MINUTE);
        assertThat(timer.setbacks()).isEqualTo(1);
    }
}
