package io.github.jdatasks.mockdiscord;

import java.time.Duration;

/**
 * A bot's first answer to an interaction.
 *
 * @param type what the bot did
 * @param ephemeral whether only the person who is answered will see the message
 * @param took the time from the interaction to the answer, in real time
 */
public record MockAnswer(Type type, boolean ephemeral, Duration took) {

    /** The types of answers. */
    public enum Type {
        /** A message. */
        REPLY(4),
        /** The promise of a message: "is thinking…". */
        DEFERRED_REPLY(5),
        /** The promise to change the message that has the component, or nothing at all. */
        DEFERRED_UPDATE(6),
        /** A change of the message that has the component. */
        UPDATE(7),
        /** What is offered for an option of a command. */
        CHOICES(8),
        /** A form. */
        MODAL(9);

        private final int number;

        Type(int number) {
            this.number = number;
        }

        static Type of(int number) {
            for (Type type : values()) {
                if (type.number == number) {
                    return type;
                }
            }
            throw new IllegalArgumentException("No type of answers to interactions: " + number);
        }
    }

    /**
     * Tells whether the bot has only promised something so far.
     *
     * @return whether the answer was deferred
     */
    public boolean isDeferred() {
        return type == Type.DEFERRED_REPLY || type == Type.DEFERRED_UPDATE;
    }
}
