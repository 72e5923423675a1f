package io.github.jdatasks.mockdiscord;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;

/** All messages, those of people too; every method is called with the lock of {@link Changes} held. */
final class Messages {
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
        message.json.put("flags", flags & ~MockMessage.LOADING);
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

    private static void put(DataObject message, DataObject body) {
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
