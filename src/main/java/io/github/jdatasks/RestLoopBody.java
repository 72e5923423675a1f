package io.github.jdatasks;

import net.dv8tion.jda.api.requests.RestAction;
import org.jspecify.annotations.Nullable;

/** The work of a loop whose runs last until a JDA {@link RestAction} has been executed. */
@FunctionalInterface
public interface RestLoopBody {
    /**
     * {@return the action of one run, not yet queued: the loop submits it; {@code null} if there is nothing to do}
     *
     * @throws Exception any failure: transient ones are retried, others are reported
     */
    @Nullable RestAction<?> run(LoopContext run) throws Exception;
}
