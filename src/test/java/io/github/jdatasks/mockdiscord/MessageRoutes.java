package io.github.jdatasks.mockdiscord;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;

/** The routes for messages of channels and the reactions to them. */
final class MessageRoutes {
    private static final RestAnswer UNKNOWN_MESSAGE = RestAnswer.error(404, 10008, "Unknown Message");
    private static final RestAnswer NOT_THE_AUTHOR =
            RestAnswer.error(403, 50005, "Cannot edit a message authored by another user");

    private final World world;
    private final Messages messages;

    MessageRoutes(World world, RouteTable routes) {
        this.world = world;
        this.messages = world.messages();
        String channel = "/channels/" + RouteTable.ID;
        String all = channel + "/messages";
        String one = all + "/" + RouteTable.ID;
        String emoji = one + "/reactions/([^/]+)";
        routes.add("POST", channel + "/typing", call -> RestAnswer.NONE);
        routes.add(
                "POST",
                all,
                call -> RestAnswer.ok(messages.sent(call.id(1), call.json()).json()));
        routes.add("GET", all, this::history);
        routes.add("POST", all + "/bulk-delete", this::deleteSeveral);
        routes.add("GET", one, call -> with(call, (message, same) -> RestAnswer.ok(message.json())));
        routes.add("PATCH", one, call -> with(call, this::edit));
        routes.add(
                "DELETE",
                one,
                call -> with(call, (message, same) -> {
                    messages.delete(message);
                    return RestAnswer.NONE;
                }));
        routes.add(
                "DELETE",
                one + "/reactions",
                call -> with(call, (message, same) -> {
                    messages.clearReactions(message, null);
                    return RestAnswer.NONE;
                }));
        routes.add("GET", emoji, call -> with(call, this::whoReacted));
        routes.add(
                "DELETE",
                emoji,
                call -> with(call, (message, same) -> {
                    messages.clearReactions(message, call.group(3));
                    return RestAnswer.NONE;
                }));
        routes.add(
                "PUT",
                emoji + "/@me",
                call -> with(call, (message, same) -> {
                    messages.react(message, call.group(3), world.bot());
                    return RestAnswer.NONE;
                }));
        routes.add("DELETE", emoji + "/(@me|\\d+)", call -> with(call, this::takeReactionBack));
    }

    private RestAnswer with(RouteTable.Call call, BiFunction<Messages.Stored, RouteTable.Call, RestAnswer> answer) {
        Messages.Stored message = messages.find(call.id(1), call.id(2));
        return message == null ? UNKNOWN_MESSAGE : answer.apply(message, call);
    }

    private RestAnswer edit(Messages.Stored message, RouteTable.Call call) {
        DataObject body = call.json();
        // Flags are for moderators too, who hide the embeds of others.
        if (message.authorId() != world.bot().id() && !body.keys().equals(Set.of("flags"))) {
            return NOT_THE_AUTHOR;
        }
        messages.edit(message, body);
        return RestAnswer.ok(message.json());
    }

    /** Answers with the newest messages first. */
    private RestAnswer history(RouteTable.Call call) {
        Map<String, String> query = call.parameters();
        int limit = Integer.parseInt(query.getOrDefault("limit", "50"));
        long before = id(query, "before", Long.MAX_VALUE);
        long after = id(query, "after", 0);
        long around = id(query, "around", 0);
        List<Messages.Stored> all = messages.all(message -> message.channelId() == call.id(1)
                && !message.deleted()
                && !message.ephemeral()
                && message.id() < before
                && message.id() > after);
        int first = 0;
        if (query.containsKey("around")) {
            first = (int) all.stream().filter(message -> message.id() < around).count() - limit / 2;
        } else if (!query.containsKey("after")) {
            first = all.size() - limit;
        }
        int end = Math.min(first + limit, all.size());
        List<Messages.Stored> page = new ArrayList<>(all.subList(Math.max(0, first), end));
        Collections.reverse(page);
        DataArray answer = DataArray.empty();
        page.forEach(message -> answer.add(message.json()));
        return RestAnswer.ok(answer);
    }

    private static long id(Map<String, String> query, String name, long otherwise) {
        return query.containsKey(name) ? Long.parseUnsignedLong(query.get(name)) : otherwise;
    }

    private RestAnswer deleteSeveral(RouteTable.Call call) {
        DataArray ids = call.json().getArray("messages");
        for (int i = 0; i < ids.length(); i++) {
            Messages.Stored message = messages.find(call.id(1), ids.getUnsignedLong(i));
            if (message != null) {
                messages.delete(message);
            }
        }
        return RestAnswer.NONE;
    }

    /** Answers with a page of people; JDA asks for the next one until a page is empty. */
    private RestAnswer whoReacted(Messages.Stored message, RouteTable.Call call) {
        Map<String, String> query = call.parameters();
        long after = id(query, "after", 0);
        int limit = Integer.parseInt(query.getOrDefault("limit", "25"));
        DataArray users = DataArray.empty();
        message.reactions(call.group(3)).stream()
                .filter(user -> user.id() > after)
                .sorted(Comparator.comparingLong(MockUser::id))
                .limit(limit)
                .forEach(user -> users.add(EntityPayloads.user(user)));
        return RestAnswer.ok(users);
    }

    private RestAnswer takeReactionBack(Messages.Stored message, RouteTable.Call call) {
        boolean own = call.group(4).equals("@me");
        message.reactions(call.group(3)).stream()
                .filter(user -> own ? user.equals(world.bot()) : user.id() == call.id(4))
                .toList()
                .forEach(user -> messages.unreact(message, call.group(3), user));
        return RestAnswer.NONE;
    }
}
