package io.github.jdatasks.mockdiscord;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;

/** The registered application commands, global ones and those of guilds; guarded by the lock of {@link Changes}. */
final class CommandRoutes {
    private static final RestAnswer UNKNOWN = RestAnswer.error(404, 10063, "Unknown application command");

    private final World world;
    /** By the guild, or 0 for global ones, and by type and name, in the order in which they were registered. */
    private final Map<Long, Map<String, DataObject>> lists = new LinkedHashMap<>();

    CommandRoutes(World world, RouteTable routes) {
        this.world = world;
        String all = "/applications/" + RouteTable.ID + "(?:/guilds/" + RouteTable.ID + ")?/commands";
        String one = all + "/" + RouteTable.ID;
        routes.add("GET", all, call -> list(guild(call)));
        routes.add("PUT", all, call -> replaceAll(guild(call), DataArray.fromJson(call.body())));
        routes.add("POST", all, call -> RestAnswer.ok(register(guild(call), call.json())));
        routes.add("GET", one, call -> with(call, RestAnswer::ok));
        routes.add("PATCH", one, call -> with(call, command -> RestAnswer.ok(change(command, call.json()))));
        routes.add("DELETE", one, call -> with(call, command -> remove(guild(call), command)));
    }

    /** Returns the commands of a guild, or the global ones for 0. */
    List<MockCommand> of(long guildId) {
        synchronized (world.changes()) {
            return commands(guildId).values().stream()
                    .map(command -> MockCommand.of(command, guildId))
                    .toList();
        }
    }

    void drop(long guildId) {
        synchronized (world.changes()) {
            commands(guildId).clear();
        }
    }

    /** Returns the command that a guild knows by that full name, if need be once it has been registered. */
    Optional<MockCommand> find(String fullName, Predicate<MockCommand> matches, long guildId, Duration patience) {
        return world.changes()
                .poll(
                        "/" + fullName,
                        patience,
                        () -> usableIn(guildId).filter(matches).findFirst());
    }

    /** Returns the full names of the commands that a guild has, in order. */
    List<String> names(long guildId) {
        synchronized (world.changes()) {
            return List.copyOf(new TreeSet<>(usableIn(guildId)
                    .flatMap(command -> command.fullNames().stream())
                    .toList()));
        }
    }

    // A guild's own command hides a global one of the same name.
    private Stream<MockCommand> usableIn(long guildId) {
        return Stream.concat(of(guildId).stream(), of(0).stream());
    }

    private static long guild(RouteTable.Call call) {
        return call.group(2) == null ? 0 : call.id(2);
    }

    private RestAnswer list(long guildId) {
        DataArray all = DataArray.empty();
        commands(guildId).values().forEach(all::add);
        return RestAnswer.ok(all);
    }

    private RestAnswer replaceAll(long guildId, DataArray sent) {
        Map<String, DataObject> before = new LinkedHashMap<>(commands(guildId));
        commands(guildId).clear();
        sent.stream(DataArray::getObject).forEach(command -> register(guildId, command, before.get(key(command))));
        world.changes().happened();
        return list(guildId);
    }

    private DataObject register(long guildId, DataObject command) {
        return register(guildId, command, commands(guildId).get(key(command)));
    }

    /** A command of the same name and type keeps its id. */
    private DataObject register(long guildId, DataObject command, @Nullable DataObject before) {
        String version = EntityPayloads.id(world.newId());
        command.put("id", before == null ? version : before.getString("id"))
                .put("version", version)
                .put("application_id", EntityPayloads.id(world.bot().id()));
        if (guildId != 0) {
            command.put("guild_id", EntityPayloads.id(guildId));
        }
        commands(guildId).put(key(command), command);
        world.changes().happened();
        return command;
    }

    private DataObject change(DataObject command, DataObject changes) {
        changes.keys().forEach(key -> command.put(key, changes.opt(key).orElse(null)));
        command.put("version", EntityPayloads.id(world.newId()));
        world.changes().happened();
        return command;
    }

    private RestAnswer remove(long guildId, DataObject command) {
        commands(guildId).values().remove(command);
        world.changes().happened();
        return RestAnswer.NONE;
    }

    private RestAnswer with(RouteTable.Call call, Function<DataObject, RestAnswer> answer) {
        return commands(guild(call)).values().stream()
                .filter(command -> command.getString("id").equals(call.group(3)))
                .findFirst()
                .map(answer)
                .orElse(UNKNOWN);
    }

    private static String key(DataObject command) {
        return command.getInt("type", 1) + " " + command.getString("name");
    }

    private Map<String, DataObject> commands(long guildId) {
        return lists.computeIfAbsent(guildId, unused -> new LinkedHashMap<>());
    }
}
