package io.github.jdatasks.internal.panel;

import io.github.jdatasks.internal.history.RunMark;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The last runs of a loop at a glance: a sign for each and, below it, how long it took. */
final class RunStrip {
    private RunStrip() {}

    static String of(List<RunMark> marks, PanelTexts texts) {
        if (marks.isEmpty()) {
            return texts.get("show.history.none");
        }
        String signs =
                marks.stream().map(mark -> String.valueOf(mark.kind().sign())).collect(Collectors.joining());
        String legend = Arrays.stream(RunMark.Kind.values())
                .map(kind ->
                        kind.sign() + " " + texts.get("legend." + kind.name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining("  "));
        return DiscordText.codeBlock(signs + "\n" + Sparkline.of(marks)) + range(marks, texts) + legend;
    }

    private static String range(List<RunMark> marks, PanelTexts texts) {
        var took = marks.stream()
                .filter(RunMark::isRun)
                .mapToLong(RunMark::tookNanos)
                .summaryStatistics();
        return took.getCount() == 0
                ? ""
                : texts.get("show.history.range", texts.duration(took.getMin()), texts.duration(took.getMax())) + "\n";
    }
}
