package io.github.jdatasks.mockdiscord;

import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;

/** Discord's JSON for slash commands in use. */
final class InteractionPayloads {
    /** The type of a callback that replies with a message at once. */
    static final int REPLY = 4;
    /** The type of a callback that promises a message for later. */
    static final int DEFERRED_REPLY = 5;

    private static final String ALL = Long.toString((1L << 50) - 1);

    private InteractionPayloads() {}

    static DataObject slash(long id, String token, SlashCall call, World world) {
        MockGuild guild = call.guildOr(world.guilds().get(0));
        MockUser user = call.userOr(world.person());
        String guildId = EntityPayloads.id(guild.id());
        DataObject channel = EntityPayloads.channel(guild.channel()).put("permissions", ALL);
        DataObject member = call.administrator()
                ? EntityPayloads.member(user, guild.administratorRole()).put("permissions", ALL)
                : EntityPayloads.member(user).put("permissions", Long.toString(EntityPayloads.EVERYONE));
        return DataObject.empty()
                .put("id", EntityPayloads.id(id))
                .put("application_id", EntityPayloads.id(world.bot().id()))
                .put("type", 2)
                .put("version", 1)
                .put("token", token)
                .put("locale", "en-US")
                .put("guild_locale", "en-US")
                .put("context", 0)
                .put("authorizing_integration_owners", DataObject.empty().put("0", guildId))
                .put("entitlements", DataArray.empty())
                .put("app_permissions", ALL)
                .put("guild_id", guildId)
                .put(
                        "guild",
                        DataObject.empty()
                                .put("id", guildId)
                                .put("locale", "en-US")
                                .put("features", DataArray.empty()))
                .put("channel_id", EntityPayloads.id(guild.channel().id()))
                .put("channel", channel)
                .put("member", member)
                .put("data", call.data(world.newId()));
    }
}
