package io.github.jdatasks.internal.panel;

import io.github.jdatasks.LoopHealth;
import io.github.jdatasks.LoopHealth.Status;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.internal.loop.LoopControls;
import io.github.jdatasks.internal.scheduler.HealthCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether all is well, and if not, what is the matter. */
final class HealthText {
    private static final int NAMES = 5;

    private final List<LoopHealth> schedulers;
    private final PanelTexts texts;

    HealthText(List<LoopHealth> schedulers, PanelTexts texts) {
        this.schedulers = schedulers;
        this.texts = texts;
    }

    private Status status() {
        return schedulers.stream()
                .map(LoopHealth::status)
                .max(Comparator.naturalOrder())
                .orElse(Status.UP);
    }

    int color() {
        return switch (status()) {
            case UP -> LoopStateText.GREEN;
            case DEGRADED -> LoopStateText.YELLOW;
            case DOWN -> LoopStateText.RED;
        };
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                switch (status()) {
                    case UP -> "✅ **" + texts.get("health.up") + "**";
                    case DEGRADED -> "⚠️ **" + texts.get("health.degraded") + "**";
                    case DOWN -> "🛑 **" + texts.get("health.down") + "**";
                });
        List<LoopTask> failing =
                schedulers.stream().flatMap(health -> health.failing().stream()).toList();
        if (!failing.isEmpty()) {
            lines.add("❌ " + texts.get("health.failing", names(failing)));
        }
        List<String> closed = schedulers.stream()
                .flatMap(health -> health.gate().entrySet().stream())
                .filter(shard -> !shard.getValue())
                .map(Map.Entry::getKey)
                .distinct()
                .sorted()
                .map(String::valueOf)
                .toList();
        if (!closed.isEmpty()) {
            lines.add("🔌 " + texts.get("health.disconnected", DiscordText.cut(String.join(", ", closed), 200)));
        }
        Duration overdue = schedulers.stream()
                .map(LoopHealth::longestOverdue)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        if (overdue.compareTo(HealthCheck.TOO_LATE) > 0) {
            lines.add("⏰ " + texts.get("health.overdue", texts.duration(overdue)));
        }
        return lines;
    }

    private String names(List<LoopTask> loops) {
        String names = loops.stream()
                .limit(NAMES)
                .map(loop ->
                        DiscordText.bold(DiscordText.cut(LoopControls.of(loop).name(), 100)))
                .collect(Collectors.joining(", "));
        return loops.size() > NAMES ? texts.get("health.more", names, texts.number(loops.size() - NAMES)) : names;
    }
}
