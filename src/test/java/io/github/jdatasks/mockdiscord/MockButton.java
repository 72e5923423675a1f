package io.github.jdatasks.mockdiscord;

import net.dv8tion.jda.api.utils.data.DataObject;

/**
 * A button of a message.
 *
 * @param label the text on it, or an empty string
 * @param style how it looks
 * @param customId the bot's name for it, or an empty string for a link
 * @param url where a link leads, or an empty string
 * @param emoji the name of the emoji on it, or an empty string
 * @param disabled whether it is grayed out
 */
public record MockButton(String label, Style style, String customId, String url, String emoji, boolean disabled) {

    /** Discord's styles, in the order of its numbers, which begin with 1. */
    public enum Style {
        /** Blurple: the most important action. */
        PRIMARY,
        /** Gray. */
        SECONDARY,
        /** Green. */
        SUCCESS,
        /** Red. */
        DANGER,
        /** Opens a page in the browser; the bot is not told. */
        LINK,
        /** Sells something. */
        PREMIUM
    }

    static MockButton of(DataObject json) {
        return new MockButton(
                json.getString("label", ""),
                Style.values()[json.getInt("style") - 1],
                json.getString("custom_id", ""),
                json.getString("url", ""),
                json.optObject("emoji")
                        .map(emoji -> emoji.getString("name", ""))
                        .orElse(""),
                json.getBoolean("disabled", false));
    }
}
