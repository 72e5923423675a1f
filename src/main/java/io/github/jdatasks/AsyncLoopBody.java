package io.github.jdatasks;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The work of a loop whose runs last until a {@link CompletionStage} completes. */
@FunctionalInterface
public interface AsyncLoopBody {
    /**
     * {@return the stage whose completion ends the run, or {@code null} if there is nothing to wait for}
     *
     * @throws Exception any failure: transient ones are retried, others are reported
     */
    @Nullable CompletionStage<?> run(LoopContext run) throws Exception;
}
