package io.github.jdatasks.mockdiscord;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Something that a person did with the bot, such as a slash command or a click on a button, and what the bot made of it.
 *
 * <p>Methods without a timeout wait for as long as {@link MockDiscord#patience(Duration)} says.
 */
public final class MockInteraction {
    private final InteractionState state;
    private final MockDiscord discord;

    MockInteraction(InteractionState state, MockDiscord discord) {
        this.state = state;
        this.discord = discord;
    }

    /**
     * The interaction's id.
     *
     * @return the id
     */
    public long id() {
        return state.id;
    }

    /**
     * Waits for the bot's first answer that Discord took.
     *
     * @return what it was
     * @throws AssertionError if there is none in time
     */
    public MockAnswer answer() {
        return await(
                "an answer to",
                () -> state.answer == 0
                        ? Optional.empty()
                        : Optional.of(new MockAnswer(MockAnswer.Type.of(state.answer), state.ephemeral, state.took)));
    }

    /**
     * Waits for the message that the person sees in the end: the reply, at once or deferred; or the message that has the
     * button, as the bot changed it.
     *
     * @return the message as it is now
     * @throws AssertionError if there is none in time; the message says what the bot did instead
     */
    public MockMessage reply() {
        return reply("a reply to", message -> true);
    }

    /**
     * Waits for an edit of the reply, such as a progress bar that is full.
     *
     * @param matches tells whether the message is as expected
     * @return the message
     * @throws AssertionError if it does not become so in time; the message says how it is
     */
    public MockMessage reply(Predicate<MockMessage> matches) {
        return reply("a certain reply to", matches);
    }

    /**
     * Waits for messages that the bot sends after its first answer. The first one after a deferred reply is the reply.
     *
     * @param count how many
     * @return the first messages, as they are now
     * @throws AssertionError if there are fewer in time
     */
    public List<MockMessage> followUps(int count) {
        return await(
                (count == 1 ? "a message that follows" : count + " messages that follow") + " the answer to",
                () -> state.followUps.size() < count
                        ? Optional.empty()
                        : Optional.of(state.followUps.stream()
                                .limit(count)
                                .map(Messages.Stored::snapshot)
                                .toList()));
    }

    /**
     * Waits for what the bot offers for an option that is being typed.
     *
     * @return the choices, in order
     * @throws AssertionError if there are none in time
     * @see MockMember#type(SlashCall, String, String)
     */
    public List<MockChoice> choices() {
        MockAnswer answer = answer();
        if (answer.type() != MockAnswer.Type.CHOICES) {
            throw new AssertionError("Choices were expected, but the bot's answer is " + answer);
        }
        return state.choices();
    }

    /**
     * Waits for the form that the bot shows.
     *
     * @return the form
     * @throws AssertionError if there is none in time
     * @see MockMember#submit(MockInteraction, Map)
     */
    public MockModal modal() {
        MockAnswer answer = answer();
        if (answer.type() != MockAnswer.Type.MODAL) {
            throw new AssertionError("A modal was expected, but the bot's answer is " + answer);
        }
        return MockModal.of(state.data);
    }

    /** The message that has the button, if the person clicked one. */
    Optional<MockMessage> message() {
        synchronized (discord.changes()) {
            return Optional.ofNullable(state.original).map(Messages.Stored::snapshot);
        }
    }

    /**
     * Makes the interaction older, without waiting: Discord refuses a first answer after 3 s ("Unknown interaction",
     * 10062), and all edits and further messages after 15 min ("Invalid Webhook Token", 50027). Real time does not count,
     * so that a test cannot fail because the machine is slow.
     *
     * @param duration how much older
     * @return this
     */
    public MockInteraction letPass(Duration duration) {
        synchronized (discord.changes()) {
            state.age = state.age.plus(duration);
        }
        return this;
    }

    /**
     * Everything that the bot did with the interaction, also what was refused.
     *
     * @return a line for each request that was not made to fail, in order
     */
    public List<String> log() {
        synchronized (discord.changes()) {
            return List.copyOf(state.log);
        }
    }

    /**
     * Waits for the request with the bot's first answer, of any type, even if it was refused or made to fail;
     * {@link #answer()} is the one that Discord took.
     *
     * @param timeout how long to wait; Discord itself waits for 3 s
     * @return the request; its body has the {@code type} and the {@code data} of the answer
     * @throws InterruptedException if the thread is interrupted
     * @throws AssertionError if there is none in time
     */
    public RestRequest awaitCallback(Duration timeout) throws InterruptedException {
        String path = "/interactions/" + state.id + "/[^/]+/callback";
        return await("the first answer to " + state.what, request -> request.is("POST", path), timeout);
    }

    /**
     * Waits for the text that the bot replies with at once.
     *
     * @param timeout how long to wait; Discord itself waits for 3 s
     * @return the reply's text, or an empty string if the first answer has none
     * @throws InterruptedException if the thread is interrupted
     * @throws AssertionError if there is no answer in time
     */
    public String awaitReply(Duration timeout) throws InterruptedException {
        return awaitCallback(timeout)
                .json()
                .optObject("data")
                .map(data -> data.getString("content", ""))
                .orElse("");
    }

    /**
     * Waits for what follows a deferred reply: an edit of it or a further message.
     *
     * @param timeout how long to wait
     * @return the request; its body is the message
     * @throws InterruptedException if the thread is interrupted
     * @throws AssertionError if there is none in time
     */
    public RestRequest awaitFollowUp(Duration timeout) throws InterruptedException {
        String path = "/webhooks/\\d+/" + state.token + "(/.*)?";
        return await(
                "what follows the deferred reply to " + state.what,
                request -> request.path().matches(path),
                timeout);
    }

    private RestRequest await(String what, Predicate<RestRequest> matches, Duration timeout)
            throws InterruptedException {
        return discord.rest().await(what, matches, 1, timeout).get(0);
    }

    private MockMessage reply(String what, Predicate<MockMessage> matches) {
        return await(what, () -> {
            Messages.Stored original = state.original;
            if (original == null || state.answer == 0 || original.loading() || state.updatePending) {
                return Optional.empty();
            }
            return Optional.of(original.snapshot()).filter(matches);
        });
    }

    private <T> T await(String what, Supplier<Optional<T>> probe) {
        return discord.changes().await(what + " " + state.what, discord.patience(), probe, this::received);
    }

    private String received() {
        return (state.log.isEmpty() ? "nothing" : String.join("; ", state.log))
                + (state.original == null ? "" : "; the message is " + state.original.snapshot());
    }

    @Override
    public String toString() {
        return state.what;
    }
}
