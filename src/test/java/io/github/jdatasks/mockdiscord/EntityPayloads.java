package io.github.jdatasks.mockdiscord;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;

/** Discord's JSON for users, guilds and messages, with the keys that JDA 5.6 and 6.5 need. */
final class EntityPayloads {
    /** View channels, send messages, read the history, use application commands. */
    static final long EVERYONE = 1L << 10 | 1L << 11 | 1L << 16 | 1L << 31;

    static final long ADMINISTRATOR = 1L << 3;

    private static final int ROLES_AT_MOST = 250;

    private static final String LONG_AGO = "2020-01-01T00:00:00Z";

    private EntityPayloads() {}

    static DataObject user(MockUser user) {
        return DataObject.empty()
                .put("id", id(user.id()))
                .put("username", user.name())
                .put("discriminator", "0")
                .put("global_name", null)
                .put("avatar", null)
                .put("bot", user.bot())
                .put("flags", 0);
    }

    static DataObject member(MockUser user, Collection<Long> roles) {
        DataArray roleIds = DataArray.empty();
        roles.forEach(role -> roleIds.add(id(role)));
        return DataObject.empty()
                .put("user", user(user))
                .put("roles", roleIds)
                .put("joined_at", LONG_AGO)
                .put("deaf", false)
                .put("mute", false)
                .put("flags", 0);
    }

    /** A member with what the roles permit. */
    static DataObject member(MockMember member) {
        long permissions = EVERYONE;
        List<Long> ids = new ArrayList<>();
        for (MockRole role : member.roles()) {
            permissions |= role.permissions();
            ids.add(role.id());
        }
        boolean all = (permissions & ADMINISTRATOR) != 0;
        return member(member.user(), ids)
                .put("permissions", Long.toString(all ? InteractionPayloads.ALL : permissions));
    }

    static DataObject guild(MockGuild guild, MockUser bot, List<MockRole> roles) {
        DataArray roleList = DataArray.empty();
        for (int i = 0; i < roles.size(); i++) {
            roleList.add(role(roles.get(i), i));
        }
        DataArray channels = DataArray.empty();
        guild.channels().forEach(channel -> channels.add(channel(channel)));
        return DataObject.empty()
                .put("id", id(guild.id()))
                .put("name", guild.name())
                .put("owner_id", id(bot.id()))
                .put("unavailable", false)
                .put("joined_at", LONG_AGO)
                .put("member_count", 1)
                .put("large", false)
                .put("afk_timeout", 300)
                .put("verification_level", 0)
                .put("default_message_notifications", 0)
                .put("explicit_content_filter", 0)
                .put("mfa_level", 0)
                .put("nsfw_level", 0)
                .put("premium_tier", 0)
                .put("preferred_locale", "en-US")
                .put("system_channel_flags", 0)
                .put("roles", roleList)
                .put("members", DataArray.empty().add(member(bot, List.of())))
                .put("channels", channels)
                .put("features", DataArray.empty())
                .put("threads", DataArray.empty())
                .put("emojis", DataArray.empty())
                .put("stickers", DataArray.empty())
                .put("presences", DataArray.empty())
                .put("voice_states", DataArray.empty())
                .put("stage_instances", DataArray.empty())
                .put("guild_scheduled_events", DataArray.empty())
                .put("soundboard_sounds", DataArray.empty());
    }

    static DataObject unavailableGuild(MockGuild guild) {
        return DataObject.empty().put("id", id(guild.id())).put("unavailable", true);
    }

    static DataObject leftGuild(MockGuild guild) {
        return DataObject.empty().put("id", id(guild.id()));
    }

    static DataObject channel(MockChannel channel) {
        return DataObject.empty()
                .put("id", id(channel.id()))
                .put("type", 0)
                .put("name", channel.name())
                .put("position", 0)
                .put("permission_overwrites", DataArray.empty());
    }

    static DataObject privateChannel(long id, MockUser recipient) {
        return DataObject.empty()
                .put("id", id(id))
                .put("type", 1)
                .put("recipients", DataArray.empty().add(user(recipient)));
    }

    /** A message as the REST side answers with it; the gateway's form also has a guild and a member. */
    static DataObject message(long id, long channelId, MockUser author, String content) {
        return DataObject.empty()
                .put("id", id(id))
                .put("channel_id", id(channelId))
                .put("type", 0)
                .put("content", content)
                .put("author", user(author))
                .put("timestamp", Instant.now().toString())
                .put("edited_timestamp", null)
                .put("flags", 0)
                .put("tts", false)
                .put("pinned", false)
                .put("mention_everyone", false)
                .put("mentions", DataArray.empty())
                .put("mention_roles", DataArray.empty())
                .put("attachments", DataArray.empty())
                .put("embeds", DataArray.empty())
                .put("components", DataArray.empty());
    }

    static String id(long id) {
        return Long.toUnsignedString(id);
    }

    /** A role; as in Discord, one that was made later is below those that were there, and that of everyone below all. */
    static DataObject role(MockRole role, int age) {
        int position = age == 0 ? 0 : ROLES_AT_MOST - age;
        DataObject colors = DataObject.empty()
                .put("primary_color", 0)
                .put("secondary_color", null)
                .put("tertiary_color", null);
        // JDA 5 reads "color", JDA 6 reads "colors".
        return DataObject.empty()
                .put("id", id(role.id()))
                .put("name", role.name())
                .put("permissions", Long.toString(role.permissions()))
                .put("position", position)
                .put("color", 0)
                .put("colors", colors)
                .put("hoist", false)
                .put("managed", false)
                .put("mentionable", false)
                .put("flags", 0);
    }
}
