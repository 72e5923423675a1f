package io.github.jdatasks.internal.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.internal.history.RunMark;
import io.github.jdatasks.internal.history.RunMark.Kind;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunStripTest {
    private static RunMark run(Kind kind, long millis) {
        return new RunMark(kind, millis * 1_000_000, 0);
    }

    @Test
    void each_run_has_a_sign_with_its_duration_as_a_bar_below() {
        List<RunMark> marks = List.of(
                run(Kind.DONE, 1),
                run(Kind.RETRIED, 250),
                run(Kind.FAILED, 500),
                run(Kind.MISSED, 0),
                run(Kind.SKIPPED, 0),
                run(Kind.DONE, 1_000));
        assertThat(RunStrip.of(marks, PanelLanguages.english()))
                .isEqualTo("```\n•~×○–•\n▁▃▅  █\n```Bars: time taken, 1 ms to 1 s\n"
                        + "• done  ~ done after a retry  × failed  ○ missed  – skipped");
    }

    @Test
    void a_strip_without_runs_has_no_bars() {
        assertThat(RunStrip.of(List.of(run(Kind.MISSED, 0)), PanelLanguages.english()))
                .contains("○\n \n")
                .doesNotContain("Bars");
        assertThat(RunStrip.of(List.of(), PanelLanguages.english())).isEqualTo("No run yet that this panel has seen");
    }

    @Test
    void the_bars_have_eight_heights_and_the_longest_run_the_highest() {
        List<RunMark> marks = IntStream.rangeClosed(0, 8)
                .mapToObj(step -> run(Kind.DONE, step * 100L))
                .toList();
        assertThat(Sparkline.of(marks)).isEqualTo("▁▂▃▄▅▆▇██");
        assertThat(Sparkline.of(List.of(run(Kind.DONE, 0)))).isEqualTo("▁");
        assertThat(Sparkline.of(List.of(new RunMark(Kind.DONE, Long.MAX_VALUE, 0), run(Kind.DONE, 1))))
                .isEqualTo("█▁");
    }
}
