package io.github.jdatasks.mockdiscord;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;

/** A message as it is at one moment; it does not change when the bot edits the message. */
public final class MockMessage {
    static final int EPHEMERAL = 1 << 6;
    static final int LOADING = 1 << 7;

    private static final int BUTTON = 2;
    private static final int STRING_SELECT = 3;
    private static final int USER_SELECT = 5;
    private static final int CHANNEL_SELECT = 8;
    private static final int TEXT_DISPLAY = 10;

    private final long id;
    private final long channelId;
    private final String author;
    private final String content;
    private final int flags;
    private final int edits;
    private final boolean deleted;
    private final List<MockEmbed> embeds;
    private final List<MockButton> buttons;
    private final List<MockMenu> menus;
    private final List<String> texts;
    private final Map<String, List<String>> reactions;
    private final String json;

    MockMessage(DataObject message, int edits, boolean deleted, Map<String, List<String>> reactions) {
        List<DataObject> components = new ArrayList<>();
        collect(message, components);
        this.id = message.getUnsignedLong("id");
        this.channelId = message.getUnsignedLong("channel_id");
        this.author = message.getObject("author").getString("username");
        this.content = message.getString("content", "");
        this.flags = message.getInt("flags", 0);
        this.edits = edits;
        this.deleted = deleted;
        this.embeds = message.getArray("embeds").stream(DataArray::getObject)
                .map(MockEmbed::of)
                .toList();
        this.buttons = ofTypes(components, BUTTON, BUTTON).map(MockButton::of).toList();
        this.menus = Stream.concat(
                        ofTypes(components, STRING_SELECT, STRING_SELECT),
                        ofTypes(components, USER_SELECT, CHANNEL_SELECT))
                .map(MockMenu::of)
                .toList();
        this.texts = ofTypes(components, TEXT_DISPLAY, TEXT_DISPLAY)
                .map(text -> text.getString("content", ""))
                .toList();
        this.reactions = Collections.unmodifiableMap(reactions);
        this.json = message.toString();
    }

    /**
     * The message's id.
     *
     * @return the id
     */
    public long id() {
        return id;
    }

    /**
     * Where the message is.
     *
     * @return the channel's id
     */
    public long channelId() {
        return channelId;
    }

    /**
     * Who wrote it.
     *
     * @return the author's user name
     */
    public String author() {
        return author;
    }

    /**
     * The text outside of embeds.
     *
     * @return the text, or an empty string
     */
    public String content() {
        return content;
    }

    /**
     * The embeds.
     *
     * @return all of them, in order
     */
    public List<MockEmbed> embeds() {
        return embeds;
    }

    /**
     * The only embed.
     *
     * @return the embed
     * @throws AssertionError if there is none, or more than one
     */
    public MockEmbed embed() {
        if (embeds.size() != 1) {
            throw new AssertionError("One embed was expected, not " + embeds.size() + ", in " + this);
        }
        return embeds.get(0);
    }

    /**
     * The buttons, wherever they are in the message.
     *
     * @return all of them, in order
     */
    public List<MockButton> buttons() {
        return buttons;
    }

