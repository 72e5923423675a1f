package io.github.jdatasks.internal.cog;

import io.github.jdatasks.internal.util.FailureLog;
import io.github.jdatasks.internal.util.Loggers;
import org.slf4j.Logger;

/**
 * The messages about a cog object that was made without its constructor. A Spring proxy and a Mockito mock have no
 * loops; a Mockito spy is a copy and has those of the original. The object's event methods work.
 */
public final class UnconstructedCog {
    private static final Logger LOG = Loggers.get("io.github.jdatasks.LoopCog");

    private UnconstructedCog() {}

    public static void report(Class<?> cog, boolean isCopy) {
        if (isCopy) {
            FailureLog.quietly(() -> LOG.warn(
                    "The cog {} is a copy of another object, as a spy is: its loops call the methods of the original,"
                            + " not its own. Use the original, and put what is to be mocked into a class that the cog"
                            + " calls",
                    cog.getName()));
        } else {
            FailureLog.quietly(() -> LOG.error(message(cog)));
        }
    }

    public static String message(Class<?> cog) {
        return "The cog " + cog.getName()
                + " was made without its constructor, as a proxy or a mock is, so it"
                + " has no loops. Register the object behind the proxy with JDA instead. Or exclude the cog from proxying:"
                + " declare its class final, or move the methods with an aspect (@Transactional, @Async, …) to another"
                + " class, which the cog calls. In a test, make the cog with new, or with VirtualLoopScheduler.create";
    }
}
