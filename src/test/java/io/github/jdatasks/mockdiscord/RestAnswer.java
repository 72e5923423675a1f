package io.github.jdatasks.mockdiscord;

import net.dv8tion.jda.api.utils.data.DataObject;

/** An HTTP status and a JSON body, which is empty for 204. */
record RestAnswer(int status, String json) {
    static final RestAnswer NONE = new RestAnswer(204, "");

    static RestAnswer ok(Object json) {
        return new RestAnswer(200, json.toString());
    }

    /** An error with Discord's own code and text. */
    static RestAnswer error(int status, int code, String message) {
        return new RestAnswer(
                status,
                DataObject.empty().put("code", code).put("message", message).toString());
    }
}
