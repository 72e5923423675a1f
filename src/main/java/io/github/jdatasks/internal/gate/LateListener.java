package io.github.jdatasks.internal.gate;

import java.util.List;
import java.util.function.Consumer;
import net.dv8tion.jda.api.JDA;
import org.jspecify.annotations.Nullable;

/** Registers a gate with shards that JDA missed: those just being built when the gate was added to their manager. */
public final class LateListener {
    private final GateProblems problems;
    private volatile @Nullable Object listener;

    LateListener(GateProblems problems) {
        this.problems = problems;
    }

    public void use(Object eventListener) {
        listener = eventListener;
    }

    /** Registers the listener, if there is one, with the shards that do not have it, and lets the gate look at them. */
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
