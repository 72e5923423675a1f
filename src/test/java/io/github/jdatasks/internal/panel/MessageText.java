package io.github.jdatasks.internal.panel;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.dv8tion.jda.api.entities.MessageEmbed;
import org.jspecify.annotations.Nullable;

/** A message of the panel as lines of text, about as Discord shows it. */
final class MessageText {
    private static final Pattern TIMESTAMP = Pattern.compile("<t:(-?\\d+):R>");

    private final Instant now;

    MessageText(Instant now) {
        this.now = now;
    }

    String of(PanelMessage message) {
        List<String> lines = new ArrayList<>();
        if (!message.text().isEmpty()) {
            lines.add(shown(message.text()));
            lines.add("");
        }
        MessageEmbed embed = message.embed();
        if (embed != null) {
            lines.add("│ " + shown(String.valueOf(embed.getTitle())));
            addBlock(embed.getDescription(), lines);
            addFields(embed.getFields(), lines);
            if (embed.getFooter() != null) {
                lines.add("│");
                addBlock(embed.getFooter().getText(), lines);
            }
        }
        if (!message.buttons().buttons().isEmpty()) {
            lines.add(message.buttons().buttons().stream()
                    .map(button -> "[ " + button.label() + " ]")
                    .collect(Collectors.joining(" ", "  ", "")));
        }
        return String.join("\n", lines).replaceAll("(?m) +$", "");
    }

    /** Three inline fields share a row. */
    private void addFields(List<MessageEmbed.Field> fields, List<String> lines) {
        int next = 0;
        while (next < fields.size()) {
            MessageEmbed.Field field = fields.get(next);
            lines.add("│");
            if (!field.isInline()) {
                lines.add("│ " + field.getName());
                addBlock(field.getValue(), lines);
                next++;
                continue;
            }
            StringBuilder names = new StringBuilder("│ ");
            StringBuilder values = new StringBuilder("│ ");
            for (int column = 0;
                    column < 3 && next < fields.size() && fields.get(next).isInline();
                    column++, next++) {
                names.append(padded(String.valueOf(fields.get(next).getName())));
                values.append(padded(shown(String.valueOf(fields.get(next).getValue()))));
            }
            lines.add(names.toString());
            lines.add(values.toString());
        }
    }

    private static String padded(String text) {
        return text + " ".repeat(Math.max(2, 38 - text.length()));
    }

    private void addBlock(@Nullable String text, List<String> lines) {
        if (text != null) {
            shown(text).lines().filter(line -> !line.equals("```")).forEach(line -> lines.add("│ " + line));
        }
    }

    private String shown(String text) {
        return TIMESTAMP
                .matcher(text)
                .replaceAll(match -> relative(Instant.ofEpochSecond(Long.parseLong(match.group(1)))))
                .replaceAll("```(?!\\n|$)", "```\n")
                .replaceAll("(?<!\\n|^)```", "\n```")
                .replaceAll("\\\\([^\\w\\s])", "$1")
                .replace("\u200b", "")
                .replace("**", "");
    }

    private String relative(Instant instant) {
        long seconds = Duration.between(now, instant).toSeconds();
        return seconds < 0 ? "<" + -seconds + " s ago>" : "<in " + seconds + " s>";
    }
}
