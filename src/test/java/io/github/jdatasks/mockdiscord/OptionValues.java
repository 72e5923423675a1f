package io.github.jdatasks.mockdiscord;

import java.util.List;
import java.util.Map;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;

/** Turns what a person gives for the options of a command into Discord's JSON, and refuses what Discord's client would. */
final class OptionValues {
    private final SlashCall call;
    private final List<MockCommand.Option> registered;
    private final DataArray values = DataArray.empty();
    private final DataObject users = DataObject.empty();
    private final DataObject members = DataObject.empty();
    private final DataObject channels = DataObject.empty();
    private final DataObject roles = DataObject.empty();

    private OptionValues(SlashCall call, MockCommand command) {
        this.call = call;
        this.registered = command.optionsOf(call.fullName());
    }

    /** Returns the part of an interaction that says what was called with which options. */
    static DataObject of(SlashCall call, MockCommand command) {
        OptionValues all = new OptionValues(call, command);
        call.options().forEach((name, value) -> all.add(name, value, false));
        for (MockCommand.Option option : all.registered) {
            if (option.required() && !call.options().containsKey(option.name())) {
                throw all.refuse("needs the option " + option);
            }
        }
        return all.data(command);
    }

    /** As {@link #of}, of a person who is still typing the value of one option. */
    static DataObject typing(SlashCall call, MockCommand command, String name, String partial) {
        OptionValues all = new OptionValues(call, command);
        call.options().forEach((other, value) -> all.add(other, value, false));
        all.add(name, partial, true);
        return all.data(command);
    }

    private void add(String name, Object value, boolean focused) {
        MockCommand.@Nullable Option option = registered.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElse(null);
        if (option == null) {
            throw refuse("has no option " + name + ", but " + registered);
        }
        if (focused && !option.autocomplete()) {
            throw refuse("has no autocompletion for " + option);
        }
        DataObject json = DataObject.empty()
                .put("type", option.type().getKey())
                .put("name", name)
                .put("value", focused ? value : json(option, value));
        values.add(focused ? json.put("focused", true) : json);
    }

    private Object json(MockCommand.Option option, Object given) {
        Object value = option.choices().stream()
                .filter(choice -> choice.name().equals(given))
                .map(MockChoice::value)
                .findFirst()
                .orElse(given);
        boolean whole = value instanceof Integer || value instanceof Long;
        boolean fits = switch (option.type()) {
            case STRING -> value instanceof String;
            case INTEGER -> whole;
            case NUMBER -> whole || value instanceof Double;
            case BOOLEAN -> value instanceof Boolean;
            case USER -> value instanceof MockUser || value instanceof MockMember;
            case CHANNEL -> value instanceof MockChannel;
            case ROLE -> value instanceof MockRole;
            case MENTIONABLE -> value instanceof MockUser || value instanceof MockMember || value instanceof MockRole;
            default -> false;
        };
        if (!fits) {
            throw refuse("cannot have " + given + ", a " + given.getClass().getSimpleName() + ", for " + option);
        }
        boolean allowed = option.choices().isEmpty()
                || option.choices().stream()
                        .anyMatch(choice -> choice.value().equals(whole ? ((Number) value).longValue() : value));
        if (!allowed) {
            throw refuse("has no choice " + given + " for " + option + ", but " + option.choices());
        }
        return resolve(value);
    }

    private Object resolve(Object value) {
        if (value instanceof MockMember member) {
            String id = EntityPayloads.id(member.user().id());
            users.put(id, EntityPayloads.user(member.user()));
            members.put(id, member.json());
            return id;
        } else if (value instanceof MockUser user) {
            String id = EntityPayloads.id(user.id());
            users.put(id, EntityPayloads.user(user));
            members.put(id, EntityPayloads.member(user, List.of()).put("permissions", "0"));
            return id;
        } else if (value instanceof MockChannel channel) {
            String id = EntityPayloads.id(channel.id());
            channels.put(id, EntityPayloads.channel(channel).put("permissions", "0"));
            return id;
        } else if (value instanceof MockRole role) {
            String id = EntityPayloads.id(role.id());
            roles.put(id, EntityPayloads.role(role, 0));
            return id;
        }
        return value;
    }

    private DataObject data(MockCommand command) {
        String[] words = call.fullName().split(" ", -1);
        DataArray nested = values;
        for (int word = words.length - 1; word > 0; word--) {
            OptionType type = word == words.length - 1 ? OptionType.SUB_COMMAND : OptionType.SUB_COMMAND_GROUP;
            nested = DataArray.empty()
                    .add(DataObject.empty()
                            .put("type", type.getKey())
                            .put("name", words[word])
                            .put("options", nested));
        }
        DataObject resolved = DataObject.empty();
        Map.of("users", users, "members", members, "channels", channels, "roles", roles)
                .forEach((name, found) -> {
                    if (!found.keys().isEmpty()) {
                        resolved.put(name, found);
                    }
                });
        DataObject data = DataObject.empty()
                .put("id", EntityPayloads.id(command.id()))
                .put("type", 1)
                .put("name", words[0])
                .put("options", nested)
                .put("resolved", resolved);
        return command.guildId() == 0 ? data : data.put("guild_id", EntityPayloads.id(command.guildId()));
    }

    private IllegalStateException refuse(String why) {
        return new IllegalStateException("/" + call.fullName() + " " + why);
    }
}
