package io.github.jdatasks.mockdiscord;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What exists in the mock Discord: the bot, the guilds and the ids that were given out. */
final class World {
    /** The first second of 2015, in milliseconds of the Unix epoch. */
    private static final long DISCORD_EPOCH = 1_420_070_400_000L;

    private final MockUser bot = new MockUser(101, "mock-bot", true);
    private final MockUser person = MockUser.person(102, "alice");
    private final List<MockGuild> guilds = new CopyOnWriteArrayList<>();
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

    MockGuild guildOfChannel(long channelId) {
        return guilds.stream()
                .filter(guild -> guild.has(channelId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No guild has the channel " + channelId));
    }
}
