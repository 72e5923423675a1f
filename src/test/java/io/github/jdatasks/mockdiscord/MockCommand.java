package io.github.jdatasks.mockdiscord;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;

/**
 * A command that the bot has registered.
 *
 * @param id the command's id
 * @param guildId the guild that has the command, or 0 if it is global
 * @param name the name, without a slash
 * @param description the description
 * @param options the options, or the subcommands and groups of them
 * @param names the localized names by locale, such as {@code de}
 * @param descriptions the localized descriptions by locale
 * @param defaultMemberPermissions the permissions that a member needs unless the guild says otherwise, as Discord's bit
 *     set; null for none, 0 for administrators only
 * @param contexts where it can be used: {@code GUILD}, {@code BOT_DM}, {@code PRIVATE_CHANNEL}
 * @param json all of it, for what has no method here
 */
public record MockCommand(
        long id,
        long guildId,
        String name,
        String description,
        List<Option> options,
        Map<String, String> names,
        Map<String, String> descriptions,
        @Nullable Long defaultMemberPermissions,
        Set<String> contexts,
        String json) {
    private static final List<String> CONTEXTS = List.of("GUILD", "BOT_DM", "PRIVATE_CHANNEL");

    /**
     * An option, a subcommand or a group of subcommands.
     *
     * @param type what it is
     * @param name the name
     * @param description the description
     * @param required whether it has to be given
     * @param autocomplete whether the bot is asked for choices while a person types
     * @param choices the only values allowed; empty for any
     * @param options those of a subcommand, or the subcommands of a group
     * @param names the localized names by locale
     * @param descriptions the localized descriptions by locale
     */
    public record Option(
            OptionType type,
            String name,
            String description,
            boolean required,
            boolean autocomplete,
            List<MockChoice> choices,
            List<Option> options,
            Map<String, String> names,
            Map<String, String> descriptions) {

        static Option of(DataObject json) {
            return new Option(
                    OptionType.fromKey(json.getInt("type")),
                    json.getString("name"),
                    json.getString("description", ""),
                    json.getBoolean("required", false),
                    json.getBoolean("autocomplete", false),
                    objects(json, "choices").map(MockChoice::of).toList(),
                    objects(json, "options").map(Option::of).toList(),
                    strings(json, "name_localizations"),
                    strings(json, "description_localizations"));
        }

        boolean isSubcommand() {
            return type == OptionType.SUB_COMMAND || type == OptionType.SUB_COMMAND_GROUP;
        }

        @Override
        public String toString() {
            return name + " (" + type + (required ? ", required)" : ")");
        }
    }

    static MockCommand of(DataObject json, long guildId) {
        return new MockCommand(
                json.getUnsignedLong("id"),
                guildId,
                json.getString("name"),
                json.getString("description", ""),
                objects(json, "options").map(Option::of).toList(),
                strings(json, "name_localizations"),
                strings(json, "description_localizations"),
                json.isNull("default_member_permissions") ? null : json.getLong("default_member_permissions"),
                contexts(json),
                json.toString());
    }

    /**
     * The names that people type: those of the subcommands if there are any.
     *
     * @return the full names, with spaces between their parts, in order
     */
    public Set<String> fullNames() {
        Set<String> found = new TreeSet<>();
        collect(name, options, found);
        return found;
    }

    /** Returns the options of the command or of one of its subcommands. */
    List<Option> optionsOf(String fullName) {
        List<Option> level = options;
        String[] words = fullName.split(" ", -1);
        for (int word = 1; word < words.length; word++) {
            String wanted = words[word];
            level = level.stream()
                    .filter(option -> option.name.equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("No subcommand " + wanted + " in /" + fullName))
                    .options;
        }
        return level;
    }

    private static void collect(String name, List<Option> options, Set<String> found) {
        List<Option> subcommands = options.stream().filter(Option::isSubcommand).toList();
        if (subcommands.isEmpty()) {
            found.add(name);
        }
        subcommands.forEach(subcommand -> collect(name + " " + subcommand.name, subcommand.options, found));
    }

    /** Older versions of JDA send whether the command is one of private channels too. */
    private static Set<String> contexts(DataObject json) {
        Set<String> found = new TreeSet<>();
        if (!json.isNull("contexts")) {
            DataArray numbers = json.getArray("contexts");
            for (int i = 0; i < numbers.length(); i++) {
                found.add(CONTEXTS.get(numbers.getInt(i)));
            }
        } else {
            found.add("GUILD");
            if (json.getBoolean("dm_permission", true)) {
                found.add("BOT_DM");
            }
        }
        return found;
    }

    private static Stream<DataObject> objects(DataObject json, String key) {
        return json.optArray(key).orElseGet(DataArray::empty).stream(DataArray::getObject);
    }

    private static Map<String, String> strings(DataObject json, String key) {
        Map<String, String> found = new TreeMap<>();
        json.optObject(key).ifPresent(map -> map.keys().forEach(name -> found.put(name, map.getString(name))));
        return found;
    }
}
