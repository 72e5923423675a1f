package io.github.jdatasks.mockdiscord;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import net.dv8tion.jda.api.utils.data.DataObject;

/** What exists in the mock Discord: the bot, the guilds and the ids that were given out. */
final class World {
    /** The first second of 2015, in milliseconds of the Unix epoch. */
    private static final long DISCORD_EPOCH = 1_420_070_400_000L;

    private final MockUser bot = new MockUser(101, "mock-bot", true);
    private final MockUser person = MockUser.person(102, "alice");
    private final List<MockGuild> guilds = new CopyOnWriteArrayList<>();
    private final Changes changes = new Changes();
    private final Messages messages = new Messages(this);
    /** The roles of each guild beside those that every guild has, guarded by {@link #changes}. */
    private final Map<Long, List<MockRole>> roles = new HashMap<>();
    /** By name, guarded by {@link #changes}. */
    private final Map<String, MockUser> people = new HashMap<>();
    /** Everyone who has been seen, by id, guarded by {@link #changes}. */
    private final Map<Long, MockUser> users = new HashMap<>();

    /** The roles that people were last seen with, by the ids of the guild and the person, guarded by {@link #changes}. */
    private final Map<Long, Map<Long, List<Long>>> memberRoles = new HashMap<>();

    /** By the other person's id, guarded by {@link #changes}. */
    private final Map<Long, Long> privateChannels = new HashMap<>();

    private final AtomicInteger ids = new AtomicInteger();
    private final int recommendedShards;

    World(int recommendedShards) {
        if (recommendedShards < 1) {
            throw new IllegalArgumentException("There is at least one shard, not " + recommendedShards);
        }
        this.recommendedShards = recommendedShards;
        for (int shard = 0; shard < recommendedShards; shard++) {
            // Not the shard's own number: 0 is no valid id.
            guilds.add(MockGuild.numbered(recommendedShards + shard));
        }
    }

    MockUser bot() {
        return bot;
    }

    MockUser person() {
        return person;
    }

    /** The person of a name, always the same one. */
    MockUser person(String name) {
        synchronized (changes) {
            return name.equals(person.name())
                    ? person
                    : people.computeIfAbsent(name, unused -> MockUser.person(newId(), name));
        }
    }

    /** Lets the bot find an account. */
    void know(MockUser user) {
        synchronized (changes) {
            users.put(user.id(), user);
        }
    }

    /** Lets the bot find a member with the roles that they have now. */
    void know(MockMember member) {
        List<Long> ids = member.roles().stream().map(MockRole::id).toList();
        synchronized (changes) {
            know(member.user());
            memberRoles
                    .computeIfAbsent(member.guild().id(), unused -> new HashMap<>())
                    .put(member.user().id(), ids);
        }
    }

    /** A member in Discord's JSON, as they were last seen. */
    DataObject member(long guildId, MockUser user) {
        synchronized (changes) {
            return EntityPayloads.member(
                    user, memberRoles.getOrDefault(guildId, Map.of()).getOrDefault(user.id(), List.of()));
        }
    }

    Optional<MockUser> user(long id) {
        synchronized (changes) {
            return id == bot.id() ? Optional.of(bot) : Optional.ofNullable(users.get(id));
        }
    }

    /** The id of the private channel of the bot and another account. */
    long privateChannel(long userId) {
        synchronized (changes) {
            return privateChannels.computeIfAbsent(userId, unused -> newId());
        }
    }

    Changes changes() {
        return changes;
    }

    Messages messages() {
        return messages;
    }

    void addChannel(MockGuild guild, MockChannel channel) {
        guilds.replaceAll(old -> old.id() == guild.id() ? old.with(channel) : old);
    }

    /** All roles of a guild. */
    List<MockRole> roles(MockGuild guild) {
        List<MockRole> all = new ArrayList<>();
        all.add(new MockRole(guild.id(), "@everyone", EntityPayloads.EVERYONE));
        all.add(new MockRole(guild.administratorRole(), "administrators", EntityPayloads.ADMINISTRATOR));
        synchronized (changes) {
            all.addAll(roles.getOrDefault(guild.id(), List.of()));
        }
        return all;
    }

    void addRole(MockGuild guild, MockRole role) {
        synchronized (changes) {
            roles.computeIfAbsent(guild.id(), unused -> new ArrayList<>()).add(role);
        }
    }

    List<MockGuild> guilds() {
        return guilds;
    }

    int recommendedShards() {
        return recommendedShards;
    }

    /** A new id with the present time in it, because JDA tells the age of an interaction by its id. */
    long newId() {
        return (System.currentTimeMillis() - DISCORD_EPOCH) << 22 | (ids.incrementAndGet() & 0x3F_FFFF);
    }

    /** Whether a channel is that of the bot and one person. */
    boolean isPrivate(long channelId) {
        synchronized (changes) {
            return privateChannels.containsValue(channelId);
        }
    }

    MockGuild guildOfChannel(long channelId) {
        return guilds.stream()
                .filter(guild -> guild.has(channelId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No guild has the channel " + channelId));
    }
}
