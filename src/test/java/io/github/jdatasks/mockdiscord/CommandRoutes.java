package io.github.jdatasks.mockdiscord;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;

/** The registered application commands, global ones and those of guilds, each under the path of its list. */
final class CommandRoutes {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /** The types of options from here down are subcommands and groups of them. */
    private static final int SUBCOMMAND_GROUP = 2;

    private final World world;
    private final Map<String, Map<String, DataObject>> lists = new LinkedHashMap<>();

    CommandRoutes(World world) {
        this.world = world;
    }

    synchronized RestAnswer list(String path) {
        DataArray all = DataArray.empty();
        commands(path).values().forEach(all::add);
        return RestAnswer.ok(all);
    }

    synchronized RestAnswer replaceAll(String path, DataArray commands) {
        commands(path).clear();
        commands.stream(DataArray::getObject).forEach(command -> register(path, command));
        return list(path);
    }

    synchronized RestAnswer add(String path, DataObject command) {
        return RestAnswer.ok(register(path, command));
    }

    synchronized RestAnswer remove(String path, String commandId) {
        commands(path).values().removeIf(command -> command.getString("id").equals(commandId));
        return RestAnswer.NONE;
    }

    /** Returns the full names of the commands that a guild has, in order, once one of them is that; else after some time. */
    synchronized List<String> namesOnceThereIs(String fullName, long guildId) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<String> names = names(guildId);
            long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (names.contains(fullName) || millis <= 0) {
                return names;
            }
            wait(millis);
        }
    }

    private List<String> names(long guildId) {
        Set<String> names = new TreeSet<>();
        lists.forEach((path, commands) -> {
            if (!path.contains("/guilds/") || path.contains("/guilds/" + guildId + "/")) {
                commands.values().forEach(command -> addNames("", command, names));
            }
        });
        return List.copyOf(names);
    }

    private static void addNames(String prefix, DataObject command, Set<String> names) {
        String name = prefix + command.getString("name");
        List<DataObject> subcommands = command.optArray("options").orElseGet(DataArray::empty).stream(
                        DataArray::getObject)
                .filter(option -> option.getInt("type") <= SUBCOMMAND_GROUP)
                .toList();
        if (subcommands.isEmpty()) {
            names.add(name);
        }
        subcommands.forEach(subcommand -> addNames(name + " ", subcommand, names));
    }

    private synchronized DataObject register(String path, DataObject command) {
        String id = EntityPayloads.id(world.newId());
        command.put("id", id)
                .put("version", id)
                .put("application_id", EntityPayloads.id(world.bot().id()));
        commands(path).put(command.getString("name"), command);
        notifyAll();
        return command;
    }

    private Map<String, DataObject> commands(String path) {
        return lists.computeIfAbsent(path, unused -> new LinkedHashMap<>());
    }
}
