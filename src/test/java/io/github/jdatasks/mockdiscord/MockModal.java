package io.github.jdatasks.mockdiscord;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;

/**
 * A form that the bot shows.
 *
 * @param customId the bot's name for it
 * @param title the title
 * @param inputs the text inputs
 * @param json all of it, for what has no method here
 */
public record MockModal(String customId, String title, List<Input> inputs, String json) {
    private static final int TEXT_INPUT = 4;

    /**
     * A text input of a form.
     *
     * @param customId the bot's name for it
     * @param label what people see
     * @param required whether something has to be typed
     * @param value what is there from the start
     */
    public record Input(String customId, String label, boolean required, String value) {}

    static MockModal of(DataObject json) {
        List<Input> inputs = new ArrayList<>();
        collect(json, "", inputs);
        return new MockModal(
                json.getString("custom_id"), json.getString("title", ""), List.copyOf(inputs), json.toString());
    }

    /** Returns the form as it is sent to the bot, with the same structure. */
    DataObject submission(Map<String, String> typed) {
        typed.keySet().stream()
                .filter(name -> inputs.stream().noneMatch(input -> isNamed(input, name)))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalStateException("No input \"" + name + "\" among " + inputs);
                });
        DataObject submission = DataObject.fromJson(json);
        fill(submission, typed);
        submission.remove("title");
        return submission;
    }

    private void fill(DataObject parent, Map<String, String> typed) {
        for (DataObject child : children(parent)) {
            if (child.getInt("type") == TEXT_INPUT) {
                child.put("value", value(child.getString("custom_id"), typed));
            }
            if (child.isNull("id")) {
                child.put("id", 1);
            }
            fill(child, typed);
        }
    }

    private String value(String id, Map<String, String> typed) {
        Input input = inputs.stream()
                .filter(candidate -> candidate.customId.equals(id))
                .findFirst()
                .orElseThrow();
        String value = typed.entrySet().stream()
                .filter(entry -> isNamed(input, entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(input.value);
        if (input.required && value.isEmpty()) {
            throw new IllegalStateException("Nothing is typed for " + input);
        }
        return value;
    }

    private static boolean isNamed(Input input, String name) {
        return input.customId.equals(name) || input.label.equals(name);
    }

    /** The label is on the input itself, or on what is around it. */
    private static void collect(DataObject parent, String label, List<Input> inputs) {
        for (DataObject child : children(parent)) {
            String own = child.getString("label", label);
            if (child.getInt("type") == TEXT_INPUT) {
                inputs.add(new Input(
                        child.getString("custom_id"),
                        own,
                        child.getBoolean("required", true),
                        child.getString("value", "")));
            }
            collect(child, own, inputs);
        }
    }

    private static List<DataObject> children(DataObject parent) {
        List<DataObject> children = new ArrayList<>();
        parent.optArray("components")
                .ifPresent(array -> array.stream(DataArray::getObject).forEach(children::add));
        parent.optObject("component").ifPresent(children::add);
        return children;
    }
}
