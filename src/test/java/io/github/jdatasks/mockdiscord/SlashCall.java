package io.github.jdatasks.mockdiscord;

import java.util.LinkedHashMap;
import java.util.Map;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;

/**
 * A use of a slash command: what a person types, who it is, and where.
 *
 * @see MockDiscord#slash(SlashCall)
 */
public final class SlashCall {
    private final String[] words;
    private final Map<String, Object> options;
    private final @Nullable MockUser user;
    private final @Nullable MockGuild guild;
    private final boolean administrator;

    private SlashCall(
            String[] words,
            Map<String, Object> options,
            @Nullable MockUser user,
            @Nullable MockGuild guild,
            boolean administrator) {
        this.words = words;
        this.options = options;
        this.user = user;
        this.guild = guild;
        this.administrator = administrator;
    }

    /**
     * A call without options, by an ordinary member of the first guild.
     *
     * @param fullName the command with its subcommand group and subcommand, if any, separated by spaces
     * @return the call
     */
    public static SlashCall of(String fullName) {
        String[] words = fullName.split(" ", -1);
        if (words.length > 3) {
            throw new IllegalArgumentException("A command has at most a group and a subcommand: " + fullName);
        }
        return new SlashCall(words, Map.of(), null, null, false);
    }

    String fullName() {
        return String.join(" ", words);
    }

    /**
     * The same call with one more option.
     *
     * @param name the option's name
     * @param value a {@link String}, {@link Boolean}, {@link Integer}, {@link Long} or {@link Double}
     * @return a new call
     */
    public SlashCall option(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(options);
        more.put(name, value);
        return new SlashCall(words, more, user, guild, administrator);
    }

    /**
     * The same call by somebody else.
     *
     * @param newUser the caller
     * @return a new call
     */
    public SlashCall by(MockUser newUser) {
        return new SlashCall(words, options, newUser, guild, administrator);
    }

    /**
     * The same call in another guild, in its first channel.
     *
     * @param newGuild the guild
     * @return a new call
     */
    public SlashCall in(MockGuild newGuild) {
        return new SlashCall(words, options, user, newGuild, administrator);
    }

    /**
     * The same call by a member who may do everything in the guild.
     *
     * @return a new call
     */
    public SlashCall asAdministrator() {
        return new SlashCall(words, options, user, guild, true);
    }

    MockUser userOr(MockUser fallback) {
        return user != null ? user : fallback;
    }

    MockGuild guildOr(MockGuild fallback) {
        return guild != null ? guild : fallback;
    }

    boolean administrator() {
        return administrator;
    }

    /** The part of an interaction that says what was called. */
    DataObject data(long commandId) {
        DataArray values = DataArray.empty();
        options.forEach((name, value) -> values.add(DataObject.empty()
                .put("type", optionType(value))
                .put("name", name)
                .put("value", value)));
        DataArray nested = values;
        for (int word = words.length - 1; word > 0; word--) {
            // 1 is a subcommand, 2 the group around it.
            int type = word == words.length - 1 ? 1 : 2;
            nested = DataArray.empty()
                    .add(DataObject.empty()
                            .put("type", type)
                            .put("name", words[word])
                            .put("options", nested));
        }
        return DataObject.empty()
                .put("id", EntityPayloads.id(commandId))
                .put("type", 1)
                .put("name", words[0])
                .put("options", nested);
    }

    private static int optionType(Object value) {
        if (value instanceof String) {
            return 3;
        } else if (value instanceof Integer || value instanceof Long) {
            return 4;
        } else if (value instanceof Boolean) {
            return 5;
        } else if (value instanceof Double) {
            return 10;
        }
        throw new IllegalArgumentException("Not a kind of option that the mock Discord has: " + value);
    }
}
