package io.github.jdatasks.support;

import static org.mockito.Mockito.mock;

import java.util.Set;
import net.dv8tion.jda.api.Permission;
import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.exceptions.InsufficientPermissionException;
import net.dv8tion.jda.api.requests.ErrorResponse;
import net.dv8tion.jda.api.requests.Response;

/** Failed requests as JDA reports them. */
public final class Failures {
    private Failures() {}

    /** Returns an answer with a status and an error code of Discord. */
    public static ErrorResponseException answer(int status, ErrorResponse code) {
        return ErrorResponseException.create(code, new Response(null, status, "", -1, Set.of()));
    }

    /** Returns an answer whose error code JDA does not know, as those of servers in trouble are. */
    public static ErrorResponseException answer(int status) {
        return answer(status, ErrorResponse.SERVER_ERROR);
    }

    /** Returns what comes of a request that got no answer. */
    public static ErrorResponseException noAnswer(Exception cause) {
        return ErrorResponseException.create(ErrorResponse.SERVER_ERROR, new Response(cause, Set.of()));
    }

    public static InsufficientPermissionException missingPermission() {
        return new InsufficientPermissionException(mock(Guild.class), Permission.MESSAGE_SEND);
    }
}
