package io.github.jdatasks.mockdiscord;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.dv8tion.jda.api.Permission;
import net.dv8tion.jda.api.interactions.DiscordLocale;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;

/**
 * A person in a channel of a guild, as a test plays them. A member does not change: each method that says so returns
 * another one.
 *
 * <pre>{@code
 * MockMember boss = discord.member("boss").administrator();
 * MockMessage panel = boss.slash("loops").reply();
 * MockMessage after = boss.click(panel, "Run now").reply();
 * }</pre>
 *
 * <p>A method that Discord would not tell the bot of, because the bot has not logged in with the intent for it, throws an
 * {@link IllegalStateException} that names the intent.
 *
 * @see MockDiscord#member(String)
 */
public final class MockMember {
    private final MockDiscord discord;
    private final MockUser user;
    private final MockGuild guild;
    private final MockChannel channel;
    private final Set<MockRole> roles;
    private final DiscordLocale locale;

    MockMember(MockDiscord discord, MockUser user, MockGuild guild) {
        this(discord, user, guild, guild.channel(), Set.of(), DiscordLocale.ENGLISH_US);
    }

    private MockMember(
            MockDiscord discord,
            MockUser user,
            MockGuild guild,
            MockChannel channel,
            Set<MockRole> roles,
            DiscordLocale locale) {
        this.discord = discord;
        this.user = user;
        this.guild = guild;
        this.channel = channel;
        this.roles = roles;
        this.locale = locale;
    }

    // ---- who it is ----

    /**
     * The same member with the role of the administrators.
     *
     * @return a new member
     */
    public MockMember administrator() {
        return with(discord.events().role(guild, "administrators", 0));
    }

    /**
     * The same member with a role that has these permissions.
     *
     * @param permissions what the member may do, beside what everyone may do
     * @return a new member
     */
    public MockMember permissions(Permission... permissions) {
        long bits = Permission.getRaw(permissions);
        return with(discord.events().role(guild, "permissions " + bits, bits));
    }

    /**
     * The same member with one more role.
     *
     * @param name the role's name; a role that the guild does not have yet is made, without permissions
     * @return a new member
     */
    public MockMember role(String name) {
        return with(discord.events().role(guild, name, 0));
    }

    /**
     * The same member with a client in another language.
     *
     * @param newLocale the language; English (US) if never set
     * @return a new member
     */
    public MockMember locale(DiscordLocale newLocale) {
        return new MockMember(discord, user, guild, channel, roles, newLocale);
    }

    /**
     * The same person in the first channel of another guild, where they have no roles.
     *
     * @param newGuild the guild
     * @return a new member
     */
    public MockMember in(MockGuild newGuild) {
        return new MockMember(discord, user, newGuild, newGuild.channel(), Set.of(), locale);
    }

    /**
     * The same member in another channel of the same guild.
     *
     * @param newChannel the channel
     * @return a new member
     */
    public MockMember in(MockChannel newChannel) {
        if (discord.guilds().stream().noneMatch(each -> each.id() == guild.id() && each.has(newChannel.id()))) {
            throw new IllegalArgumentException(guild.name() + " has no channel " + newChannel);
        }
        return new MockMember(discord, user, guild, newChannel, roles, locale);
    }

    /** Another person with the same roles in the same place. */
    MockMember as(MockUser newUser) {
        return new MockMember(discord, newUser, guild, channel, roles, locale);
    }

    /**
     * The person's account.
     *
     * @return the account
     */
    public MockUser user() {
        return user;
    }

    /**
     * The guild.
     *
     * @return the guild
     */
    public MockGuild guild() {
        return guild;
    }

    /**
     * Where the member is.
     *
     * @return the channel
     */
    public MockChannel channel() {
        return channel;
    }

    /**
     * The member's roles.
     *
     * @return all roles but that of everyone
     */
    public Set<MockRole> roles() {
        return Set.copyOf(roles);
    }

    /**
     * The language of the person's client.
     *
     * @return the locale
     */
    public DiscordLocale locale() {
        return locale;
    }

    // ---- what they do ----

    /**
     * Uses a slash command without options.
     *
     * @param fullName the command with its subcommand group and subcommand, if any, separated by spaces
     * @return what the bot makes of it
     * @throws IllegalStateException as {@link MockDiscord#slash(SlashCall)} says
     */
    public MockInteraction slash(String fullName) {
        return slash(SlashCall.of(fullName));
    }

    /**
     * Uses a slash command, which the bot has registered, or does within 3 s. Permissions that the command asks for are
     * not checked, because a guild may have changed them.
     *
     * @param call the command and its options
     * @return what the bot makes of it
     * @throws IllegalStateException as {@link MockDiscord#slash(SlashCall)} says
     */
    public MockInteraction slash(SlashCall call) {
        MockMember caller = call.caller(this);
        MockCommand command = discord.events().requireCommand(call, caller.guild);
        return interact(InteractionState.Kind.COMMAND, call.toString(), caller, null, OptionValues.of(call, command));
    }

    /**
     * Types the beginning of the value of an option, so that the bot is asked what to offer.
     *
     * @param call the command and the options that are filled in already
     * @param option the option that the person is typing; it was registered with autocompletion
     * @param partial what they have typed so far
     * @return what the bot makes of it; see {@link MockInteraction#choices()}
     * @throws IllegalStateException if the command is not registered, or the option has no autocompletion
     */
    public MockInteraction type(SlashCall call, String option, String partial) {
        MockMember caller = call.caller(this);
        MockCommand command = discord.events().requireCommand(call, caller.guild);
        return interact(
                InteractionState.Kind.AUTOCOMPLETE,
                "typing \"" + partial + "\" as " + option + " of " + call,
                caller,
                null,
                OptionValues.typing(call, command, option, partial));
    }

