package io.github.jdatasks.internal.timer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DeadlineHeapTest {
    private final DeadlineHeap heap = new DeadlineHeap(1);
    private final List<Entry> model = new ArrayList<>();
    private long changes;

    private final class Entry extends TimerEntry {
        private long deadline;
        private long changed;

        @Override
        protected void examine() {}

        void plan(long newDeadline) {
            deadline = newDeadline;
            changed = changes++;
            if (!DeadlineHeapTest.this.heap.contains(this)) {
                DeadlineHeapTest.this.heap.add(this, newDeadline);
                model.add(this);
            } else {
                DeadlineHeapTest.this.heap.change(this, newDeadline);
            }
        }

        void cancel() {
            DeadlineHeapTest.this.heap.remove(this);
            model.remove(this);
        }
    }

    private Entry firstOfModel() {
        return model.stream()
                .min(Comparator.<Entry>comparingLong(entry -> entry.deadline).thenComparingLong(entry -> entry.changed))
                .orElseThrow();
    }

    @Test
    void the_first_entry_is_the_earliest_and_of_equals_the_one_planned_first() {
        SplittableRandom random = new SplittableRandom(7);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            entries.add(new Entry());
        }
        for (int i = 0; i < 5_000; i++) {
            Entry entry = entries.get(random.nextInt(entries.size()));
            if (heap.contains(entry) && random.nextInt(3) == 0) {
                entry.cancel();
            } else {
                entry.plan(random.nextInt(50));
            }
            assertThat(heap.isEmpty()).isEqualTo(model.isEmpty());
            if (!model.isEmpty()) {
                assertThat(heap.firstEntry()).isSameAs(firstOfModel());
                assertThat(heap.first()).isEqualTo(firstOfModel().deadline);
            }
            assertThat(heap.second())
                    .isEqualTo(model.stream()
                            .mapToLong(planned -> planned.deadline)
                            .sorted()
                            .skip(1)
                            .findFirst()
                            .orElse(Long.MAX_VALUE));
        }
    }

    @Test
    void entries_come_out_in_order_after_the_heap_has_grown_and_shrunk() {
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 5_000; i++) {
            new Entry().plan(random.nextLong(1_000));
            if (random.nextInt(4) == 0) {
                model.get(random.nextInt(model.size())).cancel();
            }
        }
        List<Entry> all = new ArrayList<>();
        heap.forEach(entry -> all.add((Entry) entry));
        assertThat(all).containsExactlyInAnyOrderElementsOf(model);
        while (!model.isEmpty()) {
            Entry first = firstOfModel();
            assertThat(heap.firstEntry()).isSameAs(first);
            first.cancel();
        }
        assertThat(heap.isEmpty()).isTrue();
    }
}
