package io.github.jdatasks.mockdiscord;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;

/** All messages, those of people too; every method is called with the lock of {@link Changes} held. */
final class Messages {
    private static final int SUPPRESS_EMBEDS = 1 << 2;
    /** The flags that an edit may set; that of the newer components stays. */
    private static final int EDITABLE = SUPPRESS_EMBEDS | (1 << 15);

    private static final int REPLY = 19;

    private final World world;
    private final Map<Long, Stored> all = new LinkedHashMap<>();

    Messages(World world) {
        this.world = world;
    }

    /** Stores a message of the bot. */
    Stored sent(long channelId, DataObject body) {
        Stored message = add(EntityPayloads.message(world.newId(), channelId, world.bot(), ""));
        message.json.put("flags", body.getInt("flags", 0));
        put(message.json, body);
        reply(message.json, body);
        world.changes().happened();
        return message;
    }

    /** Stores a message in Discord's JSON. */
    Stored add(DataObject json) {
        Stored message = new Stored(json);
        all.put(message.id(), message);
        world.changes().happened();
        return message;
    }

    /** Changes what the body has, as PATCH does. */
    void edit(Stored message, DataObject body) {
        int flags = message.json.getInt("flags", 0);
        put(message.json, body);
        if ((flags & MockMessage.LOADING) == 0) {
            message.edits++;
            message.json.put("edited_timestamp", Instant.now().toString());
        }
        int kept = body.hasKey("flags") ? (flags & ~SUPPRESS_EMBEDS) | (body.getInt("flags", 0) & EDITABLE) : flags;
        message.json.put("flags", kept & ~MockMessage.LOADING);
        world.changes().happened();
    }

    void delete(Stored message) {
        message.deleted = true;
        world.changes().happened();
    }

    void react(Stored message, String emoji, MockUser user) {
        message.reactions
                .computeIfAbsent(emoji, unused -> new LinkedHashSet<>())
                .add(user);
        reacted(message);
    }

    void unreact(Stored message, String emoji, MockUser user) {
        message.reactions.getOrDefault(emoji, new LinkedHashSet<>()).remove(user);
        reacted(message);
    }

    /** Removes all reactions, or those with one emoji. */
    void clearReactions(Stored message, @Nullable String emoji) {
        if (emoji == null) {
            message.reactions.clear();
        } else {
            message.reactions.remove(emoji);
        }
        reacted(message);
    }

    /** An emoji in Discord's JSON; one of a guild is its name, a colon and its id. */
    static DataObject emoji(String emoji) {
        int colon = emoji.lastIndexOf(':');
        return DataObject.empty()
                .put("id", colon < 0 ? null : emoji.substring(colon + 1))
                .put("name", colon < 0 ? emoji : emoji.substring(0, colon));
    }

    private void reacted(Stored message) {
        message.reactions.values().removeIf(Set::isEmpty);
        DataArray reactions = DataArray.empty();
        message.reactions.forEach((emoji, users) -> reactions.add(DataObject.empty()
                .put("emoji", emoji(emoji))
                .put("count", users.size())
                .put(
                        "count_details",
                        DataObject.empty().put("normal", users.size()).put("burst", 0))
                .put("me", users.contains(world.bot()))
                .put("me_burst", false)
                .put("burst_colors", DataArray.empty())));
        message.json.put("reactions", reactions);
        world.changes().happened();
    }

    /** Returns a message that exists, or null. */
    @Nullable Stored find(long id) {
        Stored message = all.get(id);
        return message == null || message.deleted ? null : message;
    }

    /** Returns a message that was sent to a channel and exists, or null. */
    @Nullable Stored find(long channelId, long id) {
        Stored message = find(id);
        return message == null || message.ephemeral() || message.channelId() != channelId ? null : message;
    }

    /** Returns messages in the order in which they were sent. */
    List<Stored> all(Predicate<Stored> which) {
        return all.values().stream().filter(which).toList();
    }

    /** Returns messages as they are now, in the order in which they were sent. */
    List<MockMessage> snapshots(Predicate<Stored> which) {
        return all.values().stream().filter(which).map(Stored::snapshot).toList();
    }

