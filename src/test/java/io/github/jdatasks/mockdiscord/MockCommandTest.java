package io.github.jdatasks.mockdiscord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.dv8tion.jda.api.Permission;
import net.dv8tion.jda.api.events.guild.GuildJoinEvent;
import net.dv8tion.jda.api.events.interaction.command.CommandAutoCompleteInteractionEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.interactions.DiscordLocale;
import net.dv8tion.jda.api.interactions.commands.Command;
import net.dv8tion.jda.api.interactions.commands.DefaultMemberPermissions;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import net.dv8tion.jda.api.interactions.commands.build.OptionData;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;
import net.dv8tion.jda.api.interactions.commands.build.SubcommandData;
import net.dv8tion.jda.api.requests.Route;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.internal.requests.RestActionImpl;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("e2e")
class MockCommandTest {
    private final MockDiscord discord = MockDiscord.start();
    private final MockMember alice = discord.member("alice");
    private TestClient client;

    @BeforeEach
    void login() throws InterruptedException {
        discord.patience(TestClient.SOON);
        client = TestClient.ready(discord);
        client.jda().addEventListener(new Options());
    }

    @AfterEach
    void close() {
        client.close();
        discord.close();
    }

    private void register(SlashCommandData command) {
        client.jda().upsertCommand(command).complete();
    }

    @Test
    void options_have_every_type_that_a_bot_uses() {
        register(Commands.slash("all", "All types")
                .addOption(OptionType.STRING, "string", "s")
                .addOption(OptionType.INTEGER, "integer", "i")
                .addOption(OptionType.BOOLEAN, "boolean", "b")
                .addOption(OptionType.USER, "user", "u")
                .addOption(OptionType.CHANNEL, "channel", "c")
                .addOption(OptionType.ROLE, "role", "r")
                .addOption(OptionType.MENTIONABLE, "mentionable", "m")
                .addOption(OptionType.NUMBER, "number", "n"));
        MockInteraction all = alice.slash(SlashCall.of("all")
                .option("string", "text")
                .option("integer", 9_007_199_254_740_991L)
                .option("boolean", true)
                .option("user", discord.member("bob").role("moderators"))
                .option("channel", discord.guild().channel())
                .option("role", discord.role("moderators"))
                .option("mentionable", MockUser.person(77, "carol"))
                .option("number", 0.25));

        assertThat(all.reply().content())
                .isEqualTo("string text, integer 9007199254740991, boolean true, user bob [moderators],"
                        + " channel general, role moderators, mentionable carol, number 0.25");
    }

    @Test
    void a_choice_is_given_by_its_name_or_its_value() {
        register(Commands.slash("speed", "Sets it")
                .addOptions(new OptionData(OptionType.INTEGER, "speed", "s", true)
                        .addChoice("slow", 1)
                        .addChoice("fast", 9)));

        assertThat(alice.slash(SlashCall.of("speed").option("speed", "fast"))
                        .reply()
                        .content())
                .isEqualTo("integer 9");
        assertThat(alice.slash(SlashCall.of("speed").option("speed", 1)).reply().content())
                .isEqualTo("integer 1");
        assertThatIllegalStateException()
                .isThrownBy(() -> alice.slash(SlashCall.of("speed").option("speed", 2)))
                .withMessageStartingWith(
                        "/speed has no choice 2 for speed (INTEGER, required), but [MockChoice[name=slow");
    }

    @Test
    void options_that_do_not_fit_are_refused_as_by_the_client_of_Discord() {
        register(Commands.slash("run", "Runs it")
                .addSubcommands(
                        new SubcommandData("loop", "Runs a loop").addOption(OptionType.STRING, "name", "Which", true)));

        assertThatIllegalStateException()
                .isThrownBy(() -> alice.slash("run loop"))
                .withMessage("/run loop needs the option name (STRING, required)");
        assertThatIllegalStateException()
                .isThrownBy(() -> alice.slash(SlashCall.of("run loop").option("nmae", "digest")))
                .withMessage("/run loop has no option nmae, but [name (STRING, required)]");
        assertThatIllegalStateException()
                .isThrownBy(() -> alice.slash(SlashCall.of("run loop").option("name", 3)))
                .withMessage("/run loop cannot have 3, a Integer, for name (STRING, required)");
    }

    @Test
    void choices_are_offered_for_what_a_person_types() {
        register(Commands.slash("run", "Runs it")
                .addSubcommands(new SubcommandData("loop", "Runs a loop")
                        .addOption(OptionType.STRING, "name", "Which", true, true)
                        .addOption(OptionType.BOOLEAN, "now", "At once")));
        SlashCall call = SlashCall.of("run loop").option("now", true);

        assertThat(alice.type(call, "name", "di").choices())
                .containsExactly(new MockChoice("di by alice [now, name]", "value of di"));
        assertThat(alice.type(call, "name", "").choices()).isEmpty();
        assertThatIllegalStateException()
                .isThrownBy(() -> alice.type(call, "now", "t"))
                .withMessage("/run loop has no autocompletion for now (BOOLEAN)");
    }

