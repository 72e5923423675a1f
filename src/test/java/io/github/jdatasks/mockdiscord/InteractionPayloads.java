package io.github.jdatasks.mockdiscord;

import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;

/** Discord's JSON for what people do with a bot. */
final class InteractionPayloads {
    static final long ALL = (1L << 50) - 1;

    private InteractionPayloads() {}

    /** What a member does in their channel; {@code data} says what was done. */
    static DataObject interaction(InteractionState state, MockMember member, MockUser bot, DataObject data) {
        MockGuild guild = member.guild();
        String guildId = EntityPayloads.id(guild.id());
        return common(state, member, bot, data)
                .put("guild_locale", "en-US")
                .put("context", 0)
                .put("authorizing_integration_owners", DataObject.empty().put("0", guildId))
                .put("guild_id", guildId)
                .put(
                        "guild",
                        DataObject.empty()
                                .put("id", guildId)
                                .put("locale", "en-US")
                                .put("features", DataArray.empty()))
                .put("channel", EntityPayloads.channel(member.channel()).put("permissions", Long.toString(ALL)))
                .put("member", member.json());
    }

    /** What a person does in the private channel with the bot: that of a user, since only guilds have members. */
    static DataObject inPrivate(InteractionState state, MockMember person, MockUser bot, DataObject data) {
        return common(state, person, bot, data)
                .put("context", 1)
                .put("authorizing_integration_owners", DataObject.empty().put("0", "0"))
                .put("channel", EntityPayloads.privateChannel(state.channelId, person.user()))
                .put("user", EntityPayloads.user(person.user()));
    }

    private static DataObject common(InteractionState state, MockMember member, MockUser bot, DataObject data) {
        return DataObject.empty()
                .put("id", EntityPayloads.id(state.id))
                .put("application_id", EntityPayloads.id(bot.id()))
                .put("type", state.kind.number)
                .put("version", 1)
                .put("token", state.token)
                .put("locale", member.locale().getLocale())
                .put("entitlements", DataArray.empty())
                .put("app_permissions", Long.toString(ALL))
                .put("channel_id", EntityPayloads.id(state.channelId))
                .put("data", data);
    }

    static DataObject button(String customId) {
        return DataObject.empty().put("component_type", 2).put("custom_id", customId);
    }

    static DataObject stringSelect(String customId, Iterable<String> values) {
        DataArray selected = DataArray.empty();
        values.forEach(selected::add);
        return DataObject.empty()
                .put("component_type", 3)
                .put("custom_id", customId)
                .put("values", selected);
    }
}