    private void put(DataObject message, DataObject body) {
        if (body.hasKey("content")) {
            message.put("content", body.getString("content", ""));
        }
        if (body.hasKey("embeds")) {
            DataArray embeds = body.optArray("embeds").orElseGet(DataArray::empty);
            embeds.stream(DataArray::getObject).forEach(embed -> embed.put("type", "rich"));
            message.put("embeds", embeds);
        }
        if (body.hasKey("components")) {
            DataArray components = body.optArray("components").orElseGet(DataArray::empty);
            number(components, 1);
            message.put("components", components);
        }
        if (body.hasKey("attachments")) {
            message.put("attachments", attachments(message, body));
        }
    }

    /** Returns those of the message that the body keeps, and those that come with it. */
    private DataArray attachments(DataObject message, DataObject body) {
        DataArray attachments = DataArray.empty();
        body.optArray("attachments").orElseGet(DataArray::empty).stream(DataArray::getObject)
                .forEach(described -> message.getArray("attachments").stream(DataArray::getObject)
                        .filter(old -> old.getString("id").equals(described.getString("id")))
                        .findFirst()
                        .or(() -> Optional.of(described)
                                .filter(file -> file.hasKey("size"))
                                .map(this::attachment))
                        .ifPresent(attachments::add));
        return attachments;
    }

    private DataObject attachment(DataObject described) {
        String id = EntityPayloads.id(world.newId());
        String name = described.getString("filename");
        // A domain that does not exist: no test shall download from the real one.
        String url = "https://mock-discord.invalid/attachments/" + id + "/" + name;
        return DataObject.empty()
                .put("id", id)
                .put("filename", name)
                .put("description", described.getString("description", null))
                .put("size", described.getInt("size"))
                .put("url", url)
                .put("proxy_url", url);
    }

    /** Lets a message answer another one of its channel; as in Discord, it is sent without one that is gone. */
    private void reply(DataObject message, DataObject body) {
        long channelId = message.getUnsignedLong("channel_id");
        Stored answered = body.optObject("message_reference")
                .filter(reference -> reference.getInt("type", 0) == 0)
                .map(reference -> find(channelId, reference.getUnsignedLong("message_id")))
                .orElse(null);
        if (answered == null) {
            return;
        }
        DataObject reference = DataObject.empty()
                .put("type", 0)
                .put("message_id", EntityPayloads.id(answered.id()))
                .put("channel_id", EntityPayloads.id(channelId));
        world.guilds().stream()
                .filter(guild -> guild.has(channelId))
                .forEach(guild -> reference.put("guild_id", EntityPayloads.id(guild.id())));
        DataObject original = DataObject.fromJson(answered.json.toString());
        original.remove("referenced_message");
        message.put("type", REPLY).put("message_reference", reference).put("referenced_message", original);
    }

    /** Gives the components the ids that the bot has not, as Discord does. */
    private static int number(DataArray components, int first) {
        int next = first;
        for (int i = 0; i < components.length(); i++) {
            DataObject component = components.getObject(i);
            if (component.getInt("id", 0) == 0) {
                component.put("id", next);
            }
            next++;
            if (component.hasKey("components")) {
                next = number(component.getArray("components"), next);
            }
        }
        return next;
    }

    /** A message and what has become of it. */
    static final class Stored {
        private final DataObject json;
        private final Map<String, Set<MockUser>> reactions = new LinkedHashMap<>();
        private int edits;
        private boolean deleted;

        private Stored(DataObject json) {
            this.json = json;
        }

        long id() {
            return json.getUnsignedLong("id");
        }

        long channelId() {
            return json.getUnsignedLong("channel_id");
        }

        long authorId() {
            return json.getObject("author").getUnsignedLong("id");
        }

        boolean ephemeral() {
            return (json.getInt("flags", 0) & MockMessage.EPHEMERAL) != 0;
        }

        boolean loading() {
            return (json.getInt("flags", 0) & MockMessage.LOADING) != 0;
        }

        boolean deleted() {
            return deleted;
        }

        /** Who reacted with an emoji. */
        Set<MockUser> reactions(String emoji) {
            return reactions.getOrDefault(emoji, Set.of());
        }

        DataObject json() {
            return json;
        }

        MockMessage snapshot() {
            Map<String, List<String>> names = new LinkedHashMap<>();
            reactions.forEach((emoji, users) ->
                    names.put(emoji, users.stream().map(MockUser::name).toList()));
            return new MockMessage(json, edits, deleted, names);
        }
    }
}
