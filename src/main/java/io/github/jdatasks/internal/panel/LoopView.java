package io.github.jdatasks.internal.panel;

import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopStats;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.history.RunHistory;
import io.github.jdatasks.internal.history.RunMark;
import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.loop.LoopLog;
import io.github.jdatasks.internal.panel.ButtonRow.PanelButton;
import io.github.jdatasks.internal.panel.LoopDirectory.Entry;
import io.github.jdatasks.internal.schedule.FixedDelaySchedule;
import io.github.jdatasks.internal.schedule.IntervalSchedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.dv8tion.jda.api.EmbedBuilder;

/** One loop in detail, with buttons for what is done most. */
final class LoopView {
    static final String REFRESH = "refresh";
    static final Set<LoopCommand> BUTTONS =
            EnumSet.of(LoopCommand.RUN, LoopCommand.PAUSE, LoopCommand.RESUME, LoopCommand.START);

    private static final int FIELD = 1024;
    private static final int SHARDS = 40;

    private final String command;
    private final PanelTexts texts;

    LoopView(String command, PanelTexts texts) {
        this.command = command;
        this.texts = texts;
    }

    PanelMessage show(Entry entry, RunHistory history) {
        LoopControl loop = entry.loop();
        LoopStats stats = loop.stats();
        EmbedBuilder embed = PanelMessage.embed(LoopStateText.color(loop))
                .setTitle(DiscordText.cut(LoopStateText.sign(loop) + " " + DiscordText.plain(entry.label()), 256))
                .addField(texts.get("show.state"), LoopStateText.words(loop, texts), true)
                .addField(
                        texts.get("show.next"),
                        next(loop).map(DiscordText::relative).orElse("–"),
                        true)
                .addField(texts.get("show.last"), last(history, stats), true)
                .addField(texts.get("show.schedule"), schedule(loop.schedule()), true)
                .addField(texts.get("show.lateness"), lateness(stats), true);
        shards(loop).ifPresent(shards -> embed.addField(texts.get("show.shards"), shards, true));
        embed.addField(texts.get("show.counts"), counts(stats), false)
                .addField(
                        texts.get("show.history", texts.number(RunHistory.LENGTH)),
                        RunStrip.of(history.marks(), texts),
                        false);
        stats.lastError().ifPresent(error -> embed.addField(texts.get("show.error"), error(error, history), false));
        return new PanelMessage("", embed.build(), buttons(entry));
    }

    /**
     * Returns when the next run is; empty if there is none, it waits for people or the connection, or the user's schedule
     * cannot say.
     */
    static Optional<Instant> next(LoopControl loop) {
        try {
            Instant now = loop.scheduler().timer().instant();
            return loop.isPaused()
                    ? Optional.empty()
                    : loop.nextIteration().filter(next -> loop.state() != LoopState.PAUSED || next.isAfter(now));
        } catch (Throwable error) { // the loop asks the schedule too, and reports that
            return Optional.empty();
        }
    }

    private String last(RunHistory history, LoopStats stats) {
        if (stats.runs() == 0) {
            return "–";
        }
        return history.marks().stream()
                .filter(RunMark::isRun)
                .reduce((earlier, later) -> later)
                .map(mark -> DiscordText.relative(mark.atMillis()) + ", " + took(mark.tookNanos()))
                .orElseGet(() -> took(stats.lastDuration().toNanos()));
    }

    private String took(long nanos) {
        return texts.get("show.took", texts.duration(nanos));
    }

    private String schedule(Schedule schedule) {
        if (schedule instanceof IntervalSchedule interval) {
            return texts.get("schedule.every", texts.duration(interval.nanos()));
        }
        if (schedule instanceof FixedDelaySchedule delay) {
            return texts.get("schedule.delay", texts.duration(delay.nanos()));
        }
        return DiscordText.cut(DiscordText.plain(String.valueOf(LoopLog.inWords(schedule))), FIELD);
    }

    private String lateness(LoopStats stats) {
        return stats.runs() == 0
                ? "–"
                : texts.get(
                        "show.late", texts.duration(stats.lastLateness()), texts.duration(stats.greatestLateness()));
    }

    /** Returns how each shard's loop is; empty if this is one loop. */
    private static Optional<String> shards(LoopControl loop) {
        List<LoopControl> parts = loop.parts();
        if (parts.size() == 1 && parts.get(0) == loop) {
            return Optional.empty();
        }
        String shards = parts.stream()
                .limit(SHARDS)
                .map(part -> LoopStateText.sign(part) + " "
                        + part.ownName().substring(part.ownName().lastIndexOf('#')))
                .collect(Collectors.joining("  "));
        return Optional.of(parts.isEmpty() ? "–" : parts.size() > SHARDS ? shards + " …" : shards);
    }

    private String counts(LoopStats stats) {
        return texts.get(
                "show.numbers",
                texts.number(stats.runs()),
                texts.number(stats.failures()),
                texts.number(stats.retries()),
                texts.number(stats.missed()),
                texts.number(stats.skipped()));
    }

    private static String error(Throwable error, RunHistory history) {
        String when = history.errorMillis() == 0 ? "" : DiscordText.relative(history.errorMillis());
        return when + DiscordText.codeBlock(DiscordText.error(error, 450)); // "@" takes two characters
    }

    private ButtonRow buttons(Entry entry) {
        LoopControl loop = entry.loop();
        List<PanelButton> buttons = new ArrayList<>();
        buttons.add(button("primary", LoopCommand.RUN.word, entry));
        if (loop.isPaused()) {
            buttons.add(button("success", LoopCommand.RESUME.word, entry));
        } else if (loop.isLive()) {
            buttons.add(button("secondary", LoopCommand.PAUSE.word, entry));
        }
        if (loop.state() == LoopState.IDLE || loop.state() == LoopState.FINISHED) {
            buttons.add(button("success", LoopCommand.START.word, entry));
        }
        buttons.add(button("secondary", REFRESH, entry));
        return new ButtonRow(buttons);
    }

    private PanelButton button(String style, String action, Entry entry) {
        long now = entry.loop().scheduler().timer().instant().getEpochSecond();
        return new PanelButton(
                style, new ButtonId(action, entry.key(), now).text(command), texts.get("button." + action));
    }
}
