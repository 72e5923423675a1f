package io.github.jdatasks.internal.gate;

import net.dv8tion.jda.api.JDA;

/** A JDA instance that drives a gate in tests, while loop bodies see another instance in its place. */
public interface StandInJda {
    JDA exposed();
}
