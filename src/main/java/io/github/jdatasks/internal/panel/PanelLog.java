package io.github.jdatasks.internal.panel;

import io.github.jdatasks.internal.util.FailureLog;
import io.github.jdatasks.internal.util.Loggers;
import io.github.jdatasks.internal.util.UserExceptions;
import net.dv8tion.jda.api.entities.User;
import org.slf4j.Logger;

/** The lines of the panel in the log. */
final class PanelLog {
    private static final Logger LOG = Loggers.get("io.github.jdatasks.LoopPanel");

    private PanelLog() {}

    /** Returns who someone is, on one line. */
    static String who(User user) {
        return DiscordText.line(user.getName()) + " (id " + user.getId() + ")";
    }

    static void registered(String command, String id) {
        FailureLog.quietly(() -> LOG.info("Registered the command /{} (id {})", command, id));
    }

    static void isForAll(String command, long guilds) {
        if (guilds > 1) {
            FailureLog.quietly(() -> LOG.info(
                    "The administrators of all {} servers of this bot can see and stop its loops with /{};"
                            + " guilds(…) of the panel limits it to some servers",
                    guilds,
                    command));
        }
    }

    static void notRegistered(String command, Throwable error) {
        FailureLog.quietly(() -> LOG.error(
                "The command /{} could not be registered, so it cannot be used: {}. If Discord refuses access, invite the"
                        + " bot with the scope applications.commands; if it names a limit or a name that is taken, give the"
                        + " panel another name with command(…), or register commandData() yourself where you want it;"
                        + " otherwise restart the bot to try again",
                command,
                UserExceptions.text(error)));
    }

    static void done(String who, String command, String result) {
        FailureLog.quietly(() -> LOG.info("{}, {}: {}", who, command, result));
    }

    static void begun(String who, String command, String loop) {
        FailureLog.quietly(() -> LOG.info("{}, {}: begun for {}", who, command, loop));
    }

    static void refused(String who, String command) {
        FailureLog.quietly(() -> LOG.info(
                "{} may not use {} and was refused; allow(…) of the panel lets in others than administrators",
                who,
                command));
    }

    static void predicateFailed(String who, Throwable error) {
        FailureLog.error(LOG, "What the panel was given to allow failed, so " + who + " was refused", error);
    }

    static void notAnswered(String who, String command, Throwable error) {
        FailureLog.quietly(() -> LOG.warn(
                "The answer to {} for {} did not arrive: {}; a command to a loop was carried out all the same",
                who,
                command,
                UserExceptions.text(error)));
    }

    static void answeredAlready(String who, String command) {
        FailureLog.quietly(() -> LOG.warn(
                "Another listener has answered {} for {}, so this panel does nothing; give each panel of a bot a command"
                        + " of its own with command(…)",
                who,
                command));
    }

    static void failed(String who, String command, Throwable error) {
        FailureLog.error(LOG, "Answering " + who + " for " + command + " failed", error);
    }
}
