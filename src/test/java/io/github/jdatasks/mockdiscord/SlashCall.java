package io.github.jdatasks.mockdiscord;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A use of a slash command: what a person types, who it is, and where.
 *
 * @see MockDiscord#slash(SlashCall)
 * @see MockMember#slash(SlashCall)
 */
public final class SlashCall {
    private final String fullName;
    private final Map<String, Object> options;
    private final @Nullable MockUser user;
    private final @Nullable MockGuild guild;
    private final boolean administrator;

    private SlashCall(
            String fullName,
            Map<String, Object> options,
            @Nullable MockUser user,
            @Nullable MockGuild guild,
            boolean administrator) {
        this.fullName = fullName;
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
        if (fullName.split(" ", -1).length > 3) {
            throw new IllegalArgumentException("A command has at most a group and a subcommand: " + fullName);
        }
        return new SlashCall(fullName, Map.of(), null, null, false);
    }

    /**
     * The same call with one more option.
     *
     * @param name the option's name
     * @param value a {@link String}, {@link Boolean}, {@link Integer}, {@link Long}, {@link Double}, {@link MockUser},
     *     {@link MockMember}, {@link MockChannel} or {@link MockRole}, as the registered option wants it; the name of a
     *     choice stands for its value
     * @return a new call
     */
    public SlashCall option(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(options);
        more.put(name, value);
        return new SlashCall(fullName, more, user, guild, administrator);
    }

    /**
     * The same call by another person.
     *
     * @param newUser the caller
     * @return a new call
     */
    public SlashCall by(MockUser newUser) {
        return new SlashCall(fullName, options, newUser, guild, administrator);
    }

    /**
     * The same call in another guild, in its first channel.
     *
     * @param newGuild the guild
     * @return a new call
     */
    public SlashCall in(MockGuild newGuild) {
        return new SlashCall(fullName, options, user, newGuild, administrator);
    }

    /**
     * The same call by a member who may do everything in the guild.
     *
     * @return a new call
     */
    public SlashCall asAdministrator() {
        return new SlashCall(fullName, options, user, guild, true);
    }

    String fullName() {
        return fullName;
    }

    Map<String, Object> options() {
        return options;
    }

    /** The caller that the call names, or a given one. */
    MockMember caller(MockMember fallback) {
        MockMember caller = guild == null ? fallback : fallback.in(guild);
        caller = user == null ? caller : caller.as(user);
        return administrator ? caller.administrator() : caller;
    }

    @Override
    public String toString() {
        return "/" + fullName + (options.isEmpty() ? "" : " " + options);
    }
}
