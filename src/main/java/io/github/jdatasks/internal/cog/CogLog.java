package io.github.jdatasks.internal.cog;

import io.github.jdatasks.internal.loop.LoopLog;
import io.github.jdatasks.internal.util.DurationWords;
import io.github.jdatasks.internal.util.ExceptionUnwrapper;
import io.github.jdatasks.internal.util.FailureLog;
import io.github.jdatasks.internal.util.Loggers;
import io.github.jdatasks.internal.util.UserExceptions;
import org.slf4j.Logger;

/** The log lines and messages about the life of a cog. */
public final class CogLog {
    static final String REGISTER_AGAIN = "register it again: attach(jda), or jda.addEventListener(cog)";

    private static final Logger LOG = Loggers.get("io.github.jdatasks.LoopCog");

    /** JDA's message if something needs the session before the first ready. */
    private static final String NOT_READY = "Session is not yet ready!";

    private CogLog() {}

    static void loadFailed(String cog, Throwable error) {
        boolean tooEarly = ExceptionUnwrapper.anyCause(
                error,
                cause -> cause instanceof IllegalStateException && NOT_READY.equals(UserExceptions.message(cause)));
        String hint = tooEarly
                ? " The bot is not ready yet in cogLoad: register commands, and do what else needs the session, in"
                        + " onReady or in a @Loop(count = 1)."
                : "";
        FailureLog.error(
                LOG,
                "cogLoad of " + cog + " failed, so none of its loops starts, and the cog is no longer a listener:"
                        + " its onXxx methods, for slash commands and the like, get no events either."
                        + hint + " To have it loaded afresh, " + REGISTER_AGAIN,
                error);
    }

    static void slow(String cog, String call, long nanos, Thread thread) {
        FailureLog.quietly(() -> LOG.warn(
                "{} of {} has taken {} so far, and all loops of the cog wait for its end; it is still here: {}",
                call,
                cog,
                DurationWords.of(nanos),
                LoopLog.stackOf(thread)));
    }

    static void unloadFailed(String cog, Throwable error) {
        FailureLog.error(LOG, "cogUnload of " + cog + " failed", error);
    }

    /**
     * Reports that a loop could not be started with its cog.
     *
     * @param onItsOwn whether the loop's own scheduler is closed, and not the cog's
     * @param isEnding whether the bot or the cog's scheduler has shut down while the cog was loading
     */
    static void notStarted(IllegalStateException why, boolean onItsOwn, boolean isEnding) {
        FailureLog.quietly(() -> {
            if (onItsOwn) {
                LOG.error("{}, which is not the cog's; build the loop on one that is open", why.getMessage());
            } else if (!isEnding) {
                LOG.error("Not started: {}", why.getMessage());
            } else {
                LOG.debug("Not started: {}", why.getMessage());
            }
        });
    }

    static void notRemoved(String cog, Throwable error) {
        FailureLog.write(LOG, cog, error, () -> LOG.warn("{} could not be removed from the listeners", cog, error));
    }

    static void schedulerClosed(String cog) {
        FailureLog.quietly(() -> LOG.error("{}", schedulerClosedMessage(cog)));
    }

    static String schedulerClosedMessage(String cog) {
        return "The cog " + cog + " cannot be loaded: its scheduler has been closed. Make a new " + cog
                + " on a scheduler that is open; a cog whose constructor names none gets LoopScheduler.shared(), which is"
                + " a new one after a close";
    }

    static void twins(String cog) {
        FailureLog.quietly(() -> LOG.warn(
                "Two cogs of class {} serve one bot, each on shards of its own, so each loop runs twice. Make one {} and"
                        + " give that same object to all shards: builder.addEventListeners(cog), or"
                        + " addEventListenerProvider(id -> cog) with a cog made before",
                cog,
                cog));
    }

    static void notCompared(String cog, Throwable error) {
        FailureLog.write(LOG, cog, error, () -> LOG.debug("Looking for other cogs of class {} failed", cog, error));
    }

    /**
     * Reports a cog object that was made without its constructor. A Spring proxy and a Mockito mock have no loops; a
     * Mockito spy is a copy and has those of the original. The object's event methods work.
     */
    public static void unconstructed(Class<?> cog, boolean isCopy) {
        if (isCopy) {
            FailureLog.quietly(() -> LOG.warn(
                    "The cog {} is a copy of another object, as a spy is: its loops call the methods of the original,"
                            + " not its own. Use the original, and put what is to be mocked into a class that the cog"
                            + " calls",
                    cog.getName()));
        } else {
            FailureLog.quietly(() -> LOG.error(unconstructedMessage(cog)));
        }
    }

    public static String unconstructedMessage(Class<?> cog) {
        return "The cog " + cog.getName()
                + " was made without its constructor, as a proxy or a mock is, so it"
                + " has no loops. If its methods have an aspect (@Transactional, @Async, …), let the class not extend"
                + " LoopCog, and register LoopCog.of(bean): that calls them through the proxy. Or move these methods to"
                + " another class, which the cog calls. In a test, make the cog with new, or with"
                + " VirtualLoopScheduler.create";
    }
}
