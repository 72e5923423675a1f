package io.github.jdatasks.internal.gate;

import net.dv8tion.jda.api.JDA;

public final class JdaListeners {
    private JdaListeners() {}

    /** Returns whether this very object is registered, not one that is equal to it. */
    public static boolean has(JDA jda, Object listener) {
        return jda.getRegisteredListeners().stream().anyMatch(registered -> registered == listener);
    }
}
