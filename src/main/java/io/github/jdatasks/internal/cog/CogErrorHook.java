package io.github.jdatasks.internal.cog;

import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopErrorHandler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A method that handles errors of one type. */
record CogErrorHook(Class<?> type, LoopErrorHandler handler) {

    /** Returns a handler that calls the first of some hooks that the error fits, if any does; null for none. */
    static @Nullable LoopErrorHandler firstFitting(List<CogErrorHook> hooks) {
        return hooks.isEmpty() ? null : (error, run) -> handle(hooks, error, run);
    }

    private static void handle(List<CogErrorHook> hooks, Throwable error, LoopContext run) throws Exception {
        for (CogErrorHook hook : hooks) {
            if (hook.type.isInstance(error)) {
                hook.handler.handle(error, run);
                return;
            }
        }
    }
}
