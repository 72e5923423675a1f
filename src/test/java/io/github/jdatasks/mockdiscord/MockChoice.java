package io.github.jdatasks.mockdiscord;

import net.dv8tion.jda.api.utils.data.DataObject;

/**
 * A value that is offered for an option of a command.
 *
 * @param name what people see
 * @param value what the bot gets: a {@link String}, a {@link Long} or a {@link Double}
 */
public record MockChoice(String name, Object value) {

    static MockChoice of(DataObject json) {
        Object value = json.get("value");
        return new MockChoice(
                json.getString("name"), value instanceof Integer number ? (Object) number.longValue() : value);
    }
}
