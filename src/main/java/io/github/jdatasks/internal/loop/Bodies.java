package io.github.jdatasks.internal.loop;

import io.github.jdatasks.AsyncLoopBody;
import io.github.jdatasks.LoopBody;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.RestLoopBody;
import java.util.concurrent.CompletionStage;
import net.dv8tion.jda.api.requests.RestAction;
import org.jspecify.annotations.Nullable;

/**
 * Calls one kind of body of the three that users write. A loop keeps its body as it is: an adapter for each would cost
 * memory.
 */
public final class Bodies {
    private Bodies() {}

    /** Returns a body that {@link #call} knows for what it was given as, should it be of several kinds. */
    public static Object blocking(LoopBody body) {
        return body instanceof AsyncLoopBody || body instanceof RestLoopBody ? (LoopBody) run -> body.run(run) : body;
    }

    public static Object async(AsyncLoopBody body) {
        return body instanceof LoopBody || body instanceof RestLoopBody ? (AsyncLoopBody) run -> body.run(run) : body;
    }

    public static Object rest(RestLoopBody body) {
        return body instanceof LoopBody || body instanceof AsyncLoopBody ? (RestLoopBody) run -> body.run(run) : body;
    }

    /** Runs a body; returns what has to complete before the run is over, if anything. */
    static @Nullable CompletionStage<?> call(Object body, LoopContext run) throws Exception {
        if (body instanceof LoopBody blocking) {
            blocking.run(run);
            return null;
        }
        if (body instanceof AsyncLoopBody asynchronous) {
            return asynchronous.run(run);
        }
        RestAction<?> action = ((RestLoopBody) body).run(run);
        return action == null ? null : action.submit();
    }
}
