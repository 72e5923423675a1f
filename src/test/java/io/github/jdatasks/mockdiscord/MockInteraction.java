package io.github.jdatasks.mockdiscord;

import java.time.Duration;
import java.util.function.Predicate;

/** A slash command that was sent to the bot, and the way to wait for the bot's answer. */
public final class MockInteraction {
    private final String command;
    private final long id;
    private final String token;
    private final MockRest rest;

    MockInteraction(String command, long id, String token, MockRest rest) {
        this.command = command;
        this.id = id;
        this.token = token;
        this.rest = rest;
    }

    /**
     * The interaction's id.
     *
     * @return the id
     */
    public long id() {
        return id;
    }

    /**
     * Waits for the bot's first answer, of whatever type.
     *
     * @param timeout how long to wait; Discord itself waits for 3 s
     * @return the request; its body has the {@code type} and the {@code data} of the answer
     * @throws InterruptedException if the thread is interrupted
     * @throws AssertionError if there is none in time
     */
    public RestRequest awaitCallback(Duration timeout) throws InterruptedException {
        String path = "/interactions/" + id + "/[^/]+/callback";
        return await("the first answer to " + command, request -> request.is("POST", path), timeout);
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
        String path = "/webhooks/\\d+/" + token + "(/.*)?";
        return await(
                "what follows the deferred reply to " + command,
                request -> request.path().matches(path),
                timeout);
    }

    private RestRequest await(String what, Predicate<RestRequest> matches, Duration timeout)
            throws InterruptedException {
        return rest.await(what, matches, 1, timeout).get(0);
    }
}
