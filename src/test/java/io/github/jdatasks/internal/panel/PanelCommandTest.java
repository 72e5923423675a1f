package io.github.jdatasks.internal.panel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.Locale;
import java.util.PropertyResourceBundle;
import net.dv8tion.jda.api.interactions.DiscordLocale;
import net.dv8tion.jda.api.interactions.commands.DefaultMemberPermissions;
import net.dv8tion.jda.api.interactions.commands.build.OptionData;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;
import net.dv8tion.jda.api.interactions.commands.build.SubcommandData;
import org.junit.jupiter.api.Test;

class PanelCommandTest {
    private final PanelLanguages languages = new PanelLanguages();

    @Test
    void it_is_for_administrators_and_the_names_of_loops_are_completed() {
        SlashCommandData command = PanelCommand.data("loops", languages);
        assertThat(command.getDefaultPermissions().getPermissionsRaw())
                .isEqualTo(DefaultMemberPermissions.DISABLED.getPermissionsRaw());
        assertThat(command.getSubcommands())
                .extracting(SubcommandData::getName)
                .containsExactly("list", "show", "run", "pause", "resume", "stop", "start", "restart", "interval");
        assertThat(command.getSubcommands().subList(1, 9))
                .allSatisfy(
                        subcommand -> assertThat(subcommand.getOptions().get(0).isAutoComplete())
                                .isTrue());
        assertThat(command.getSubcommands().get(8).getOptions())
                .extracting(OptionData::getName)
                .containsExactly("loop", "duration");
        assertThat(command.getSubcommands().get(2).getNameLocalizations().toMap())
                .containsExactly(java.util.Map.entry(DiscordLocale.GERMAN, "ausführen"));
    }

    @Test
    void a_language_that_the_bot_adds_is_a_translation_of_the_command_too() throws IOException {
        languages.add(
                Locale.FRENCH,
                new PropertyResourceBundle(
                        new StringReader("command.name=boucles\nlist.description=Montre les boucles")));
        SlashCommandData command = PanelCommand.data("loops", languages);
        assertThat(command.getNameLocalizations().toMap()).containsEntry(DiscordLocale.FRENCH, "boucles");
        assertThat(command.getSubcommands().get(0).getDescriptionLocalizations().toMap())
                .containsEntry(DiscordLocale.FRENCH, "Montre les boucles");
    }
}
