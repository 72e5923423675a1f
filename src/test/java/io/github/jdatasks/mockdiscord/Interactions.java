package io.github.jdatasks.mockdiscord;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;

/** What people did with the bot, and what it answered: the routes for callbacks and for the webhooks of interactions. */
final class Interactions {
    /** Discord waits that long for the first answer, */
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(3);
    /** and takes edits and further messages that long. */
    private static final Duration TOKEN = Duration.ofMinutes(15);

    private static final RestAnswer UNKNOWN_INTERACTION = RestAnswer.error(404, 10062, "Unknown interaction");
    private static final RestAnswer ACKNOWLEDGED =
            RestAnswer.error(400, 40060, "Interaction has already been acknowledged.");
    private static final RestAnswer UNKNOWN_WEBHOOK = RestAnswer.error(404, 10015, "Unknown Webhook");
    private static final RestAnswer UNKNOWN_MESSAGE = RestAnswer.error(404, 10008, "Unknown Message");
    private static final RestAnswer TOKEN_EXPIRED = RestAnswer.error(401, 50027, "Invalid Webhook Token");
    private static final RestAnswer INVALID_BODY = RestAnswer.error(400, 50035, "Invalid Form Body");

    private static final int REPLY = 4;
    private static final int DEFERRED_REPLY = 5;
    private static final int DEFERRED_UPDATE = 6;
    private static final int UPDATE = 7;

    private final World world;
    /** Guarded by the lock of {@link Changes}. */
    private final Map<String, InteractionState> byToken = new HashMap<>();

    Interactions(World world, RouteTable routes) {
        this.world = world;
        String callback = "/interactions/" + RouteTable.ID + "/([^/]+)/callback";
        String webhook = "/webhooks/" + RouteTable.ID + "/([^/]+)";
        String message = webhook + "/messages/([^/]+)";
        routes.add("POST", callback, this::callback);
        routes.add("POST", webhook, call -> known(call, this::followUp));
        routes.add("GET", message, call -> known(call, Interactions::read));
        routes.add("PATCH", message, call -> known(call, this::edit));
        routes.add("DELETE", message, call -> known(call, this::delete));
    }

    void remember(InteractionState state) {
        synchronized (world.changes()) {
            byToken.put(state.token, state);
        }
    }

    private RestAnswer callback(RouteTable.Call call) {
        InteractionState state = byToken.get(call.group(2));
        if (state == null || state.id != call.id(1)) {
            return UNKNOWN_INTERACTION;
        }
        DataObject body = call.json();
        int type = body.getInt("type");
        RestAnswer refusal = refusal(state, type);
        if (refusal != null) {
            state.note("an answer of type " + type + ", refused with " + refusal.json());
            world.changes().happened();
            return refusal;
        }
        state.answer = type;
        state.took = state.elapsed();
        state.data = body.optObject("data").orElseGet(DataObject::empty);
        state.ephemeral = (state.data.getInt("flags", 0) & MockMessage.EPHEMERAL) != 0;
        state.note(MockAnswer.Type.of(type).toString());
        switch (type) {
            case REPLY -> state.original = world.messages().sent(state.channelId, state.data);
            case DEFERRED_REPLY -> {
                state.data.put("flags", state.data.getInt("flags", 0) | MockMessage.LOADING);
                state.original = world.messages().sent(state.channelId, state.data);
            }
            case DEFERRED_UPDATE -> state.updatePending = true;
            case UPDATE -> {
                if (state.original != null) {
                    world.messages().edit(state.original, state.data);
                }
            }
            default -> {
                // Choices and modals are no messages.
            }
        }
        world.changes().happened();
        return call.query().contains("with_response=true") ? response(state) : RestAnswer.NONE;
    }

    private static @Nullable RestAnswer refusal(InteractionState state, int type) {
        if (state.answer != 0) {
            return ACKNOWLEDGED;
        }
        if (state.age.compareTo(FIRST_ANSWER) >= 0) {
            return UNKNOWN_INTERACTION;
        }
        return state.takes(type) ? null : INVALID_BODY;
    }

    private static RestAnswer response(InteractionState state) {
        DataObject resource = DataObject.empty().put("type", state.answer);
        if (state.original != null && state.answer != DEFERRED_UPDATE) {
            resource.put("message", state.original.json());
        }
        DataObject interaction =
                DataObject.empty().put("id", EntityPayloads.id(state.id)).put("type", state.kind.number);
        return RestAnswer.ok(DataObject.empty().put("interaction", interaction).put("resource", resource));
    }

    /** Answers by the state of the interaction; a webhook that is none of an interaction takes every message. */
    private RestAnswer known(RouteTable.Call call, Handler handler) {
        InteractionState state = byToken.get(call.group(2));
        if (state == null) {
            return call.isMethod("POST")
                    ? RestAnswer.ok(world.messages()
                            .sent(world.guilds().get(0).channel().id(), call.json())
                            .json())
                    : UNKNOWN_MESSAGE;
        }
        RestAnswer answer;
        if (state.age.compareTo(TOKEN) >= 0) {
            answer = TOKEN_EXPIRED;
        } else if (state.answer == 0) {
            answer = UNKNOWN_WEBHOOK;
        } else {
            answer = handler.apply(state, call);
        }
        String what = call.method() + " " + call.path().replaceFirst(".*" + call.group(2), "…");
        state.note(answer.status() < 300 ? what : what + ", refused with " + answer.json());
        world.changes().happened();
        return answer;
    }

    private RestAnswer followUp(InteractionState state, RouteTable.Call call) {
        DataObject body = call.json();
        Messages.Stored original = state.original;
        if (original != null && original.loading()) {
            // As Discord does: the first further message takes the place of the deferred one.
            world.messages().edit(original, body);
            return RestAnswer.ok(original.json());
        }
        Messages.Stored message = world.messages().sent(state.channelId, body);
        state.followUps.add(message);
        return RestAnswer.ok(message.json());
    }

    private static RestAnswer read(InteractionState state, RouteTable.Call call) {
        Messages.Stored message = message(state, call);
        return message == null ? UNKNOWN_MESSAGE : RestAnswer.ok(message.json());
    }

    private RestAnswer edit(InteractionState state, RouteTable.Call call) {
        Messages.Stored message = message(state, call);
        if (message == null) {
            return UNKNOWN_MESSAGE;
        }
        world.messages().edit(message, call.json());
        state.updatePending &= message != state.original;
        return RestAnswer.ok(message.json());
    }

    private RestAnswer delete(InteractionState state, RouteTable.Call call) {
        Messages.Stored message = message(state, call);
        if (message == null) {
            return UNKNOWN_MESSAGE;
        }
        world.messages().delete(message);
        state.updatePending &= message != state.original;
        return RestAnswer.NONE;
    }

    private static Messages.@Nullable Stored message(InteractionState state, RouteTable.Call call) {
        Messages.Stored message = call.group(3).equals("@original") ? state.original : state.message(call.id(3));
        return message == null || message.deleted() ? null : message;
    }

    @FunctionalInterface
    private interface Handler {
        RestAnswer apply(InteractionState state, RouteTable.Call call);
    }
}
