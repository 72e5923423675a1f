package io.github.jdatasks.example;

import io.github.jdatasks.LoopTask;
import java.util.Locale;
import java.util.stream.Collectors;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.session.ReadyEvent;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import net.dv8tion.jda.api.utils.TimeFormat;

/** The slash command /status, which says when each loop runs next. */
final class StatusCommand extends ListenerAdapter {
    private final Bot bot;

    StatusCommand(Bot bot) {
        this.bot = bot;
    }

    @Override
    public void onReady(ReadyEvent event) {
        event.getJDA()
                .updateCommands()
                .addCommands(Commands.slash("status", "When each loop runs next"))
                .queue();
    }

    @Override
    public void onSlashCommandInteraction(SlashCommandInteractionEvent event) {
        if (event.getName().equals("status")) {
            // Asking a loop never blocks, so this is fine on JDA's thread.
            event.reply(bot.loops().stream().map(StatusCommand::line).collect(Collectors.joining("\n")))
                    .setEphemeral(true)
                    .queue();
        }
    }

    private static String line(LoopTask loop) {
        // Discord shows such a time in words and keeps them true: "in 5 minutes".
        String next = loop.nextIteration()
                .map(instant -> "next " + TimeFormat.RELATIVE.format(instant))
                .orElse(loop.state().toString().toLowerCase(Locale.ROOT));
        return loop.name() + ": " + loop.schedule().describe() + ", " + next;
    }
}
