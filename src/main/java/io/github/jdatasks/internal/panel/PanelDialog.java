package io.github.jdatasks.internal.panel;

import io.github.jdatasks.internal.history.RunHistories;
import io.github.jdatasks.internal.panel.LoopActions.Result;
import io.github.jdatasks.internal.panel.LoopDirectory.Entry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.OptionMapping;

/**
 * One thing that a person who may do so has done: a command, or a click. The loop is looked up anew, and the answer may
 * come later.
 *
 * @param who the person, for the log and for listeners
 * @param what was done, for the log
 */
record PanelDialog(
        String command,
        LoopDirectory directory,
        RunHistories histories,
        PanelTexts texts,
        String who,
        String what,
        Answer answer) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int SUGGESTIONS = 5;

    void onCommand(SlashCommandInteractionEvent event) {
        String subcommand = String.valueOf(event.getSubcommandName());
        if (subcommand.equals(PanelCommand.LIST)) {
            answer.send(new ListView(command, texts).show(directory, 0));
            return;
        }
        String name = event.getOption(PanelCommand.LOOP, "", OptionMapping::getAsString);
        Entry entry = directory.named(name).orElse(null);
        if (entry == null) {
            answer.send(PanelMessage.of(unknown(name)));
        } else if (subcommand.equals(PanelCommand.SHOW)) {
            answer.send(view(entry));
        } else if (subcommand.equals(LoopCommand.INTERVAL.word)) {
            String duration = event.getOption(PanelCommand.DURATION, "", OptionMapping::getAsString);
            Result result = LoopActions.changeInterval(entry.loop(), duration, who);
            answer.send(PanelMessage.of(logged(result, entry)));
        } else {
            LoopCommand.of(subcommand).ifPresent(one -> perform(one, entry, answer, PanelMessage::of));
        }
    }

    void onButton(ButtonInteractionEvent event) {
        ButtonId button = ButtonId.read(command, event.getComponentId()).orElse(null);
        Answer inPlace = answer.inPlaceOf(event);
        if (button != null && button.action().equals(ListView.ACTION)) {
            turnPage(button, inPlace);
            return;
        }
        Entry entry =
                button == null ? null : directory.withKey(button.subject()).orElse(null);
        if (button == null || entry == null) {
            answer.send(PanelMessage.of(texts.get("button.unknown", shownCommand())));
        } else if (isTooOld(button, entry)) {
            answer.send(PanelMessage.of(texts.get("button.expired", shownCommand())));
        } else if (button.action().equals(LoopView.REFRESH)) {
            inPlace.send(view(entry));
        } else {
            LoopCommand.of(button.action())
                    .filter(LoopView.BUTTONS::contains)
                    .ifPresentOrElse(
                            one -> perform(
                                    one, entry, inPlace, text -> view(entry).with(text)),
                            () -> answer.send(PanelMessage.of(texts.get("button.unknown", shownCommand()))));
        }
    }

    private void turnPage(ButtonId button, Answer inPlace) {
        List<Entry> all = directory.all();
        if (!all.isEmpty() && isTooOld(button, all.get(0))) {
            answer.send(PanelMessage.of(texts.get("button.expired", shownCommand())));
        } else {
            inPlace.send(new ListView(command, texts).show(directory, button.page()));
        }
    }

    private static boolean isTooOld(ButtonId button, Entry entry) {
        return !button.isValidAt(entry.loop().scheduler().timer().instant());
    }

    /** Does what a command says and answers: at once if that is done at once, or else when it is done. */
    private void perform(LoopCommand done, Entry entry, Answer to, Function<String, PanelMessage> shown) {
        CompletableFuture<Result> result = LoopActions.perform(done, entry.loop(), who);
        if (result.isDone()) {
            to.send(shown.apply(logged(result.join(), entry)));
            return;
        }
        to.promise();
        String meanwhile = texts.get(done.word + ".meanwhile", DiscordText.bold(entry.label()));
        Patience.with(
                entry.loop().scheduler(),
                result,
                PATIENCE,
                () -> logFailure(() -> to.sendMeanwhile(shown.apply(meanwhile))));
        PanelLog.begun(who, what, entry.label());
        var unused = result.thenAccept(ended -> logFailure(() -> to.sendPromised(shown.apply(logged(ended, entry)))));
    }

    private void logFailure(Runnable later) {
        try {
            later.run();
        } catch (Throwable error) { // of a schedule of the bot's, or a bug
            PanelLog.failed(who, what, error);
        }
    }

    /** Returns what has come of a command, in the language of the person, once it is in the log. */
    private String logged(Result result, Entry entry) {
        PanelLog.done(who, what, result.plain(entry.label()));
        return result.message(entry.label(), texts);
    }

    private PanelMessage view(Entry entry) {
        return new LoopView(command, texts).show(entry, histories.of(entry.loop()));
    }

    private String unknown(String name) {
        List<String> similar = directory.containing(name, SUGGESTIONS);
        String typed = DiscordText.bold(DiscordText.cut(name, 100));
        return similar.isEmpty()
                ? texts.get("unknown", typed, shownCommand())
                : texts.get(
                        "unknown.similar",
                        typed,
                        similar.stream().map(DiscordText::bold).collect(Collectors.joining(", ")));
    }

    /** Returns the name of the command as the person sees it. */
    private String shownCommand() {
        return command.equals(PanelCommand.DEFAULT_NAME) ? texts.get("command.name") : command;
    }
}
