package io.github.jdatasks;

/** Which of two instants a local time means on the day the clocks go back and it happens twice. */
public enum AmbiguousTime {
    /** The first of the two, as java.time does. The default. */
    EARLIER,
    /** The second of the two, as discord.py does. */
    LATER
}
