package io.github.jdatasks.mockdiscord;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;

/**
 * A request that a client sent to the REST side.
 *
 * @param time when it arrived
 * @param method the HTTP method, such as {@code POST}
 * @param path the path below the API's version, such as {@code /channels/4194305/messages}
 * @param query the query without its question mark, or an empty string
 * @param body the body, or an empty string
 */
public record RestRequest(Instant time, String method, String path, String query, String body) {
    private static final Pattern DESCRIPTION =
            Pattern.compile("^--.*?name=\"payload_json\".*?\\r\\n\\r\\n(.*?)\\r\\n--", Pattern.DOTALL);
    private static final Pattern CONTENT = Pattern.compile(
            "^Content-Disposition: form-data; name=\"files\\[(\\d{1,3})].*?\\r\\n\\r\\n(.*?)\\r\\n--",
            Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern FILE = Pattern.compile("(?m)^Content-Disposition: form-data;.* filename=\"([^\"]*)\"");

    /**
     * Compares the kind of the request.
     *
     * @param expectedMethod the HTTP method
     * @param expectedPath a regular expression for the whole path
     * @return whether both match
     */
    public boolean is(String expectedMethod, String expectedPath) {
        return method.equals(expectedMethod) && path.matches(expectedPath);
    }

    /**
     * Tells whether this is a bot's first answer to an interaction: {@code reply}, {@code deferReply}, {@code editMessage}
     * of a button's event and the like.
     *
     * @return whether it is such a request
     */
    public boolean isFirstAnswer() {
        return is("POST", "/interactions/\\d+/[^/]+/callback");
    }

    /**
     * Tells whether this follows a bot's first answer to an interaction: what an {@code InteractionHook} sends, edits, reads
     * and deletes.
     *
     * @return whether it is such a request
     */
    public boolean isLaterAnswer() {
        return path.matches("/webhooks/\\d+/interaction-token-.*");
    }

    /**
     * The body as a JSON object; of a body with files, the part that describes the message.
     *
     * @return a new object at each call
     * @throws IllegalStateException if the body is none: the message says what it is
     */
    public DataObject json() {
        if (body.stripLeading().startsWith("[")) {
            throw new IllegalStateException(
                    "The body of " + method + " " + path + " is a JSON array; call jsonArray(): " + body);
        }
        if (body.isBlank()) {
            throw new IllegalStateException(method + " " + path + " has no body");
        }
        Matcher description = DESCRIPTION.matcher(body);
        return DataObject.fromJson(description.find() ? description.group(1) : body);
    }

    /**
     * The names of the files in the body.
     *
     * @return the names, in order
     */
    public List<String> files() {
        return FILE.matcher(body).results().map(file -> file.group(1)).toList();
    }

    /** The sizes of the files in the body by their numbers; those of files that are no text are not exact. */
    Map<Long, Integer> sizes() {
        return CONTENT.matcher(body)
                .results()
                .collect(Collectors.toMap(
                        file -> Long.valueOf(file.group(1)),
                        file -> file.group(2).getBytes(StandardCharsets.UTF_8).length));
    }

    /**
     * The body as a JSON array, which that of a {@code PUT} of commands is.
     *
     * @return a new array at each call
     * @throws IllegalStateException if the body is none: the message says what it is
     */
    public DataArray jsonArray() {
        if (!body.stripLeading().startsWith("[")) {
            throw new IllegalStateException(
                    "The body of " + method + " " + path + " is no JSON array; call json(): " + body);
        }
        return DataArray.fromJson(body);
    }
}
