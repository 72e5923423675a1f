package io.github.jdatasks.mockdiscord;

import java.util.List;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;

/**
 * A select menu of a message.
 *
 * @param customId the bot's name for it
 * @param placeholder what is shown while nothing is selected, or an empty string
 * @param minimum how many values have to be selected
 * @param maximum how many values may be selected
 * @param options what can be selected; empty for menus of users, roles and channels
 * @param disabled whether it is grayed out
 */
public record MockMenu(
        String customId, String placeholder, int minimum, int maximum, List<Option> options, boolean disabled) {

    /**
     * What can be selected.
     *
     * @param label what people see
     * @param value what the bot gets
     * @param description the smaller text, or an empty string
     * @param selected whether it is selected from the start
     */
    public record Option(String label, String value, String description, boolean selected) {}

    /**
     * Creates a menu.
     *
     * @param customId the bot's name for it
     * @param placeholder what is shown while nothing is selected
     * @param minimum how many values have to be selected
     * @param maximum how many values may be selected
     * @param options what can be selected
     * @param disabled whether it is grayed out
     */
    public MockMenu {
        options = List.copyOf(options);
    }

    static MockMenu of(DataObject json) {
        List<Option> options = json.optArray("options").orElseGet(DataArray::empty).stream(DataArray::getObject)
                .map(option -> new Option(
                        option.getString("label"),
                        option.getString("value"),
                        option.getString("description", ""),
                        option.getBoolean("default", false)))
                .toList();
        return new MockMenu(
                json.getString("custom_id"),
                json.getString("placeholder", ""),
                json.getInt("min_values", 1),
                json.getInt("max_values", 1),
                options,
                json.getBoolean("disabled", false));
    }
}