    /**
     * A button.
     *
     * @param labelOrId the text on it, or its custom id
     * @return the button
     * @throws AssertionError if there is none; the message lists the buttons
     */
    public MockButton button(String labelOrId) {
        return buttons.stream()
                .filter(button ->
                        button.label().equals(labelOrId) || button.customId().equals(labelOrId))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No button \"" + labelOrId + "\" in " + this));
    }

    /**
     * The select menus, wherever they are in the message.
     *
     * @return all of them, in order
     */
    public List<MockMenu> menus() {
        return menus;
    }

    /**
     * A select menu.
     *
     * @param idOrPlaceholder its custom id, or what is shown while nothing is selected
     * @return the menu
     * @throws AssertionError if there is none
     */
    public MockMenu menu(String idOrPlaceholder) {
        return menus.stream()
                .filter(menu -> menu.customId().equals(idOrPlaceholder)
                        || menu.placeholder().equals(idOrPlaceholder))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No select menu \"" + idOrPlaceholder + "\" in " + this));
    }

    /**
     * The text displays among the components.
     *
     * @return the text of each, in order
     */
    public List<String> texts() {
        return texts;
    }

    /**
     * Tells whether only the person who is answered sees the message.
     *
     * @return whether the message is ephemeral
     */
    public boolean isEphemeral() {
        return (flags & EPHEMERAL) != 0;
    }

    /**
     * Discord's bit set of a message's properties.
     *
     * @return the flags
     */
    public int flags() {
        return flags;
    }

    /**
     * Tells how often the message has been edited; that a deferred reply gets its text is no edit.
     *
     * @return the number of edits
     */
    public int edits() {
        return edits;
    }

    /**
     * Tells whether the message is gone.
     *
     * @return whether it was deleted
     */
    public boolean isDeleted() {
        return deleted;
    }

    /**
     * The reactions.
     *
     * @return the names of those who reacted, by the emoji, which is {@code name:id} for one of a guild; in order
     */
    public Map<String, List<String>> reactions() {
        return reactions;
    }

    /**
     * All of the message, for what has no method here.
     *
     * @return Discord's JSON, a new object at each call
     */
    public DataObject json() {
        return DataObject.fromJson(json);
    }

    // ---- what a test expects ----

    /**
     * Expects a text outside of embeds.
     *
     * @param expected the whole text
     * @return this
     * @throws AssertionError if it is another one
     */
    public MockMessage assertContent(String expected) {
        return expect(content.equals(expected), "the text \"" + expected + "\"");
    }

    /**
     * Expects a part of the text, anywhere in the message: outside of embeds, in an embed or in a text display.
     *
     * @param expected the part
     * @return this
     * @throws AssertionError if it is nowhere
     */
    public MockMessage assertContains(String expected) {
        boolean found = content.contains(expected)
                || texts.stream().anyMatch(text -> text.contains(expected))
                || embeds.stream().anyMatch(embed -> embed.contains(expected));
        return expect(found, "\"" + expected + "\" somewhere");
    }

    /**
     * Expects that only the person who is answered sees the message.
     *
     * @return this
     * @throws AssertionError if everyone sees it
     */
    public MockMessage assertEphemeral() {
        return expect(isEphemeral(), "an ephemeral message");
    }

    /**
     * Expects that everyone in the channel sees the message.
     *
     * @return this
     * @throws AssertionError if it is ephemeral
     */
    public MockMessage assertPublic() {
        return expect(!isEphemeral(), "a message that everyone sees");
    }

    /**
     * Expects an embed.
     *
     * @param title its title
     * @return this
     * @throws AssertionError if no embed has it
     */
    public MockMessage assertEmbedTitle(String title) {
        return expect(
                embeds.stream().anyMatch(embed -> embed.title().equals(title)),
                "an embed with the title \"" + title + "\"");
    }

    /**
     * Expects a field of an embed.
     *
     * @param name the field's name
     * @param value its text
     * @return this
     * @throws AssertionError if no embed has it
     */
    public MockMessage assertField(String name, String value) {
        boolean found = embeds.stream()
                .flatMap(embed -> embed.fields().stream())
                .anyMatch(field -> field.name().equals(name) && field.value().equals(value));
        return expect(found, "a field \"" + name + "\" with the text \"" + value + "\"");
    }

    /**
     * Expects a button that can be clicked.
     *
     * @param labelOrId the text on it, or its custom id
     * @return this
     * @throws AssertionError if there is none, or if it is disabled
     */
    public MockMessage assertButton(String labelOrId) {
        return expect(isButton(labelOrId, false), "a button \"" + labelOrId + "\" that can be clicked");
    }

    /**
     * Expects a button that is grayed out.
     *
     * @param labelOrId the text on it, or its custom id
     * @return this
     * @throws AssertionError if there is none, or if it can be clicked
     */
    public MockMessage assertDisabledButton(String labelOrId) {
        return expect(isButton(labelOrId, true), "a disabled button \"" + labelOrId + "\"");
    }

    /**
     * Expects that there is no such button.
     *
     * @param labelOrId the text on it, or its custom id
     * @return this
     * @throws AssertionError if there is one
     */
    public MockMessage assertNoButton(String labelOrId) {
        return expect(!isButton(labelOrId, true) && !isButton(labelOrId, false), "no button \"" + labelOrId + "\"");
    }

    private boolean isButton(String labelOrId, boolean disabled) {
        return buttons.stream()
                .anyMatch(button -> button.disabled() == disabled
                        && (button.label().equals(labelOrId)
                                || button.customId().equals(labelOrId)));
    }

    private MockMessage expect(boolean met, String what) {
        if (!met) {
            throw new AssertionError("Expected " + what + ", but the message is " + this);
        }
        return this;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{")
                .append(author)
                .append(": \"")
                .append(content)
                .append('"');
        List<?>[] parts = {texts, embeds, buttons, menus};
        for (List<?> part : parts) {
            part.forEach(each -> text.append(", ").append(each));
        }
        text.append(reactions.isEmpty() ? "" : ", reactions " + reactions);
        text.append(isEphemeral() ? ", ephemeral" : "");
        text.append(edits > 0 ? ", edited " + edits + " times" : "");
        return text.append(deleted ? ", deleted" : "").append('}').toString();
    }

    private static Stream<DataObject> ofTypes(List<DataObject> components, int from, int to) {
        return components.stream()
                .filter(component -> component.getInt("type") >= from && component.getInt("type") <= to);
    }

    private static void collect(DataObject parent, List<DataObject> components) {
        Optional<DataArray> children = parent.optArray("components");
        children.ifPresent(array -> array.stream(DataArray::getObject).forEach(child -> {
            components.add(child);
            collect(child, components);
        }));
        parent.optObject("accessory").ifPresent(components::add);
    }
}
