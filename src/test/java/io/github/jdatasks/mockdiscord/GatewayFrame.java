package io.github.jdatasks.mockdiscord;

import java.time.Instant;
import net.dv8tion.jda.api.utils.data.DataObject;

/**
 * A payload that a client sent over the gateway.
 *
 * @param time when it arrived
 * @param shard the shard that sent it
 * @param op the number of the operation, such as 2 for IDENTIFY, 3 for a presence update and 6 for RESUME
 * @param json the whole payload
 */
public record GatewayFrame(Instant time, int shard, int op, String json) {

    /**
     * The payload, parsed.
     *
     * @return a new object at each call
     */
    public DataObject payload() {
        return DataObject.fromJson(json);
    }
}
