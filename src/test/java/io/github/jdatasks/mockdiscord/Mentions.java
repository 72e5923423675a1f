package io.github.jdatasks.mockdiscord;

import java.util.regex.Pattern;
import java.util.stream.LongStream;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;

/** Whom the text of a message addresses. */
final class Mentions {
    private static final Pattern USER = Pattern.compile("<@!?(\\d{1,19})>");
    private static final Pattern ROLE = Pattern.compile("<@&(\\d{1,19})>");

    private Mentions() {}

    /** Puts those who exist into a message in Discord's JSON; without a guild they are no members and there are no roles. */
    static void put(DataObject message, String text, @Nullable MockGuild guild, World world) {
        DataArray users = DataArray.empty();
        ids(USER, text)
                .forEach(id -> world.user(id).ifPresent(user -> {
                    DataObject json = EntityPayloads.user(user);
                    if (guild != null) {
                        DataObject member = world.member(guild.id(), user);
                        member.remove("user");
                        json.put("member", member);
                    }
                    users.add(json);
                }));
        DataArray roles = DataArray.empty();
        if (guild != null) {
            ids(ROLE, text)
                    .filter(id -> world.roles(guild).stream().anyMatch(role -> role.id() == id))
                    .forEach(id -> roles.add(EntityPayloads.id(id)));
        }
        message.put("mentions", users).put("mention_roles", roles);
    }

    /** Whether a message mentions an account. */
    static boolean has(DataObject message, MockUser user) {
        return message.getArray("mentions").stream(DataArray::getObject)
                .anyMatch(mentioned -> mentioned.getUnsignedLong("id") == user.id());
    }

    private static LongStream ids(Pattern mention, String text) {
        return mention.matcher(text)
                .results()
                .mapToLong(each -> Long.parseUnsignedLong(each.group(1)))
                .distinct();
    }
}
