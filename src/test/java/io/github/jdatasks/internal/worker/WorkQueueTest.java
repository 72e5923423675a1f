package io.github.jdatasks.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jdatasks.internal.timer.HandClock;
import io.github.jdatasks.internal.timer.TimerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Work that waits for a thread. */
class WorkQueueTest {
    private final HandClock clock = new HandClock(0);
    private int calls;
    private final WorkQueue queue = new WorkQueue(clock.timer, () -> calls++);
    private final List<Integer> done = new ArrayList<>();

    private void add(int number) {
        queue.add(() -> done.add(number));
    }

    /** Adds so many pieces in one turn of the timer. */
    private void addInATurn(int pieces) {
        inATurn(() -> IntStream.range(0, pieces).forEach(this::add));
    }

    private void inATurn(Runnable action) {
        clock.timer.signal(new TimerEntry() {
            @Override
            protected void examine() {
                action.run();
            }
        });
        clock.timer.turn();
    }

    private void doAll() {
        while (queue.runNext(() -> {})) {}
    }

    @Test
    void work_is_done_in_the_order_it_was_added() {
        add(0);
        add(1);
        assertThat(calls).isEqualTo(2);
        doAll();
        assertThat(done).containsExactly(0, 1);
    }

    @Test
    void what_a_turn_adds_comes_in_chunks_of_256_of_which_the_last_ends_with_the_turn() {
        addInATurn(600);
        assertThat(calls).isEqualTo(3);
        assertThat(queue.size()).isEqualTo(600);
        doAll();
        assertThat(done).isEqualTo(IntStream.range(0, 600).boxed().toList());
    }

    @Test
    void a_turn_that_adds_nothing_or_whole_chunks_only_calls_nobody_at_its_end() {
        addInATurn(0);
        assertThat(calls).isZero();
        addInATurn(256);
        assertThat(calls).isEqualTo(1);
    }

    @Test
    void a_queue_may_leave_the_only_piece_of_a_turn_to_the_thread_that_took_the_turn() {
        WorkQueue leavesOne = new WorkQueue(clock.timer, () -> calls++, true);
        inATurn(() -> leavesOne.add(() -> done.add(1)));
        assertThat(leavesOne.keepsWork()).isTrue();
        assertThat(leavesOne.isEmpty()).isTrue();
        leavesOne.takeKept().run();
        assertThat(leavesOne.keepsWork()).isFalse();
        assertThat(calls).isZero();
        inATurn(() -> leavesOne.add(() -> done.add(2)));
        leavesOne.release();
        assertThat(leavesOne.keepsWork()).isFalse();
        assertThat(calls).isEqualTo(1);
        inATurn(() -> {
            leavesOne.add(() -> done.add(3));
            leavesOne.add(() -> done.add(4));
        });
        assertThat(leavesOne.keepsWork()).isFalse();
        assertThat(calls).isEqualTo(2);
        while (leavesOne.runNext(() -> {})) {}
        assertThat(done).containsExactly(1, 2, 3, 4);
    }

    @Test
    void it_says_that_there_is_more_before_it_does_a_piece_unless_that_is_the_last() {
        addInATurn(2);
        add(2);
        List<Integer> doneWhenToldOfMore = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            boolean was = queue.runNext(() -> doneWhenToldOfMore.add(done.size()));
            assertThat(was).isEqualTo(i < 3);
        }
        assertThat(doneWhenToldOfMore).containsExactly(0, 1);
    }

    @Test
    void its_size_and_its_head_change_with_each_piece_that_is_taken() {
        addInATurn(2);
        List<WorkQueue.Head> heads = new ArrayList<>();
        for (int left = 2; left > 0; left--) {
            assertThat(queue.size()).isEqualTo(left);
            assertThat(queue.isEmpty()).isFalse();
            WorkQueue.Head head = queue.head();
            assertThat(head).isNotNull().isEqualTo(queue.head());
            assertThat(heads).doesNotContain(head);
            heads.add(head);
            assertThat(queue.poll()).isNotNull();
        }
        assertThat(queue.head()).isNull();
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.size()).isZero();
        assertThat(queue.poll()).isNull();
        assertThat(queue.size()).isZero();
    }

    @Test
    void a_used_up_chunk_before_others_is_no_head() {
        add(0);
        assertThat(queue.poll()).isNotNull();
        add(1);
        assertThat(queue.isEmpty()).isFalse();
        assertThat(queue.head()).isNotNull();
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void a_flag_of_interruption_is_not_for_the_next_piece() {
        queue.add(() -> Thread.currentThread().interrupt());
        queue.runNext(() -> {});
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void a_piece_is_done_even_if_nobody_can_be_called_for_those_after_it() {
        add(0);
        add(1);
        assertThatThrownBy(() -> queue.runNext(() -> {
                    throw new OutOfMemoryError("no thread");
                }))
                .hasMessage("no thread");
        doAll();
        assertThat(done).containsExactly(0, 1);
    }
}
