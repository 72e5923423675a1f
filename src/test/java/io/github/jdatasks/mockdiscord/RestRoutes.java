package io.github.jdatasks.mockdiscord;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;

/** The usual answers of the REST side. */
final class RestRoutes {
    private static final String ID = "(\\d+)";

    private final List<Route> routes = new ArrayList<>();
    private final World world;
    private final String gatewayUrl;
    private final CommandRoutes commands;

    RestRoutes(World world, String gatewayUrl) {
        this.world = world;
        this.gatewayUrl = gatewayUrl;
        this.commands = new CommandRoutes(world);
        add("GET", "/users/@me", call -> RestAnswer.ok(EntityPayloads.user(world.bot())));
        add("GET", "/gateway/bot", call -> RestAnswer.ok(gateway()));
        add("POST", "/users/@me/channels", this::openPrivateChannel);
        add("POST", "/channels/" + ID + "/messages", call -> message(call, call.id(1), world.newId()));
        add("PATCH", "/channels/" + ID + "/messages/" + ID, call -> message(call, call.id(1), call.id(2)));
        add("DELETE", "/channels/" + ID + "/messages/" + ID, call -> RestAnswer.NONE);
        add("POST", "/channels/" + ID + "/typing", call -> RestAnswer.NONE);
        add("PUT", "/channels/" + ID + "/messages/" + ID + "/reactions/.*", call -> RestAnswer.NONE);
        String allCommands = "(/applications/" + ID + "(?:/guilds/" + ID + ")?/commands)";
        add("GET", allCommands, call -> commands.list(call.group(1)));
        add("PUT", allCommands, call -> commands.replaceAll(call.group(1), DataArray.fromJson(call.body())));
        add("POST", allCommands, call -> commands.add(call.group(1), call.json()));
        add("DELETE", allCommands + "/" + ID, call -> commands.remove(call.group(1), call.group(4)));
        add("POST", "/interactions/" + ID + "/([^/]+)/callback", this::interactionCallback);
        String webhook = "/webhooks/" + ID + "/([^/]+)";
        add("POST", webhook, call -> message(call, firstChannel(), world.newId()));
        add("PATCH", webhook + "/messages/[^/]+", call -> message(call, firstChannel(), world.newId()));
        add("DELETE", webhook + "/messages/[^/]+", call -> RestAnswer.NONE);
    }

    CommandRoutes commands() {
        return commands;
    }

    RestAnswer answer(RestRequest request) {
        for (Route route : routes) {
            Matcher path = route.path.matcher(request.path());
            if (route.method.equals(request.method()) && path.matches()) {
                return route.handler.apply(new Call(request, path.toMatchResult()));
            }
        }
        return new RestAnswer(404, "{\"code\":0,\"message\":\"404: the mock Discord has no such route\"}");
    }

    private void add(String method, String path, Function<Call, RestAnswer> handler) {
        routes.add(new Route(method, Pattern.compile(path), handler));
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

    private RestAnswer openPrivateChannel(Call call) {
        MockUser recipient = MockUser.person(call.json().getUnsignedLong("recipient_id"), "recipient");
        return RestAnswer.ok(DataObject.empty()
                .put("id", EntityPayloads.id(world.newId()))
                .put("type", 1)
                .put("recipients", DataArray.empty().add(EntityPayloads.user(recipient))));
    }

    private RestAnswer message(Call call, long channelId, long messageId) {
        return RestAnswer.ok(echo(call.json(), channelId, messageId));
    }

    private RestAnswer interactionCallback(Call call) {
        if (!call.request.query().contains("with_response=true")) {
            return RestAnswer.NONE;
        }
        int type = call.json().getInt("type");
        DataObject resource = DataObject.empty().put("type", type);
        if (type == InteractionPayloads.REPLY || type == InteractionPayloads.DEFERRED_REPLY) {
            DataObject data = call.json().optObject("data").orElseGet(DataObject::empty);
            resource.put("message", echo(data, firstChannel(), world.newId()));
        }
        DataObject interaction = DataObject.empty().put("id", call.group(1)).put("type", 2);
        return RestAnswer.ok(DataObject.empty().put("interaction", interaction).put("resource", resource));
    }

    private DataObject echo(DataObject sent, long channelId, long messageId) {
        DataArray embeds = sent.optArray("embeds").orElseGet(DataArray::empty);
        return EntityPayloads.message(messageId, channelId, world.bot(), sent.getString("content", ""))
                .put("embeds", embeds);
    }

    // Interactions are answered by token alone, and the message in the answer has to be in some channel.
    private long firstChannel() {
        return world.guilds().get(0).channel().id();
    }

    private record Route(String method, Pattern path, Function<Call, RestAnswer> handler) {}

    private record Call(RestRequest request, MatchResult path) {

        String group(int number) {
            return path.group(number);
        }

        long id(int group) {
            return Long.parseUnsignedLong(path.group(group));
        }

        String body() {
            return request.body();
        }

        DataObject json() {
            return request.json();
        }
    }
}
