package io.github.jdatasks.internal.panel;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.StatusChangeEvent;
import net.dv8tion.jda.api.events.session.ReadyEvent;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;

/** Registers the command of a panel, once for each bot, and leaves its other commands alone. */
final class CommandRegistration {
    private final Set<Long> bots = ConcurrentHashMap.newKeySet();
    private volatile boolean leftToTheBot;

    void leaveToTheBot() {
        leftToTheBot = true;
    }

    /**
     * Registers the command if the bot is connected and this is its first event: ready, or a later one if the panel was
     * added to a bot that is running.
     */
    void onEvent(GenericEvent event, String name, Supplier<SlashCommandData> command) {
        JDA jda = event.getJDA();
        boolean isReady = event instanceof ReadyEvent
                || (jda.getStatus() == JDA.Status.CONNECTED && !(event instanceof StatusChangeEvent));
        if (!isReady || leftToTheBot || !bots.add(jda.getSelfUser().getApplicationIdLong())) {
            return;
        }
        Consumer<Throwable> failed = error -> PanelLog.notRegistered(name, error);
        try {
            jda.upsertCommand(command.get()).queue(done -> PanelLog.registered(name, done.getId()), failed);
        } catch (Throwable error) { // a text of the bot's is too long, for example
            failed.accept(error);
        }
    }
}
