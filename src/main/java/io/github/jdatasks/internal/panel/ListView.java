package io.github.jdatasks.internal.panel;

import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.panel.ButtonRow.PanelButton;
import io.github.jdatasks.internal.panel.LoopDirectory.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.dv8tion.jda.api.EmbedBuilder;

/** All loops on pages, below a few lines that say whether all is well. */
final class ListView {
    static final int PAGE = 10;

    /** A bot may have any number of loops that it gave no name; the rest of them are only counted. */
    static final int UNNAMED = 20;

    static final String ACTION = "page";

    private final String command;
    private final PanelTexts texts;

    ListView(String command, PanelTexts texts) {
        this.command = command;
        this.texts = texts;
    }

    /**
     * Shows a page.
     *
     * @param number from 0; if there is no such page any more, the last one is meant
     */
    PanelMessage show(LoopDirectory directory, int number) {
        List<Entry> loops =
                directory.all().stream().filter(entry -> !entry.isShard()).toList();
        long unnamed = loops.stream().filter(entry -> !entry.isNamed()).count();
        int hidden = (int) Math.max(0, unnamed - UNNAMED);
        List<Entry> listed = loops.subList(0, loops.size() - hidden); // those without a name are the last
        int pages = Math.max(1, (listed.size() + PAGE - 1) / PAGE);
        int page = Math.min(number, pages - 1);

        HealthText health = new HealthText(directory.health(), texts);
        List<String> lines = new ArrayList<>(health.lines());
        lines.add("");
        listed.stream().skip((long) page * PAGE).limit(PAGE).map(this::line).forEach(lines::add);
        if (listed.isEmpty()) {
            lines.add(texts.get("list.none"));
        }
        if (hidden > 0 && page == pages - 1) {
            lines.add(texts.get("list.unnamed", texts.number(hidden)));
        }
        EmbedBuilder embed = PanelMessage.embed(health.color())
                .setTitle(texts.get("list.title", texts.number(loops.size())))
                .setDescription(DiscordText.cut(String.join("\n", lines), 4096));
        if (pages > 1) {
            embed.setFooter(texts.get("list.page", texts.number(page + 1), texts.number(pages)));
        }
        return new PanelMessage("", embed.build(), listed.isEmpty() ? ButtonRow.NONE : buttons(listed, page, pages));
    }

    private String line(Entry entry) {
        LoopControl loop = entry.loop();
        String line = LoopStateText.sign(loop) + " " + DiscordText.bold(entry.label()) + " · "
                + LoopStateText.words(loop, texts);
        return LoopView.next(loop)
                .map(next -> line + " · " + texts.get("list.next", DiscordText.relative(next)))
                .orElse(line);
    }

    private ButtonRow buttons(List<Entry> listed, int page, int pages) {
        Instant now = listed.get(0).loop().scheduler().timer().instant();
        List<PanelButton> buttons = new ArrayList<>();
        if (page > 0) {
            buttons.add(button(page - 1, "button.previous", now));
        }
        if (page < pages - 1) {
            buttons.add(button(page + 1, "button.next", now));
        }
        buttons.add(button(page, "button.refresh", now));
        return new ButtonRow(buttons);
    }

    private PanelButton button(int page, String label, Instant now) {
        ButtonId id = new ButtonId(ACTION, String.valueOf(page), now.getEpochSecond());
        return new PanelButton("secondary", id.text(command), texts.get(label));
    }
}
