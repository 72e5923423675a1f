package io.github.jdatasks.mockdiscord;

import java.util.List;
import java.util.stream.Stream;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;

/**
 * An embed of a message; what a bot has not set is an empty string.
 *
 * @param title the title
 * @param description the text below it
 * @param url where the title leads
 * @param color the color as RGB, or -1 if there is none
 * @param author the author's name
 * @param footer the footer's text
 * @param fields the fields, in order
 */
public record MockEmbed(
        String title, String description, String url, int color, String author, String footer, List<Field> fields) {

    /**
     * A field of an embed.
     *
     * @param name the name
     * @param value the text
     * @param inline whether it is shown beside others
     */
    public record Field(String name, String value, boolean inline) {}

    /**
     * Creates an embed.
     *
     * @param title the title
     * @param description the text below it
     * @param url where the title leads
     * @param color the color as RGB, or -1
     * @param author the author's name
     * @param footer the footer's text
     * @param fields the fields, in order
     */
    public MockEmbed {
        fields = List.copyOf(fields);
    }

    /**
     * The text of a field.
     *
     * @param name the field's name
     * @return its text
     * @throws AssertionError if there is no such field; the message lists those that are
     */
    public String field(String name) {
        return fields.stream()
                .filter(field -> field.name.equals(name))
                .map(Field::value)
                .findFirst()
                .orElseThrow(() -> new AssertionError("No field \"" + name + "\" in " + this));
    }

    boolean contains(String part) {
        return Stream.concat(
                        Stream.of(title, description, author, footer),
                        fields.stream().flatMap(field -> Stream.of(field.name, field.value)))
                .anyMatch(text -> text.contains(part));
    }

    static MockEmbed of(DataObject json) {
        List<Field> fields = json.optArray("fields").orElseGet(DataArray::empty).stream(DataArray::getObject)
                .map(field -> new Field(
                        field.getString("name", ""), field.getString("value", ""), field.getBoolean("inline", false)))
                .toList();
        return new MockEmbed(
                json.getString("title", ""),
                json.getString("description", ""),
                json.getString("url", ""),
                json.getInt("color", -1),
                json.optObject("author")
                        .map(author -> author.getString("name", ""))
                        .orElse(""),
                json.optObject("footer")
                        .map(footer -> footer.getString("text", ""))
                        .orElse(""),
                fields);
    }
}
