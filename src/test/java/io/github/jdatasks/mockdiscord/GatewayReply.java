package io.github.jdatasks.mockdiscord;

import java.time.Duration;

/**
 * What the gateway does with an IDENTIFY or a RESUME instead of accepting it at once.
 *
 * @see SessionGroup#answerIdentify(int, GatewayReply)
 * @see SessionGroup#answerResume(int, GatewayReply)
 */
public final class GatewayReply {
    private final Action action;

    private GatewayReply(Action action) {
        this.action = action;
    }

    /**
     * Closes the connection, for instance with 4004 (token refused) or 4014 (intents not allowed).
     *
     * @param code the websocket close code
     * @return the reply
     */
    public static GatewayReply close(int code) {
        return new GatewayReply((connection, accept, threads) -> connection.close(code));
    }

    /**
     * Answers that there is no such session (OP9).
     *
     * @param resumable whether the client is told to try to resume once more
     * @return the reply
     */
    public static GatewayReply invalidSession(boolean resumable) {
        return new GatewayReply(
                (connection, accept, threads) -> connection.send(GatewayPayloads.invalidSession(resumable)));
    }

    /**
     * Never answers; heartbeats are still acknowledged.
     *
     * @return the reply
     */
    public static GatewayReply silence() {
        return new GatewayReply((connection, accept, threads) -> {});
    }

    /**
     * Accepts, but later.
     *
     * @param delay how much later
     * @return the reply
     */
    public static GatewayReply after(Duration delay) {
        return new GatewayReply((connection, accept, threads) -> threads.after(delay, accept));
    }

    /**
     * Accepts when the hold is released.
     *
     * @param hold keeps the client waiting
     * @return the reply
     */
    public static GatewayReply held(Hold hold) {
        return new GatewayReply((connection, accept, threads) -> hold.keep(() -> threads.after(Duration.ZERO, accept)));
    }

    void apply(GatewayConnection connection, Runnable accept, MockThreads threads) {
        action.apply(connection, accept, threads);
    }

    @FunctionalInterface
    private interface Action {
        void apply(GatewayConnection connection, Runnable accept, MockThreads threads);
    }
}
