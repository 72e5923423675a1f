package io.github.jdatasks.mockdiscord;

import java.util.ArrayList;
import java.util.List;

/**
 * A guild that the bot owns, so that it may do everything there.
 *
 * @param id the guild's id; the guild belongs to the shard {@code (id >> 22) % shards}
 * @param name the guild's name
 * @param channels the text channels, at least one
 */
public record MockGuild(long id, String name, List<MockChannel> channels) {

    /**
     * Creates a guild.
     *
     * @param id the guild's id
     * @param name the guild's name
     * @param channels the text channels, at least one
     */
    public MockGuild {
        if (channels.isEmpty()) {
            throw new IllegalArgumentException("A guild needs a text channel");
        }
        channels = List.copyOf(channels);
    }

    /**
     * A guild with one channel, {@code general}.
     *
     * @param number any positive number that is unique among the guilds; the guild belongs to the shard
     *     {@code number % shards}
     * @return the guild
     */
    public static MockGuild numbered(int number) {
        long id = (long) number << 22;
        return new MockGuild(id, "guild-" + number, List.of(new MockChannel(id + 1, "general")));
    }

    /**
     * The first text channel.
     *
     * @return the channel
     */
    public MockChannel channel() {
        return channels.get(0);
    }

    MockGuild with(MockChannel channel) {
        List<MockChannel> more = new ArrayList<>(channels);
        more.add(channel);
        return new MockGuild(id, name, more);
    }

    /** The role of the guild's administrators; its id lies between those of two numbered guilds. */
    long administratorRole() {
        return id + 2_000_000;
    }

    int shard(int total) {
        return (int) ((id >>> 22) % total);
    }

    boolean has(long channelId) {
        return channels.stream().anyMatch(channel -> channel.id() == channelId);
    }
}
