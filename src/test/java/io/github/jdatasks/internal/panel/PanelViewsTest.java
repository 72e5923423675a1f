package io.github.jdatasks.internal.panel;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.internal.history.RunHistories;
import io.github.jdatasks.internal.panel.LoopDirectory.Entry;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import net.dv8tion.jda.api.entities.MessageEmbed;
import org.junit.jupiter.api.Test;

/** What is shown stays within Discord's limits, whatever the loops are called and however many there are. */
class PanelViewsTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final RunHistories histories = new RunHistories();
    private final LoopDirectory directory = new LoopDirectory(new SchedulerSource(time), histories);
    private final PanelTexts texts = PanelLanguages.english();

    PanelViewsTest() {
        time.addListener(histories);
    }

    private MessageEmbed list(int page) {
        PanelMessage list = new ListView("x".repeat(32), texts).show(directory, page);
        assertThat(list.toSend().getEmbeds()).hasSize(1); // JDA looks at the limits
        return Objects.requireNonNull(list.embed());
    }

    private PanelMessage show(LoopTask loop) {
        Entry entry = directory.named(loop.name()).orElseThrow();
        return new LoopView("x".repeat(32), texts).show(entry, histories.of(entry.loop()));
    }

    @Test
    void a_page_of_loops_with_the_longest_names_fits_all_failing() {
        IntStream.range(0, 30)
                .forEach(number -> Loops.every(ofMinutes(1))
                        .name("_".repeat(200) + number)
                        .scheduler(time)
                        .start(run -> {
                            throw new IllegalStateException("x");
                        }));
        time.runPending();
        assertThat(list(0).getDescription()).hasSizeLessThanOrEqualTo(4096).contains("❌ Failing: ", " and 25 more");
        assertThat(list(2).getDescription()).contains("\\_… \\(30\\)**");
    }

    @Test
    void twenty_loops_without_a_name_are_listed_and_the_rest_is_counted() {
        IntStream.range(0, 1_500)
                .forEach(number -> Loops.every(ofMinutes(1)).scheduler(time).start(run -> {}));
        Loops.every(ofMinutes(1)).name("news").scheduler(time).start(run -> {});
        time.runPending();
        assertThat(list(0).getTitle()).isEqualTo("Loops (1,501)");
        assertThat(list(0).getDescription()).contains("**news**").doesNotContain("without a name");
        assertThat(Objects.requireNonNull(list(99).getFooter()).getText()).isEqualTo("Page 3 of 3");
        assertThat(list(99).getDescription()).endsWith("… and 1,480 more without a name");
    }

    @Test
    void a_list_without_loops_says_so() {
        assertThat(list(0).getDescription()).contains("All is well", "There are no loops.");
        assertThat(new ListView("loops", texts).show(directory, 0).buttons()).isEqualTo(ButtonRow.NONE);
    }

    @Test
    void a_loop_with_the_longest_of_everything_fits() {
        class Wordy implements Schedule {
            @Override
            public Optional<Instant> nextAfter(Instant after) {
                return Optional.of(after.plusSeconds(60));
            }

            @Override
            public String describe() {
                return "@everyone ".repeat(1_000);
            }
        }
        LoopTask loop = Loops.on(new Wordy())
                .name("*".repeat(500))
                .scheduler(time)
                .start(run -> {
                    throw new IllegalStateException("@".repeat(5_000));
                });
        time.advance(ofMinutes(3));
        Entry entry = directory.all().get(0);
        PanelMessage shown = new LoopView("x".repeat(32), texts).show(entry, histories.of(entry.loop()));
        assertThat(shown.toSend().getEmbeds()).hasSize(1);
        assertThat(shown.toEdit().getEmbeds()).hasSize(1);
        MessageEmbed embed = Objects.requireNonNull(shown.embed());
        assertThat(embed.getLength()).isLessThan(6_000);
        assertThat(embed.getFields())
                .noneMatch(field -> String.valueOf(field.getValue()).contains("@everyone"));
        assertThat(loop.stats().failures()).isPositive();
    }

    @Test
    void a_hundred_shards_fit() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection.of(gate).shards(100).ready();
        LoopTask each = Loops.every(ofMinutes(1))
                .name("each")
                .gate(gate)
                .shards(ShardScope.EACH)
                .scheduler(time)
                .start(run -> {});
        time.runPending();
        assertThat(field(show(each), "Shards")).startsWith("🟢 #0  🟢 #1").endsWith("🟢 #39 …");
        assertThat(list(0).getDescription()).contains("**each**");
    }

    @Test
    void a_loop_for_each_shard_fails_if_that_of_one_shard_does() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection.of(gate).shards(3).ready();
        LoopTask each = Loops.every(ofMinutes(1))
                .name("each")
                .gate(gate)
                .shards(ShardScope.EACH)
                .scheduler(time)
                .start(run -> {
                    if (run.task().name().equals("each#1")) {
                        throw new IllegalStateException("on purpose");
                    }
                });
        time.runPending();
        assertThat(field(show(each), "State")).isEqualTo("waiting · last run failed");
        assertThat(field(show(each), "Shards")).isEqualTo("🟢 #0  ❌ #1  🟢 #2");
    }

    @Test
    void a_running_loop_that_is_paused_says_so_and_a_user_pause_has_no_next_run() {
        LoopTask loop = Loops.every(ofMinutes(1)).name("news").scheduler(time).start(run -> time.sleep(ofSeconds(10)));
        time.advance(ofSeconds(5));
        loop.pause();
        assertThat(color(show(loop))).isEqualTo(LoopStateText.GREEN);
        assertThat(field(show(loop), "State")).isEqualTo("running · paused after this run");
        assertThat(field(show(loop), "Next run")).isEqualTo("–");
        time.advance(ofSeconds(10));
        assertThat(field(show(loop), "State")).isEqualTo("paused");
        assertThat(color(show(loop))).isEqualTo(LoopStateText.YELLOW);
        loop.stop();
        time.runPending();
        assertThat(color(show(loop))).isEqualTo(LoopStateText.GRAY);
    }

    private static int color(PanelMessage message) {
        return Objects.requireNonNull(message.embed()).getColorRaw();
    }

    @Test
    void a_loop_that_a_failure_has_ended_is_failing_until_it_is_started_again() {
        LoopTask loop = Loops.every(ofMinutes(1))
                .name("news")
                .maxFailures(1)
                .scheduler(time)
                .start(run -> {
                    throw new IllegalStateException("x");
                });
        time.runPending();
        assertThat(field(show(loop), "State")).isEqualTo("ended · last run failed");
        assertThat(color(show(loop))).isEqualTo(LoopStateText.RED);
        assertThat(list(0).getColorRaw()).isEqualTo(LoopStateText.YELLOW);
        assertThat(list(0).getDescription()).contains("❌ Failing: **news**", "❌ **news** · ended · last run failed");
    }

    @Test
    void an_overdue_run_is_reported() {
        Loops.every(ofMinutes(1)).name("slow").scheduler(time).start(run -> time.sleep(ofMinutes(10)));
        time.advance(ofMinutes(5));
        assertThat(list(0).getDescription()).contains("⏰ A run should have begun 4 min ago");
    }

    private static String field(PanelMessage message, String name) {
        return Objects.requireNonNull(message.embed()).getFields().stream()
                .filter(field -> name.equals(field.getName()))
                .map(field -> String.valueOf(field.getValue()))
                .findFirst()
                .orElse("");
    }

    @Test
    void a_loop_that_waits_for_the_connection_has_no_next_run_in_the_past() {
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection connection = VirtualConnection.of(gate).ready();
        LoopTask loop = Loops.every(ofMinutes(1))
                .name("news")
                .gate(gate)
                .scheduler(time)
                .start(run -> {});
        time.runPending();
        connection.disconnect();
        time.advance(ofSeconds(30));
        assertThat(field(show(loop), "Next run")).startsWith("<t:");
        time.advance(ofMinutes(5));
        assertThat(field(show(loop), "Next run")).isEqualTo("–");
        assertThat(list(0).getDescription()).endsWith("**news** · waiting for the connection to Discord");
    }
}
