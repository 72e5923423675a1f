package io.github.jdatasks.internal.panel;

import io.github.jdatasks.internal.history.RunHistories;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import net.dv8tion.jda.api.entities.Member;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.interaction.command.CommandAutoCompleteInteractionEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.interactions.callbacks.IReplyCallback;
import net.dv8tion.jda.api.interactions.commands.Command;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;

/** Answers the people who use the panel; {@code LoopPanel} is its API. On JDA's threads: never blocks or throws. */
public final class Panel {
    private static final int CHOICES = 25;

    private final RunHistories histories = new RunHistories();
    private final PanelAccess access = new PanelAccess();
    private final PanelLanguages languages = new PanelLanguages();
    private final CommandRegistration registration = new CommandRegistration();
    private final LoopDirectory directory;
    private volatile String command = PanelCommand.DEFAULT_NAME;

    public Panel(LoopSource source) {
        this.directory = new LoopDirectory(source, histories);
        source.addListener(histories);
    }

    public void command(String name) {
        command = name;
    }

    public void allow(Predicate<Member> who) {
        access.allow(who);
    }

    public void guilds(Set<Long> ids) {
        access.guilds(ids);
        registration.guilds(ids);
    }

    public void texts(Locale locale, ResourceBundle texts) {
        languages.add(locale, texts);
    }

    /** Returns the command for a bot that registers it by itself. */
    public SlashCommandData commandData() {
        registration.leaveToTheBot();
        return PanelCommand.data(command, languages);
    }

    public void onEvent(GenericEvent event) {
        registration.onEvent(event, command, () -> PanelCommand.data(command, languages));
        if (event instanceof SlashCommandInteractionEvent slash
                && slash.getName().equals(command)) {
            guarded(slash, "/" + slash.getFullCommandName(), dialog -> dialog.onCommand(slash));
        } else if (event instanceof ButtonInteractionEvent button && ButtonId.isOf(command, button.getComponentId())) {
            guarded(button, "a button of /" + command, dialog -> dialog.onButton(button));
        } else if (event instanceof CommandAutoCompleteInteractionEvent typing
                && typing.getName().equals(command)) {
            onTyping(typing);
        }
    }

    /** Lets those go on who may; what goes wrong does not reach JDA. */
    private void guarded(IReplyCallback event, String what, Consumer<PanelDialog> goOn) {
        PanelTexts texts = languages.of(event.getUserLocale());
        String who = PanelLog.who(event.getUser());
        if (event.isAcknowledged()) { // else two panels would do everything twice
            PanelLog.answeredAlready(who, what);
            return;
        }
        Answer answer = Answer.to(event, who, what);
        try {
            if (access.allows(event)) {
                goOn.accept(new PanelDialog(command, directory, histories, texts, who, what, answer));
            } else {
                PanelLog.refused(who, what);
                answer.send(PanelMessage.of(texts.get("access.no")));
            }
        } catch (Throwable error) { // of a schedule of the bot's, or a bug
            PanelLog.failed(who, what, error);
            if (!event.isAcknowledged()) {
                answer.send(PanelMessage.of(excuse(texts)));
            }
        }
    }

    private static String excuse(PanelTexts texts) {
        try {
            return texts.get("failed");
        } catch (Throwable error) { // a bundle of the bot's; that is in the log already
            return PanelLanguages.english().get("failed");
        }
    }

    /** Completes the name of a loop that someone is typing. */
    private void onTyping(CommandAutoCompleteInteractionEvent event) {
        String who = PanelLog.who(event.getUser());
        String what = "the names of loops";
        try {
            List<Command.Choice> choices = access.allows(event)
                    ? directory.containing(event.getFocusedOption().getValue(), CHOICES).stream()
                            .map(name -> new Command.Choice(name, name))
                            .toList()
                    : List.of();
            event.replyChoices(choices).queue(sent -> {}, error -> PanelLog.notAnswered(who, what, error));
        } catch (Throwable error) { // a bug
            PanelLog.failed(who, what, error);
        }
    }
}
