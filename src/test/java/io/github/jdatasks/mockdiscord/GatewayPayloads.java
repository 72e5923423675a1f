package io.github.jdatasks.mockdiscord;

import java.time.Duration;
import java.util.List;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.jspecify.annotations.Nullable;

/** Discord's JSON for the gateway's own protocol, and the numbers of its operations. */
final class GatewayPayloads {
    static final int DISPATCH = 0;
    static final int HEARTBEAT = 1;
    static final int IDENTIFY = 2;
    static final int RESUME = 6;
    static final int RECONNECT = 7;
    static final int INVALID_SESSION = 9;
    static final int HELLO = 10;
    static final int HEARTBEAT_ACK = 11;

    private GatewayPayloads() {}

    static String hello(Duration heartbeat) {
        return operation(HELLO, DataObject.empty().put("heartbeat_interval", heartbeat.toMillis()));
    }

    static String heartbeatAck() {
        return operation(HEARTBEAT_ACK, null);
    }

    static String reconnect() {
        return operation(RECONNECT, null);
    }

    static String invalidSession(boolean resumable) {
        return operation(INVALID_SESSION, resumable);
    }

    static String dispatch(long sequence, String type, DataObject data) {
        return DataObject.empty()
                .put("op", DISPATCH)
                .put("s", sequence)
                .put("t", type)
                .put("d", data)
                .toString();
    }

    static DataObject ready(GatewaySession session, MockUser bot, List<MockGuild> guilds, String url) {
        DataArray unavailable = DataArray.empty();
        guilds.forEach(guild -> unavailable.add(EntityPayloads.unavailableGuild(guild)));
        return DataObject.empty()
                .put("v", 10)
                .put("user", EntityPayloads.user(bot))
                .put("guilds", unavailable)
                .put("private_channels", DataArray.empty())
                .put("session_id", session.id())
                .put("resume_gateway_url", url)
                .put("shard", DataArray.empty().add(session.shard()).add(session.totalShards()))
                .put(
                        "application",
                        DataObject.empty()
                                .put("id", EntityPayloads.id(bot.id()))
                                .put("flags", 0));
    }

    private static String operation(int op, @Nullable Object data) {
        return DataObject.empty().put("op", op).put("d", data).toString();
    }
}
