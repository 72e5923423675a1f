package io.github.jdatasks.internal.gate;

import java.util.List;
import java.util.function.Consumer;
import net.dv8tion.jda.api.JDA;
import org.jspecify.annotations.Nullable;

/**
 * Registers a gate with shards that a manager builds while the gate is registered with it: JDA forgets a listener for one
 * that is just being built.
 */
public final class LateListener {
    private final GateProblems problems;
    private volatile @Nullable Object listener;

    LateListener(GateProblems problems) {
        this.problems = problems;
    }

    public void use(Object eventListener) {
        listener = eventListener;
    }

    /** Registers the listener, if there is one, with those of some shards that do not have it, and has them looked at. */
    void register(List<JDA> shards, Consumer<JDA> look) {
        Object late = listener;
        if (late == null) {
            return;
        }
        try {
            for (JDA jda : shards) {
                if (!JdaListeners.has(jda, late)) {
                    jda.addEventListener(late);
                    look.accept(jda);
                }
            }
        } catch (Throwable problem) {
            problems.report("while registering with a shard", problem);
        }
    }
}