    /**
     * Clicks a button.
     *
     * @param message the message that has it
     * @param labelOrId the text on the button, or its custom id
     * @return what the bot makes of it
     * @throws AssertionError if the message has no such button
     * @throws IllegalStateException if the button is disabled or a link, or the message is gone
     */
    public MockInteraction click(MockMessage message, String labelOrId) {
        MockMessage now = discord.events().current(message);
        MockButton button = now.button(labelOrId);
        if (button.disabled() || button.customId().isEmpty()) {
            throw new IllegalStateException("This cannot be clicked: " + button);
        }
        return component(now, InteractionPayloads.button(button.customId()), "a click on \"" + labelOrId + "\"");
    }

    /**
     * Sends a click on a button that the message does not have, as a manipulated client could; or on one that is
     * disabled by now, as a slow one could.
     *
     * @param message the message
     * @param customId what the bot gets as the custom id
     * @return what the bot makes of it
     */
    public MockInteraction forgeClick(MockMessage message, String customId) {
        return component(
                discord.events().current(message),
                InteractionPayloads.button(customId),
                "a forged click on " + customId);
    }

    /**
     * Selects something in a select menu of strings.
     *
     * @param message the message that has it
     * @param idOrPlaceholder the menu's custom id, or what it shows while nothing is selected
     * @param labelsOrValues what is selected
     * @return what the bot makes of it
     * @throws AssertionError if the message has no such menu
     * @throws IllegalStateException if this cannot be selected in the menu
     */
    public MockInteraction select(MockMessage message, String idOrPlaceholder, String... labelsOrValues) {
        MockMessage now = discord.events().current(message);
        MockMenu menu = now.menu(idOrPlaceholder);
        List<String> values = new ArrayList<>();
        for (String wanted : labelsOrValues) {
            values.add(menu.options().stream()
                    .filter(option ->
                            option.label().equals(wanted) || option.value().equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("\"" + wanted + "\" is not among " + menu.options()))
                    .value());
        }
        if (menu.disabled() || values.size() < menu.minimum() || values.size() > menu.maximum()) {
            throw new IllegalStateException(values + " cannot be selected in " + menu);
        }
        return component(
                now,
                InteractionPayloads.stringSelect(menu.customId(), values),
                "the selection of " + values + " in \"" + idOrPlaceholder + "\"");
    }

    /**
     * Fills in a form that the bot shows, and sends it off.
     *
     * @param shown what the bot answered with the form
     * @param typed what is typed, by the label or the custom id of the input; all other inputs stay as they are
     * @return what the bot makes of it
     * @throws AssertionError if the bot shows no form
     * @throws IllegalStateException if there is no such input, or nothing is typed where something has to be
     */
    public MockInteraction submit(MockInteraction shown, Map<String, String> typed) {
        MockModal modal = shown.modal();
        return interact(
                InteractionState.Kind.MODAL,
                "the form \"" + modal.title() + "\"",
                this,
                shown.message().orElse(null),
                modal.submission(typed));
    }

    /**
     * Writes a message in the channel.
     *
     * @param text the text
     * @return the message
     */
    public MockMessage say(String text) {
        return discord.message(discord.events().say(guild, channel.id(), user, json(), text));
    }

    /**
     * Changes the text of a message in this guild that the member has written.
     *
     * @param message the message
     * @param text the new text
     * @return the message
     * @throws IllegalStateException if another one has written it, or it is gone
     */
    public MockMessage edit(MockMessage message, String text) {
        discord.events().edit(this, message, text);
        return discord.message(message.id());
    }

    /**
     * Deletes a message in this guild, as its author or a moderator may.
     *
     * @param message the message
     * @throws IllegalStateException if it is gone
     */
    public void delete(MockMessage message) {
        discord.events().delete(this, message);
    }

    /**
     * Writes a private message to the bot.
     *
     * @param text the text
     * @return the message
     */
    public MockMessage sayInPrivate(String text) {
        return discord.message(discord.events().sayInPrivate(user, text));
    }

    /**
     * Adds a reaction to a message of this guild.
     *
     * @param message the message
     * @param emoji the emoji, or {@code name:id} for one of a guild
     */
    public void react(MockMessage message, String emoji) {
        discord.events().react(this, message, emoji, true);
    }

    /**
     * Takes a reaction back.
     *
     * @param message the message
     * @param emoji the emoji, or {@code name:id} for one of a guild
     */
    public void unreact(MockMessage message, String emoji) {
        discord.events().react(this, message, emoji, false);
    }

    /**
     * Joins the guild. Without it a bot knows the member by what they do, but has not seen them join.
     *
     * @return this
     */
    public MockMember join() {
        discord.events().join(this);
        return this;
    }

    /**
     * Leaves the guild.
     */
    public void leave() {
        discord.events().leave(this);
    }

    /** The member in Discord's JSON, as the bot can find them from now on. */
    DataObject json() {
        discord.events().know(this);
        return EntityPayloads.member(this);
    }

    @Override
    public String toString() {
        return user.name() + " in " + guild.name() + " with " + roles;
    }

    private MockInteraction interact(
            InteractionState.Kind kind,
            String what,
            MockMember caller,
            @Nullable MockMessage message,
            DataObject data) {
        return new MockInteraction(discord.events().interact(kind, what, caller, message, data), discord);
    }

    private MockInteraction component(MockMessage message, DataObject data, String what) {
        return interact(InteractionState.Kind.COMPONENT, what, this, message, data);
    }

    private MockMember with(MockRole role) {
        Set<MockRole> more = new LinkedHashSet<>(roles);
        more.add(role);
        MockMember changed = new MockMember(discord, user, guild, channel, more, locale);
        discord.events().know(changed);
        return changed;
    }
}
