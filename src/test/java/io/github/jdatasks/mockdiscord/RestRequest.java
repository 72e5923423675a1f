package io.github.jdatasks.mockdiscord;

import java.time.Instant;
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
     * The body as a JSON object.
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
        return DataObject.fromJson(body);
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
