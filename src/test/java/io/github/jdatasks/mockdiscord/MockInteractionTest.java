package io.github.jdatasks.mockdiscord;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import net.dv8tion.jda.api.Permission;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.interactions.commands.Command;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("e2e")
class MockInteractionTest {
    private final MockDiscord discord = MockDiscord.start();

    @AfterEach
    void close() {
        discord.close();
    }

    @Test
    void a_slash_command_is_answered_at_once() throws InterruptedException {
        try (TestClient client = TestClient.ready(discord)) {
            client.jda().addEventListener(new Replies());

            assertThat(discord.slash("status").awaitReply(TestClient.SOON)).isEqualTo("status by alice: []");
        }
    }

    @Test
    void a_slash_command_has_subcommands_options_a_user_and_permissions() throws InterruptedException {
        try (TestClient client = TestClient.ready(discord)) {
            client.jda().addEventListener(new Replies());
            MockInteraction restart = discord.slash(SlashCall.of("loops group restart")
                    .option("name", "news")
                    .option("count", 3)
                    .option("now", true)
                    .option("factor", 0.5)
                    .by(MockUser.person(9, "bob"))
                    .in(discord.guild())
                    .asAdministrator());

            assertThat(restart.awaitReply(TestClient.SOON))
                    .isEqualTo("loops group restart by bob (administrator): [news, 3, true, 0.5]");
        }
    }

    @Test
    void a_deferred_reply_is_followed_by_an_edit() throws InterruptedException {
        try (TestClient client = TestClient.ready(discord)) {
            client.jda().addEventListener(new Replies());
            MockInteraction later = discord.slash("later");

            assertThat(later.awaitCallback(TestClient.SOON).json().getInt("type"))
                    .isEqualTo(InteractionPayloads.DEFERRED_REPLY);
            assertThat(later.awaitFollowUp(TestClient.SOON).json().getString("content"))
                    .isEqualTo("edited");
        }
    }

    @Test
    void commands_are_registered_globally_and_for_a_guild() throws InterruptedException {
        try (TestClient client = TestClient.ready(discord)) {
            List<Command> replaced = client.jda()
                    .updateCommands()
                    .addCommands(
                            Commands.slash("status", "How it goes"),
                            Commands.slash("say", "Says it").addOption(OptionType.STRING, "text", "What", true))
                    .complete();
            assertThat(replaced).extracting(Command::getName).containsExactly("status", "say");
            client.jda().upsertCommand("third", "One more").complete();
            replaced.get(0).delete().complete();

            assertThat(client.jda().retrieveCommands().complete())
                    .extracting(Command::getName)
                    .containsExactly("say", "third");
            assertThat(client.jda()
                            .getGuilds()
                            .get(0)
                            .updateCommands()
                            .addCommands(Commands.slash("local", "Here only"))
                            .complete())
                    .hasSize(1);
        }
    }

    private static final class Replies extends ListenerAdapter {

        @Override
        public void onSlashCommandInteraction(SlashCommandInteractionEvent event) {
            if (event.getName().equals("later")) {
                event.deferReply().queue(hook -> hook.editOriginal("edited").queue());
                return;
            }
            boolean administrator = Objects.requireNonNull(event.getMember()).hasPermission(Permission.ADMINISTRATOR);
            List<String> options =
                    event.getOptions().stream().map(o -> o.getAsString()).toList();
            event.reply(event.getFullCommandName() + " by " + event.getUser().getName()
                            + (administrator ? " (administrator)" : "") + ": " + options)
                    .queue();
        }
    }
}
