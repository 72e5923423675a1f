package io.github.jdatasks.example.demo;

import io.github.jdatasks.mockdiscord.MockButton;
import io.github.jdatasks.mockdiscord.MockEmbed;
import io.github.jdatasks.mockdiscord.MockMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A message as a person sees it, in lines of text. */
final class Screen {
    private static final Pattern TIME_STAMP = Pattern.compile("<t:(\\d+):R>");
    private static final Pattern MARKDOWN = Pattern.compile("[*`]+");

    private Screen() {}

    static List<String> draw(MockMessage message) {
        List<String> lines = new ArrayList<>();
        message.content().lines().forEach(lines::add);
        for (MockEmbed embed : message.embeds()) {
            lines.add("[" + embed.title() + "]");
            embed.description().lines().forEach(lines::add);
            for (MockEmbed.Field field : embed.fields()) {
                List<String> value = field.value().lines().toList();
                if (value.size() == 1) {
                    lines.add(field.name() + ": " + value.get(0));
                } else {
                    lines.add(field.name() + ":");
                    lines.addAll(value);
                }
            }
        }
        if (!message.buttons().isEmpty()) {
            lines.add(
                    message.buttons().stream().map(MockButton::label).collect(Collectors.joining(" ) ( ", "( ", " )")));
        }
        return lines.stream()
                .map(Screen::asDiscordShows)
                .filter(line -> !line.isBlank())
                .toList();
    }

    /** Discord's clients show a time stamp in words, and no marks for bold text and code. */
    private static String asDiscordShows(String text) {
        String withTimes = TIME_STAMP.matcher(text).replaceAll(stamp -> {
            Duration left = Duration.between(Instant.now(), Instant.ofEpochSecond(Long.parseLong(stamp.group(1))));
            String amount = Math.abs(left.toHours()) > 0
                    ? left.abs().toHours() + " h"
                    : left.abs().toSeconds() + " s";
            return left.isNegative() ? amount + " ago" : "in " + amount;
        });
        return MARKDOWN.matcher(withTimes).replaceAll("");
    }
}
