package io.github.jdatasks.internal.panel;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.StatusChangeEvent;
import net.dv8tion.jda.api.events.guild.GuildJoinEvent;
import net.dv8tion.jda.api.events.session.ReadyEvent;
import net.dv8tion.jda.api.interactions.commands.Command;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;
import net.dv8tion.jda.api.requests.RestAction;

/** Registers the command of a panel once, for each bot and server where it is wanted; leaves other commands alone. */
final class CommandRegistration {
    private record Place(long application, long guild) {} // guild 0: everywhere

    private final Set<Place> places = ConcurrentHashMap.newKeySet();
    private volatile Set<Long> guilds = Set.of(); // empty for all
    private volatile boolean leftToTheBot;

    void guilds(Set<Long> ids) {
        guilds = ids;
    }

    void leaveToTheBot() {
        leftToTheBot = true;
    }

    /**
     * Registers the command where it is not yet, if the bot is connected: with the event ready, or a later one if the
     * panel was added to a bot that is running, or the bot to the server.
     */
    void onEvent(GenericEvent event, String name, Supplier<SlashCommandData> command) {
        JDA jda = event.getJDA();
        if (event instanceof GuildJoinEvent join) { // perhaps again: Discord has dropped the commands with the bot
            long guild = join.getGuild().getIdLong();
            places.removeIf(place -> place.guild() == guild);
        }
        boolean isReady = event instanceof ReadyEvent
                || (jda.getStatus() == JDA.Status.CONNECTED && !(event instanceof StatusChangeEvent));
        if (!isReady || leftToTheBot) {
            return;
        }
        long application = jda.getSelfUser().getApplicationIdLong();
        if (guilds.isEmpty() && places.add(new Place(application, 0))) {
            register(name, () -> jda.upsertCommand(command.get()));
            PanelLog.isForAll(name, jda.getGuildCache().size());
        }
        for (long id : guilds) {
            Guild guild = jda.getGuildById(id);
            if (guild != null && places.add(new Place(application, id))) {
                register(name, () -> guild.upsertCommand(command.get()));
            }
        }
    }

    private static void register(String name, Supplier<RestAction<Command>> registration) {
        Consumer<Throwable> failed = error -> PanelLog.notRegistered(name, error);
        try {
            registration.get().queue(done -> PanelLog.registered(name, done.getId()), failed);
        } catch (Throwable error) { // a text of the bot's is too long, for example
            failed.accept(error);
        }
    }
}
