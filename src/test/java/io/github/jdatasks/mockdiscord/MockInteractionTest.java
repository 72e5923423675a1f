package io.github.jdatasks.mockdiscord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import net.dv8tion.jda.api.Permission;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.interactions.commands.Command;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.CommandData;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import net.dv8tion.jda.api.interactions.commands.build.SubcommandData;
import net.dv8tion.jda.api.interactions.commands.build.SubcommandGroupData;
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

    private static void register(TestClient client, CommandData... commands) {
        client.jda().updateCommands().addCommands(commands).complete();
    }

    @Test
    void a_command_that_is_not_registered_is_refused_with_those_that_are() throws InterruptedException {
        try (TestClient client = TestClient.ready(discord)) {
            register(
                    client,
                    Commands.slash("status", "How it goes"),
                    Commands.slash("loops", "All").addSubcommands(new SubcommandData("list", "Lists them")));
            assertThatIllegalStateException()
                    .isThrownBy(() -> discord.slash("statsu"))
                    .withMessageContaining("No command /statsu has been registered")
                    .withMessageEndingWith("registered: [loops list, status]");
            assertThatIllegalStateException().isThrownBy(() -> discord.slash("loops"));
        }
    }

    @Test
    void a_command_that_is_registered_a_little_later_is_waited_for() throws InterruptedException {
        try (TestClient client = TestClient.ready(discord)) {
            client.jda().addEventListener(new Replies());
            discord.rest()
                    .answer(1, request -> request.is("PUT", ".*/commands"), RestReply.delayed(Duration.ofMillis(100)));
            client.jda()
                    .updateCommands()
                    .addCommands(Commands.slash("status", "How it goes"))
                    .queue();
            assertThat(discord.slash("status").awaitReply(TestClient.SOON)).startsWith("status by alice");
        }
    }

    @Test
    void a_wait_that_fails_says_for_what_it_was_and_what_came_instead() throws InterruptedException {
        try (TestClient client = TestClient.ready(discord)) {
            register(client, Commands.slash("status", "How it goes"));
            MockInteraction unanswered = discord.slash("status");
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> unanswered.awaitReply(Duration.ofMillis(1)))
                    .withMessageStartingWith("Waited 0.001 s for 1 × the first answer to /status, but received 0;")
                    .withMessageContaining("/commands");
        }
    }

    @Test
    void an_update_of_commands_has_an_array_as_its_body() throws InterruptedException {
        try (TestClient client = TestClient.ready(discord)) {
            register(client, Commands.slash("status", "How it goes"));
            RestRequest update = discord.rest().await(request -> request.is("PUT", ".*/commands"), TestClient.SOON);
            assertThat(update.jsonArray().getObject(0).getString("name")).isEqualTo("status");
            assertThatIllegalStateException()
                    .isThrownBy(update::json)
                    .withMessageContaining("is a JSON array; call jsonArray()");
        }
    }

    @Test
    void a_slash_command_is_answered_at_once() throws InterruptedException {
        try (TestClient client = TestClient.ready(discord)) {
            client.jda().addEventListener(new Replies());
            register(client, Commands.slash("status", "How it goes"));

            assertThat(discord.slash("status").awaitReply(TestClient.SOON)).isEqualTo("status by alice: []");
        }
    }

    @Test
    void a_slash_command_has_subcommands_options_a_user_and_permissions() throws InterruptedException {
        try (TestClient client = TestClient.ready(discord)) {
            client.jda().addEventListener(new Replies());
            register(
                    client,
                    Commands.slash("loops", "All")
                            .addSubcommandGroups(new SubcommandGroupData("group", "Some")
                                    .addSubcommands(new SubcommandData("restart", "Restarts one")
                                            .addOption(OptionType.STRING, "name", "Which")
                                            .addOption(OptionType.INTEGER, "count", "How often")
                                            .addOption(OptionType.BOOLEAN, "now", "When")
                                            .addOption(OptionType.NUMBER, "factor", "How fast"))));
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
            register(client, Commands.slash("later", "Takes its time"));
            MockInteraction later = discord.slash("later");

            assertThat(later.awaitCallback(TestClient.SOON).json().getInt("type"))
                    .isEqualTo(5);
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
