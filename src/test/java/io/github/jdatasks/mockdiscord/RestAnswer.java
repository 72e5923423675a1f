package io.github.jdatasks.mockdiscord;

/** An HTTP status and a JSON body, which is empty for 204. */
record RestAnswer(int status, String json) {
    static final RestAnswer NONE = new RestAnswer(204, "");

    static RestAnswer ok(Object json) {
        return new RestAnswer(200, json.toString());
    }
}
