package io.github.jdatasks.internal.gate;

import net.dv8tion.jda.api.JDA;

/** Looks among the listeners of a JDA. */
public final class JdaListeners {
    private JdaListeners() {}

    /** Returns whether one is registered: itself, not another that it is equal to. */
    public static boolean has(JDA jda, Object listener) {
        return jda.getRegisteredListeners().stream().anyMatch(registered -> registered == listener);
    }
}
