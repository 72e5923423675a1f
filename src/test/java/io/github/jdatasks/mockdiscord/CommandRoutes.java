package io.github.jdatasks.mockdiscord;

import java.util.LinkedHashMap;
import java.util.Map;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;

/** The registered application commands, global ones and those of guilds, each under the path of its list. */
final class CommandRoutes {
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

    private DataObject register(String path, DataObject command) {
        String id = EntityPayloads.id(world.newId());
        command.put("id", id)
                .put("version", id)
                .put("application_id", EntityPayloads.id(world.bot().id()));
        commands(path).put(command.getString("name"), command);
        return command;
    }

    private Map<String, DataObject> commands(String path) {
        return lists.computeIfAbsent(path, unused -> new LinkedHashMap<>());
    }
}
