package io.github.jdatasks.internal.panel;

import java.util.List;
import net.dv8tion.jda.api.EmbedBuilder;
import net.dv8tion.jda.api.entities.MessageEmbed;
import net.dv8tion.jda.api.utils.data.DataObject;
import net.dv8tion.jda.api.utils.messages.MessageCreateBuilder;
import net.dv8tion.jda.api.utils.messages.MessageCreateData;
import net.dv8tion.jda.api.utils.messages.MessageEditBuilder;
import net.dv8tion.jda.api.utils.messages.MessageEditData;
import org.jspecify.annotations.Nullable;

/** An answer of the panel. It mentions no one. */
record PanelMessage(String text, @Nullable MessageEmbed embed, ButtonRow buttons) {
    static PanelMessage of(String text) {
        return new PanelMessage(text, null, ButtonRow.NONE);
    }

    /** Begins an embed; {@code setColor} has an overload that would make the module require java.desktop. */
    static EmbedBuilder embed(int color) {
        return EmbedBuilder.fromData(DataObject.empty().put("type", "rich").put("color", color));
    }

    /** Returns the same message with a text above what it shows. */
    PanelMessage with(String newText) {
        return new PanelMessage(newText, embed, buttons);
    }

    MessageCreateData toSend() {
        MessageCreateBuilder message =
                new MessageCreateBuilder().setContent(text).setEmbeds(embeds()).setAllowedMentions(List.of());
        buttons.addTo(message);
        return message.build();
    }

    /** Returns what takes the place of a message. */
    MessageEditData toEdit() {
        MessageEditBuilder message = new MessageEditBuilder()
                .setReplace(true)
                .setContent(text)
                .setEmbeds(embeds())
                .setAllowedMentions(List.of());
        buttons.addTo(message);
        return message.build();
    }

    private List<MessageEmbed> embeds() {
        return embed == null ? List.of() : List.of(embed);
    }
}
