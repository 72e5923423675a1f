package io.github.jdatasks.internal.panel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.dv8tion.jda.api.interactions.commands.DefaultMemberPermissions;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.OptionData;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;
import net.dv8tion.jda.api.interactions.commands.build.SubcommandData;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;

/** The slash command as Discord registers it. */
final class PanelCommand {
    static final String DEFAULT_NAME = "loops";
    static final String LIST = "list";
    static final String SHOW = "show";
    static final String LOOP = "loop";
    static final String DURATION = "duration";

    private PanelCommand() {}

    static SlashCommandData data(String name, PanelLanguages languages) {
        PanelTexts english = PanelLanguages.english();
        // That it is for guilds only has another method in JDA 6 than in JDA 5, and another name for Discord.
        SlashCommandData command = SlashCommandData.fromData(DataObject.empty()
                        .put("type", 1)
                        .put("name", name)
                        .put("description", english.get("command.description"))
                        .put("nsfw", false)
                        .put("dm_permission", false)
                        .put("contexts", DataArray.empty().add(0)))
                .setDefaultPermissions(DefaultMemberPermissions.DISABLED)
                .setDescriptionLocalizations(languages.translations("command.description"));
        if (name.equals(DEFAULT_NAME)) {
            command.setNameLocalizations(languages.translations("command.name"));
        }
        return command.addSubcommands(subcommands(languages));
    }

    private static List<SubcommandData> subcommands(PanelLanguages languages) {
        OptionData loop = option(LOOP, languages).setAutoComplete(true);
        List<SubcommandData> subcommands = new ArrayList<>();
        subcommands.add(subcommand(LIST, languages));
        subcommands.add(subcommand(SHOW, languages).addOptions(loop));
        Arrays.stream(LoopCommand.values())
                .map(command -> subcommand(command.word, languages).addOptions(loop))
                .forEach(subcommands::add);
        subcommands.get(subcommands.size() - 1).addOptions(option(DURATION, languages)); // that of the interval
        return subcommands;
    }

    private static SubcommandData subcommand(String name, PanelLanguages languages) {
        return new SubcommandData(name, PanelLanguages.english().get(name + ".description"))
                .setNameLocalizations(languages.translations(name + ".name"))
                .setDescriptionLocalizations(languages.translations(name + ".description"));
    }

    private static OptionData option(String name, PanelLanguages languages) {
        String key = "option." + name;
        return new OptionData(OptionType.STRING, name, PanelLanguages.english().get(key + ".description"), true)
                .setNameLocalizations(languages.translations(key + ".name"))
                .setDescriptionLocalizations(languages.translations(key + ".description"));
    }
}
