package io.github.jdatasks.mockdiscord;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The messages of the bot in one channel, apart from ephemeral ones: what it sent there, and its replies to commands there.
 *
 * <p>Methods that wait do so for as long as {@link MockDiscord#patience(java.time.Duration)} says.
 *
 * @see MockDiscord#channel(String)
 */
public final class BotMessages {
    private final MockDiscord discord;
    private final World world;
    private final long channelId;
    private final String name;

    BotMessages(MockDiscord discord, World world, long channelId, String name) {
        this.discord = discord;
        this.world = world;
        this.channelId = channelId;
        this.name = name;
    }

    /**
     * The channel.
     *
     * @return its id
     */
    public long id() {
        return channelId;
    }

    /**
     * The messages that the bot has sent so far and not deleted.
     *
     * @return the messages as they are now, in the order in which they were sent
     */
    public List<MockMessage> sent() {
        return snapshots(message -> !message.ephemeral() && !message.deleted() && !message.loading());
    }

    /**
     * Expects a message, now or soon; an edit may make it so.
     *
     * @param content the whole text outside of embeds
     * @return the first such message
     * @throws AssertionError if there is none in time; the message lists what was sent
     */
    public MockMessage assertSent(String content) {
        return await(
                "the message \"" + content + "\"", message -> message.content().equals(content));
    }

    /**
     * Expects a message, now or soon; an edit may make it so.
     *
     * @param matches which message
     * @return the first such message
     * @throws AssertionError if there is none in time; the message lists what was sent
     */
    public MockMessage assertSent(Predicate<MockMessage> matches) {
        return await("a certain message", matches);
    }

    /**
     * Expects a number of messages, now or soon.
     *
     * @param count how many, at least
     * @return the first ones, as they are now
     * @throws AssertionError if there are fewer in time; the message lists them
     */
    public List<MockMessage> assertSent(int count) {
        return discord.changes()
                .await(
                        (count == 1 ? "a message" : count + " messages") + " of the bot in " + name,
                        discord.patience(),
                        () -> {
                            List<MockMessage> sent = sent();
                            return sent.size() < count ? Optional.empty() : Optional.of(sent.subList(0, count));
                        },
                        this::received);
    }

    /**
     * Expects that the bot has sent nothing so far. It does not wait: make sure that the bot has handled what could have made
     * it write, for instance by a reply that it gives afterwards.
     *
     * @throws AssertionError if there is a message; it is listed
     */
    public void assertNothingSent() {
        List<MockMessage> sent = sent();
        if (!sent.isEmpty()) {
            throw new AssertionError("Nothing was expected in " + name + ", but the bot sent " + sent);
        }
    }

    @Override
    public String toString() {
        return name + ": " + sent();
    }

    private MockMessage await(String what, Predicate<MockMessage> matches) {
        return discord.changes()
                .await(
                        what + " in " + name,
                        discord.patience(),
                        () -> sent().stream().filter(matches).findFirst(),
                        this::received);
    }

    private String received() {
        List<MockMessage> sent = sent();
        List<MockMessage> elsewhere = snapshotsOfBot(message -> message.channelId() != channelId);
        return (sent.isEmpty() ? "nothing" : sent) + (elsewhere.isEmpty() ? "" : "; in other channels " + elsewhere);
    }

    private List<MockMessage> snapshots(Predicate<Messages.Stored> which) {
        return snapshotsOfBot(message -> message.channelId() == channelId && which.test(message));
    }

    private List<MockMessage> snapshotsOfBot(Predicate<Messages.Stored> which) {
        synchronized (discord.changes()) {
            return world.messages()
                    .snapshots(message -> message.authorId() == world.bot().id() && which.test(message));
        }
    }
}
