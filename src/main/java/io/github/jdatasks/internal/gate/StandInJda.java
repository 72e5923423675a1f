package io.github.jdatasks.internal.gate;

import net.dv8tion.jda.api.JDA;

/**
 * A stand-in for a JDA instance that drives a gate in tests and has users see another object in its place.
 */
public interface StandInJda {
    /** Returns the instance that loop bodies get instead of this one. */
    JDA exposed();
}
