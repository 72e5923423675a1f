package io.github.jdatasks.mockdiscord;

import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;

/** The usual answers of the REST side, apart from those to interactions. */
final class RestRoutes {
    private static final RestAnswer UNKNOWN_MESSAGE = RestAnswer.error(404, 10008, "Unknown Message");

    private final RouteTable routes;
    private final World world;
    private final String gatewayUrl;
    private final CommandRoutes commands;
    private final Interactions interactions;

    RestRoutes(World world, String gatewayUrl) {
        this.world = world;
        this.gatewayUrl = gatewayUrl;
        routes = new RouteTable(world.changes());
        commands = new CommandRoutes(world, routes);
        interactions = new Interactions(world, routes);
        routes.add("GET", "/users/@me", call -> RestAnswer.ok(EntityPayloads.user(world.bot())));
        routes.add("GET", "/gateway/bot", call -> RestAnswer.ok(gateway()));
        routes.add("POST", "/users/@me/channels", this::openPrivateChannel);
        String messages = "/channels/" + RouteTable.ID + "/messages";
        String message = messages + "/" + RouteTable.ID;
        routes.add(
                "POST",
                messages,
                call -> RestAnswer.ok(
                        world.messages().sent(call.id(1), call.json()).json()));
        routes.add("PATCH", message, this::editMessage);
        routes.add("GET", message, this::readMessage);
        routes.add("DELETE", message, this::deleteMessage);
        routes.add("POST", "/channels/" + RouteTable.ID + "/typing", call -> RestAnswer.NONE);
        routes.add("PUT", message + "/reactions/.*", call -> RestAnswer.NONE);
    }

    CommandRoutes commands() {
        return commands;
    }

    Interactions interactions() {
        return interactions;
    }

    RestAnswer answer(RestRequest request) {
        return routes.answer(request);
    }

    private DataObject gateway() {
        // Discord allows most bots one identification in 5 s; 16 lets all shards log in at once.
        DataObject limit = DataObject.empty()
                .put("total", 1000)
                .put("remaining", 1000)
                .put("reset_after", 0)
                .put("max_concurrency", 16);
        return DataObject.empty()
                .put("url", gatewayUrl)
                .put("shards", world.recommendedShards())
                .put("session_start_limit", limit);
    }

    private RestAnswer openPrivateChannel(RouteTable.Call call) {
        MockUser recipient = MockUser.person(call.json().getUnsignedLong("recipient_id"), "recipient");
        return RestAnswer.ok(DataObject.empty()
                .put("id", EntityPayloads.id(world.newId()))
                .put("type", 1)
                .put("recipients", DataArray.empty().add(EntityPayloads.user(recipient))));
    }

    private RestAnswer editMessage(RouteTable.Call call) {
        Messages.Stored message = world.messages().find(call.id(1), call.id(2));
        if (message == null) {
            return UNKNOWN_MESSAGE;
        }
        world.messages().edit(message, call.json());
        return RestAnswer.ok(message.json());
    }

    private RestAnswer readMessage(RouteTable.Call call) {
        Messages.Stored message = world.messages().find(call.id(1), call.id(2));
        return message == null ? UNKNOWN_MESSAGE : RestAnswer.ok(message.json());
    }

    private RestAnswer deleteMessage(RouteTable.Call call) {
        Messages.Stored message = world.messages().find(call.id(1), call.id(2));
        if (message == null) {
            return UNKNOWN_MESSAGE;
        }
        world.messages().delete(message);
        return RestAnswer.NONE;
    }
}
