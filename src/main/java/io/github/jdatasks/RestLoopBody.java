package io.github.jdatasks;

import net.dv8tion.jda.api.requests.RestAction;
import org.jspecify.annotations.Nullable;

/** The work of a loop whose runs last until a JDA {@link RestAction} has been executed. */
@FunctionalInterface
public interface RestLoopBody {
    /**
     * Prepares the request of one run; the loop submits it.
     *
     * @param run what is known about this run
     * @return the action to submit, not yet queued, or {@code null} if there is nothing to do
     * @throws Exception any failure: transient ones are retried, others are reported
     */
    @Nullable RestAction<?> run(LoopContext run) throws Exception;
}
