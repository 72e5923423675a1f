package io.github.jdatasks.mockdiscord;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;

/** What has become of one interaction; every field is guarded by the lock of {@link Changes}. */
final class InteractionState {
    /** What a person has done, with the answers that Discord takes. */
    enum Kind {
        COMMAND(2),
        COMPONENT(3),
        AUTOCOMPLETE(4),
        MODAL(5);

        final int number;

        Kind(int number) {
            this.number = number;
        }
    }

    final Kind kind;
    final String what;
    final long id;
    final String token;
    final long channelId;
    final long sentNanos = System.nanoTime();
    /** Everything that the bot did, for messages. */
    final List<String> log = new ArrayList<>();

    final List<Messages.Stored> followUps = new ArrayList<>();
    /** The message that a component belongs to, which stays within reach after a reply. */
    final Messages.@Nullable Stored source;
    /** The message that is the answer, or the one that a component belongs to. */
    Messages.@Nullable Stored original;

    Duration age = Duration.ZERO;
    /** The type of the bot's first answer, or 0. */
    int answer;

    boolean ephemeral;
    /** Whether the original is still to be changed after a deferred update. */
    boolean updatePending;

    Duration took = Duration.ZERO;
    DataObject data = DataObject.empty();

    InteractionState(
            Kind kind, String what, long id, String token, long channelId, Messages.@Nullable Stored original) {
        this.kind = kind;
        this.what = what;
        this.id = id;
        this.token = token;
        this.channelId = channelId;
        this.source = original;
        this.original = original;
    }

    /** Returns a message that the bot reaches by this interaction, or null. */
    Messages.@Nullable Stored message(long messageId) {
        return Stream.concat(Stream.of(source, original).filter(Objects::nonNull), followUps.stream())
                .filter(message -> message.id() == messageId)
                .findFirst()
                .orElse(null);
    }

    /** Whether an answer of a type fits what the person did. */
    boolean takes(int type) {
        return switch (type) {
            case 4, 5 -> kind != Kind.AUTOCOMPLETE;
            case 6, 7 -> original != null;
            case 8 -> kind == Kind.AUTOCOMPLETE;
            case 9 -> kind == Kind.COMMAND || kind == Kind.COMPONENT;
            default -> false;
        };
    }

    void note(String what) {
        log.add(what + " after " + elapsed().toMillis() + " ms");
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - sentNanos);
    }

    List<MockChoice> choices() {
        return data.optArray("choices").orElseGet(DataArray::empty).stream(DataArray::getObject)
                .map(MockChoice::of)
                .toList();
    }
}