    @Test
    void a_registered_command_is_readable() {
        register(Commands.slash("loops", "Lists the loops")
                .setNameLocalization(DiscordLocale.GERMAN, "schleifen")
                .setDescriptionLocalization(DiscordLocale.GERMAN, "Zeigt die Schleifen")
                .setDefaultPermissions(DefaultMemberPermissions.enabledFor(Permission.MANAGE_SERVER))
                .addOptions(new OptionData(OptionType.STRING, "state", "Which ones", true, true)
                        .setNameLocalization(DiscordLocale.GERMAN, "zustand")));
        MockCommand loops = discord.command("loops");

        assertThat(loops.id()).isPositive();
        assertThat(loops.guildId()).isZero();
        assertThat(loops.description()).isEqualTo("Lists the loops");
        assertThat(loops.names()).isEqualTo(Map.of("de", "schleifen"));
        assertThat(loops.descriptions()).isEqualTo(Map.of("de", "Zeigt die Schleifen"));
        assertThat(loops.defaultMemberPermissions()).isEqualTo(Permission.MANAGE_SERVER.getRawValue());
        assertThat(loops.contexts()).contains("GUILD", "BOT_DM");
        MockCommand.Option state = loops.options().get(0);
        assertThat(state.type()).isEqualTo(OptionType.STRING);
        assertThat(state.required()).isTrue();
        assertThat(state.autocomplete()).isTrue();
        assertThat(state.names()).isEqualTo(Map.of("de", "zustand"));
    }

    @Test
    void where_a_command_can_be_used_is_readable_whatever_JDA_sends() {
        DataArray commands = DataArray.empty()
                .add(Commands.slash("new", "n")
                        .toData()
                        .put("contexts", DataArray.empty().add(0).add(2)))
                .add(Commands.slash("guild", "g").toData().put("contexts", null).put("dm_permission", false))
                .add(Commands.slash("old", "o").toData().put("contexts", null).put("dm_permission", true));
        Route.CompiledRoute all = Route.Interactions.UPDATE_COMMANDS.compile(
                Long.toString(discord.bot().id()));
        new RestActionImpl<Object>(
                        client.jda(), all, RequestBody.create(commands.toString(), MediaType.get("application/json")))
                .complete();

        assertThat(discord.command("new").contexts()).containsExactlyInAnyOrder("GUILD", "PRIVATE_CHANNEL");
        assertThat(discord.command("guild").contexts()).containsExactly("GUILD");
        assertThat(discord.command("old").contexts()).containsExactlyInAnyOrder("GUILD", "BOT_DM");
    }

    @Test
    void a_command_that_is_registered_again_keeps_its_id() {
        Command first = client.jda().upsertCommand("loops", "Lists them").complete();
        Command again = client.jda().upsertCommand("loops", "Lists all").complete();
        client.jda()
                .updateCommands()
                .addCommands(Commands.slash("loops", "Lists every loop"), Commands.slash("more", "More"))
                .complete();

        assertThat(again.getIdLong()).isEqualTo(first.getIdLong());
        assertThat(discord.commands())
                .extracting(MockCommand::name, MockCommand::description)
                .containsExactly(tuple("loops", "Lists every loop"), tuple("more", "More"));
        assertThat(discord.command("loops").id()).isEqualTo(first.getIdLong());
    }

    @Test
    void a_command_is_read_changed_and_deleted_by_its_id() {
        Command command = client.jda().upsertCommand("loops", "Lists them").complete();
        command.editCommand().setDescription("Lists all").complete();

        assertThat(client.jda()
                        .retrieveCommandById(command.getIdLong())
                        .complete()
                        .getDescription())
                .isEqualTo("Lists all");
        assertThat(discord.command("loops").description()).isEqualTo("Lists all");
        command.delete().complete();
        assertThat(discord.commands()).isEmpty();
        assertThatThrownBy(() -> command.delete().complete())
                .isInstanceOfSatisfying(
                        ErrorResponseException.class,
                        e -> assertThat(e.getErrorCode()).isEqualTo(10063));
    }

    @Test
    void a_guild_has_its_own_commands_beside_the_global_ones() throws InterruptedException {
        MockGuild other = MockGuild.numbered(50);
        discord.join(other);
        client.await(GuildJoinEvent.class);
        register(Commands.slash("everywhere", "e"));
        Objects.requireNonNull(client.jda().getGuildById(other.id()))
                .upsertCommand("here", "h")
                .complete();

        assertThat(discord.commands()).extracting(MockCommand::name).containsExactly("everywhere");
        assertThat(discord.commands(other)).extracting(MockCommand::guildId).containsExactly(other.id());
        assertThat(alice.in(other).slash("here").reply().content()).isEqualTo("nothing");
        assertThat(alice.in(other).slash("everywhere").reply().content()).isEqualTo("nothing");
        discord.patience(Duration.ofMillis(1));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> discord.command("here"))
                .withMessage("No command /here is registered, but [everywhere]");
    }

    private static final class Options extends ListenerAdapter {

        @Override
        public void onSlashCommandInteraction(SlashCommandInteractionEvent event) {
            List<String> options = event.getOptions().stream()
                    .map(option -> switch (option.getType()) {
                        case STRING -> "string " + option.getAsString();
                        case INTEGER -> "integer " + option.getAsLong();
                        case BOOLEAN -> "boolean " + option.getAsBoolean();
                        case NUMBER -> "number " + option.getAsDouble();
                        case USER ->
                            "user " + option.getAsUser().getName() + " "
                                    + Objects.requireNonNull(option.getAsMember()).getRoles().stream()
                                            .map(role -> role.getName())
                                            .toList();
                        case CHANNEL -> "channel " + option.getAsChannel().getName();
                        case ROLE -> "role " + option.getAsRole().getName();
                        case MENTIONABLE -> "mentionable " + option.getAsUser().getName();
                        default -> "?";
                    })
                    .toList();
            event.reply(options.isEmpty() ? "nothing" : String.join(", ", options))
                    .queue();
        }

        @Override
        public void onCommandAutoCompleteInteraction(CommandAutoCompleteInteractionEvent event) {
            String typed = event.getFocusedOption().getValue();
            if (typed.isEmpty()) {
                event.replyChoices().queue();
                return;
            }
            List<String> names =
                    event.getOptions().stream().map(option -> option.getName()).toList();
            event.replyChoice(typed + " by " + event.getUser().getName() + " " + names, "value of " + typed)
                    .queue();
        }
    }
}
