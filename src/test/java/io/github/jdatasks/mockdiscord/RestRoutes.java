package io.github.jdatasks.mockdiscord;

import net.dv8tion.jda.api.utils.data.DataObject;

/** The usual answers of the REST side, apart from those about messages, commands and interactions. */
final class RestRoutes {
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
        routes.add("GET", "/users/" + RouteTable.ID, this::user);
        String member = "/guilds/" + RouteTable.ID + "/members/" + RouteTable.ID;
        routes.add("GET", member, this::member);
        // What happens to members is recorded as a request, and nothing else.
        routes.add("DELETE", member, call -> RestAnswer.NONE);
        routes.add("PUT", member + "/roles/" + RouteTable.ID, call -> RestAnswer.NONE);
        routes.add("DELETE", member + "/roles/" + RouteTable.ID, call -> RestAnswer.NONE);
        routes.add("PUT", "/guilds/" + RouteTable.ID + "/bans/" + RouteTable.ID, call -> RestAnswer.NONE);
        new MessageRoutes(world, routes);
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
        long id = call.json().getUnsignedLong("recipient_id");
        MockUser recipient = world.user(id).orElseGet(() -> MockUser.person(id, "recipient"));
        return RestAnswer.ok(EntityPayloads.privateChannel(world.privateChannel(id), recipient));
    }

    private RestAnswer user(RouteTable.Call call) {
        return world.user(call.id(1))
                .map(user -> RestAnswer.ok(EntityPayloads.user(user)))
                .orElseGet(() -> RestAnswer.error(404, 10013, "Unknown User"));
    }

    private RestAnswer member(RouteTable.Call call) {
        return world.user(call.id(2))
                .map(user -> RestAnswer.ok(world.member(call.id(1), user)))
                .orElseGet(() -> RestAnswer.error(404, 10007, "Unknown Member"));
    }
}
