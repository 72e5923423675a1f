package io.github.jdatasks;

import net.dv8tion.jda.api.requests.RestAction;

/**
 * Makes one kind of body of the three that users write.
 */
final class Bodies {
    private Bodies() {}

    static AsyncLoopBody blocking(LoopBody body) {
        return run -> {
            body.run(run);
            return null;
        };
    }

    static AsyncLoopBody rest(RestLoopBody body) {
        return run -> {
            RestAction<?> action = body.run(run);
            return action == null ? null : action.submit();
        };
    }
}
