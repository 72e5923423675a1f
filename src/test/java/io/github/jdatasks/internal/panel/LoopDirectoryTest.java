package io.github.jdatasks.internal.panel;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.internal.history.RunHistories;
import io.github.jdatasks.internal.loop.LoopControls;
import io.github.jdatasks.internal.panel.LoopDirectory.Entry;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoopDirectoryTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final RunHistories histories = new RunHistories();
    private final LoopDirectory directory = new LoopDirectory(new SchedulerSource(time), histories);

    LoopDirectoryTest() {
        time.addListener(histories);
    }

    private LoopTask start(String name) {
        LoopTask loop = Loops.every(ofMinutes(1)).name(name).scheduler(time).start(run -> {});
        time.runPending();
        return loop;
    }

    private List<String> labels() {
        return directory.all().stream().map(Entry::label).toList();
    }

    @Test
    void loops_are_in_the_order_of_their_names_and_those_without_come_last() {
        LoopTask unnamed = Loops.every(ofMinutes(1)).scheduler(time).start(run -> {});
        List.of("zebra", "Ape", "bear").forEach(this::start);
        assertThat(labels()).containsExactly("Ape", "bear", "zebra", unnamed.name());
    }

    @Test
    void of_loops_with_one_name_each_keeps_its_own_when_others_come_and_go() {
        LoopTask first = start("news");
        assertThat(labels()).containsExactly("news");
        LoopTask second = start("news");
        assertThat(labels()).containsExactly("news", "news (2)");
        first.stop();
        time.runPending();
        Entry two = directory.named("news (2)").orElseThrow();
        assertThat(two.loop()).isSameAs(LoopControls.of(second));
        LoopTask third = start("news"); // takes the place of the first
        assertThat(labels()).containsExactly("news", "news (2)");
        assertThat(directory.named("news").orElseThrow().loop()).isSameAs(LoopControls.of(third));
        assertThat(directory.withKey(two.key()).orElseThrow().loop()).isSameAs(LoopControls.of(second));
    }

    @Test
    void names_fit_into_a_choice_of_Discords_and_stay_apart() {
        IntStream.range(0, 12).forEach(number -> start("x".repeat(300) + number));
        start("a\nb");
        Set<String> labels = new HashSet<>(labels());
        assertThat(labels)
                .hasSize(13)
                .contains("a b")
                .allSatisfy(label -> assertThat(label).hasSizeBetween(1, 100));
        assertThat(directory.all())
                .extracting(Entry::key)
                .doesNotHaveDuplicates()
                .allMatch(key -> key.length() == 32);
    }

    @Test
    void a_name_may_be_typed_in_other_letters_and_without_the_cog() {
        start("Announcer.News");
        start("news");
        assertThat(directory.named("NEWS").orElseThrow().label()).isEqualTo("news");
        assertThat(directory.named("announcer.news").orElseThrow().label()).isEqualTo("Announcer.News");
        start("NEWS");
        assertThat(directory.named("News")).isEmpty(); // it could be either
        assertThat(directory.named("NEWS").orElseThrow().label()).isEqualTo("NEWS");
    }

    private static final class Announcer extends LoopCog {
        @Loop(minutes = 1)
        void printer() {}
    }

    @Test
    void a_loop_of_a_cog_is_found_with_and_without_the_cog() {
        VirtualConnection.of(time.create(Announcer::new)).ready();
        time.runPending();
        for (String typed : List.of("Announcer.printer", "ANNOUNCER.printer", "printer", "Printer")) {
            assertThat(directory.named(typed)).as(typed).isPresent();
        }
        assertThat(directory.named("print")).isEmpty();
        start("printer");
        assertThat(directory.named("printer").orElseThrow().label()).isEqualTo("printer");
        assertThat(directory.named("announcer.printer").orElseThrow().label()).isEqualTo("Announcer.printer");
    }

    @Test
    void a_group_is_there_with_each_of_its_shards() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection.of(gate).shards(2).ready();
        Loops.every(ofMinutes(1))
                .name("each")
                .gate(gate)
                .shards(ShardScope.EACH)
                .scheduler(time)
                .start(run -> {});
        time.runPending();
        assertThat(labels()).containsExactly("each", "each#0", "each#1");
        assertThat(directory.all()).extracting(Entry::isShard).containsExactly(false, true, true);
    }

    @Test
    void completions_match_anywhere_and_are_limited() {
        IntStream.range(10, 60).forEach(number -> start("loop" + number));
        assertThat(directory.containing("P3", 25)).hasSize(10).first().isEqualTo("loop30");
        assertThat(directory.containing(" ", 25)).hasSize(25);
        assertThat(directory.containing("x", 25)).isEmpty();
    }

    @Test
    void a_loop_with_the_name_that_another_has_because_of_its_number_is_there_too() {
        LoopTask first = start("news");
        LoopTask second = start("news");
        assertThat(labels()).containsExactly("news", "news (2)");
        Entry two = directory.named("news (2)").orElseThrow();
        LoopTask third = start("news (2)");
        assertThat(directory.all())
                .extracting(Entry::loop)
                .containsExactlyInAnyOrder(LoopControls.of(first), LoopControls.of(second), LoopControls.of(third));
        assertThat(directory.withKey(two.key()).orElseThrow().loop()).isSameAs(two.loop());
    }

    @Test
    void a_loop_that_is_started_again_after_another_has_taken_its_place_is_there_too() {
        LoopTask first = start("news");
        assertThat(labels()).containsExactly("news");
        first.stop();
        time.runPending();
        LoopTask second = start("news");
        assertThat(labels()).containsExactly("news");
        first.start();
        time.runPending();
        assertThat(directory.all())
                .extracting(Entry::loop)
                .containsExactlyInAnyOrder(LoopControls.of(first), LoopControls.of(second));
        assertThat(directory.named("news").orElseThrow().loop()).isSameAs(LoopControls.of(second));
    }

    @Test
    void a_name_has_no_blanks_at_its_ends_and_one_that_is_not_seen_has_a_sign() {
        start("\u202enews\u200b");
        start("\u200b");
        assertThat(labels()).containsExactly("?", "news");
    }
}
