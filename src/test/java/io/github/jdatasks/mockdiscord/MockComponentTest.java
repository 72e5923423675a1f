package io.github.jdatasks.mockdiscord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Objects;
import net.dv8tion.jda.api.EmbedBuilder;
import net.dv8tion.jda.api.Permission;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.entities.MessageEmbed;
import net.dv8tion.jda.api.events.channel.ChannelCreateEvent;
import net.dv8tion.jda.api.events.guild.GuildJoinEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.StringSelectInteractionEvent;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.interactions.DiscordLocale;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import net.dv8tion.jda.api.utils.messages.MessageCreateBuilder;
import net.dv8tion.jda.api.utils.messages.MessageCreateData;
import net.dv8tion.jda.api.utils.messages.MessageEditBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("e2e")
class MockComponentTest {
    private final MockDiscord discord = MockDiscord.start();
    private final MockMember alice = discord.member("alice");
    private TestClient client;

    @BeforeEach
    void login() throws InterruptedException {
        discord.patience(TestClient.SOON);
        client = TestClient.ready(discord);
        client.jda().addEventListener(new Panel());
        client.jda()
                .updateCommands()
                .addCommands(Commands.slash("panel", "Shows it"))
                .complete();
    }

    @AfterEach
    void close() {
        client.close();
        discord.close();
    }

    @Test
    void a_reply_is_readable_with_its_embed_and_its_components() {
        MockMessage panel = alice.slash("panel").reply();

        assertThat(panel.content()).isEqualTo("All loops");
        assertThat(panel.isEphemeral()).isTrue();
        assertThat(panel.flags()).isEqualTo(64);
        assertThat(panel.author()).isEqualTo(discord.bot().name());
        MockEmbed embed = panel.embed();
        assertThat(embed.title()).isEqualTo("Loops");
        assertThat(embed.description()).isEqualTo("What runs");
        assertThat(embed.color()).isEqualTo(0x00FF80);
        assertThat(embed.footer()).isEqualTo("as of now");
        assertThat(embed.author()).isEqualTo("mock-bot");
        assertThat(embed.field("digest")).isEqualTo("at 08:00");
        assertThat(embed.fields().get(0).inline()).isTrue();
        assertThat(panel.buttons())
                .extracting(MockButton::label, MockButton::style, MockButton::customId, MockButton::disabled)
                .containsExactly(
                        tuple("Run now", MockButton.Style.PRIMARY, "run", false),
                        tuple("Delete", MockButton.Style.DANGER, "delete", true),
                        tuple("Help", MockButton.Style.LINK, "", false));
        assertThat(panel.button("Help").url()).isEqualTo("https://example.org/help");
        assertThat(panel.menu("Which loop?").options())
                .extracting(MockMenu.Option::label, MockMenu.Option::value, MockMenu.Option::description)
                .containsExactly(
                        tuple("digest", "value of digest", "About digest"),
                        tuple("census", "value of census", "About census"));
    }

    @Test
    void a_click_changes_the_message_of_the_button() {
        MockMessage panel = alice.slash("panel").reply();
        MockInteraction click = alice.click(panel, "Run now");

        assertThat(click.answer().type()).isEqualTo(MockAnswer.Type.UPDATE);
        MockMessage after = click.reply();
        assertThat(after.id()).isEqualTo(panel.id());
        assertThat(after.content()).isEqualTo("run by alice");
        assertThat(after.edits()).isEqualTo(1);
        assertThat(after.buttons()).extracting(MockButton::label).containsExactly("Pause");
        assertThat(after.isEphemeral()).isTrue();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> alice.click(panel, "Run now"))
                .withMessageStartingWith("No button \"Run now\" in {mock-bot: \"run by alice\"")
                .withMessageContaining("label=Pause");
    }

    @Test
    void a_click_may_be_acknowledged_now_and_change_the_message_later() {
        MockMessage panel = alice.slash("panel").reply();
        MockMessage paused =
                alice.click(alice.click(panel, "run").reply(), "pause").reply();

        assertThat(paused.content()).isEqualTo("paused");
        assertThat(paused.id()).isEqualTo(panel.id());
    }

    @Test
    void a_bot_that_has_replied_to_a_click_can_still_edit_the_message_of_the_button() throws InterruptedException {
        MockMessage panel = alice.slash("panel").reply();
        alice.forgeClick(panel, "who").reply();
        ButtonInteractionEvent event = client.await(ButtonInteractionEvent.class);
        event.getHook().editMessageById(panel.id(), "asked").complete();

        assertThat(discord.message(panel.id()).content()).isEqualTo("asked");
    }

    @Test
    void a_bot_sees_a_custom_id_that_no_message_has() {
        MockMessage panel = alice.slash("panel").reply();
        MockMessage answer = alice.forgeClick(panel, "loops:drop-all").reply();

        assertThat(answer.content()).isEqualTo("no such button: loops:drop-all");
        assertThat(answer.id()).isNotEqualTo(panel.id());
    }

    @Test
    void what_a_person_cannot_click_is_refused() {
        MockMessage panel = alice.slash("panel").reply();

        assertThatIllegalStateException()
                .isThrownBy(() -> alice.click(panel, "Delete"))
                .withMessageContaining("disabled=true");
        assertThatIllegalStateException().isThrownBy(() -> alice.click(panel, "Help"));
        assertThat(alice.forgeClick(panel, "delete").reply().content()).isEqualTo("no such button: delete");
    }

    @Test
    void a_click_has_the_roles_the_permissions_and_the_language_of_the_member() {
        MockMessage panel = alice.slash("panel").reply();
        MockMember moderator = discord.member("bob")
                .role("moderators")
                .permissions(Permission.MANAGE_SERVER)
                .locale(DiscordLocale.GERMAN);

        assertThat(moderator.forgeClick(panel, "who").reply().content())
                .isEqualTo("bob, de, [moderators, permissions 32], MANAGE_SERVER true, ADMINISTRATOR false");
        assertThat(alice.administrator().forgeClick(panel, "who").reply().content())
                .isEqualTo("alice, en-US, [administrators], MANAGE_SERVER true, ADMINISTRATOR true");
        assertThat(alice.forgeClick(panel, "who").reply().content())
                .isEqualTo("alice, en-US, [], MANAGE_SERVER false, ADMINISTRATOR false");
    }

    @Test
    void something_is_selected_by_its_label_or_its_value() {
        MockMessage panel = alice.slash("panel").reply();

        assertThat(alice.select(panel, "Which loop?", "census", "value of digest")
                        .reply()
                        .content())
                .isEqualTo("[value of census, value of digest]");
        assertThatIllegalStateException()
                .isThrownBy(() -> alice.select(panel, "loop", "weather"))
                .withMessageStartingWith("\"weather\" is not among [Option[label=digest");
        assertThatIllegalStateException()
                .isThrownBy(() -> alice.select(panel, "loop"))
                .withMessageStartingWith("[] cannot be selected in");
    }

    @Test
    void buttons_of_an_ordinary_message_can_be_clicked() {
        Message sent = Objects.requireNonNull(client.jda()
                        .getTextChannelById(discord.guild().channel().id()))
                .sendMessage(Panel.message())
                .complete();
        assertThat(sent.getEmbeds())
                .singleElement()
                .extracting(MessageEmbed::getTitle)
                .isEqualTo("Loops");
        MockMessage panel = discord.message(sent.getIdLong());

        assertThat(panel.isEphemeral()).isFalse();
        assertThat(alice.click(panel, "Run now").reply().content()).isEqualTo("run by alice");
    }

    @Test
    void a_click_is_where_the_message_is() throws InterruptedException {
        MockChannel logs = discord.createChannel("logs");
        client.await(ChannelCreateEvent.class);
        Message sent = Objects.requireNonNull(client.jda().getTextChannelById(logs.id()))
                .sendMessage(Panel.message())
                .complete();
        MockInteraction click = alice.role("moderators").forgeClick(discord.message(sent.getIdLong()), "who");

        assertThat(click.reply().channelId()).isEqualTo(logs.id());
        assertThat(click.reply().content()).startsWith("alice, en-US, [moderators]");
        ButtonInteractionEvent event = client.await(ButtonInteractionEvent.class);
        assertThat(event.getChannel().getIdLong()).isEqualTo(logs.id());
        assertThat(discord.channel("logs").sent()).hasSize(2);
    }

    @Test
    void a_click_on_a_message_of_another_guild_is_in_that_guild() throws InterruptedException {
        MockGuild other = MockGuild.numbered(9);
        discord.join(other);
        client.await(GuildJoinEvent.class);
        Message sent = Objects.requireNonNull(
                        client.jda().getTextChannelById(other.channel().id()))
                .sendMessage(Panel.message())
                .complete();
        alice.role("moderators")
                .forgeClick(discord.message(sent.getIdLong()), "who")
                .reply()
                .assertContent("alice, en-US, [], MANAGE_SERVER false, ADMINISTRATOR false");

        ButtonInteractionEvent event = client.await(ButtonInteractionEvent.class);
        assertThat(Objects.requireNonNull(event.getGuild()).getIdLong()).isEqualTo(other.id());
    }

    @Test
    void a_click_in_a_private_channel_is_that_of_a_user() throws InterruptedException {
        Message sent = client.jda()
                .openPrivateChannelById(alice.user().id())
                .flatMap(channel -> channel.sendMessage(Panel.message()))
                .complete();
        MockMessage after =
                alice.click(discord.message(sent.getIdLong()), "Run now").reply();

        assertThat(after.content()).isEqualTo("run by alice");
        ButtonInteractionEvent event = client.await(ButtonInteractionEvent.class);
        assertThat(event.isFromGuild()).isFalse();
        assertThat(event.getMember()).isNull();
        assertThat(event.getUser().getIdLong()).isEqualTo(alice.user().id());
        assertThat(event.getChannel().getIdLong())
                .isEqualTo(sent.getChannel().getIdLong())
                .isEqualTo(discord.privateMessages(alice).id());
    }

    @Test
    void the_buttons_of_a_deleted_message_are_gone_too() {
        MockInteraction shown = alice.slash("panel");
        MockMessage panel = shown.reply();
        assertThat(alice.forgeClick(panel, "close").reply().isDeleted()).isTrue();

        assertThat(shown.reply(MockMessage::isDeleted).buttons()).hasSize(3);
        assertThatIllegalStateException()
                .isThrownBy(() -> alice.click(panel, "Run now"))
                .withMessageStartingWith("The message is gone");
    }

    private static final class Panel extends ListenerAdapter {

        static MessageCreateData message() {
            MessageCreateBuilder message = new MessageCreateBuilder()
                    .setContent("All loops")
                    .setEmbeds(new EmbedBuilder()
                            .setTitle("Loops")
                            .setDescription("What runs")
                            .setColor(0x00FF80)
                            .setFooter("as of now")
                            .setAuthor("mock-bot")
                            .addField("digest", "at 08:00", true)
                            .build());
            List<Object> buttons = List.of(
                    TestComponents.primary("run", "Run now"),
                    TestComponents.disabled(TestComponents.danger("delete", "Delete")),
                    TestComponents.link("https://example.org/help", "Help"));
            return TestComponents.rows(message, buttons, TestComponents.menu("loop", "Which loop?", "digest", "census"))
                    .build();
        }

        @Override
        public void onSlashCommandInteraction(SlashCommandInteractionEvent event) {
            event.reply(message()).setEphemeral(true).queue();
        }

        @Override
        public void onButtonInteraction(ButtonInteractionEvent event) {
            switch (event.getComponentId()) {
                case "run" -> {
                    MessageEditBuilder edit = new MessageEditBuilder()
                            .setContent("run by " + event.getUser().getName());
                    event.editMessage(TestComponents.rows(edit, TestComponents.primary("pause", "Pause"))
                                    .build())
                            .queue();
                }
                case "pause" ->
                    event.deferEdit().queue(hook -> hook.editOriginal("paused").queue());
                case "close" ->
                    event.deferEdit().queue(hook -> hook.deleteOriginal().queue());
                case "who" -> event.reply(who(event)).queue();
                default ->
                    event.reply("no such button: " + event.getComponentId())
                            .setEphemeral(true)
                            .queue();
            }
        }

        @Override
        public void onStringSelectInteraction(StringSelectInteractionEvent event) {
            event.reply(event.getValues().toString()).queue();
        }

        private static String who(ButtonInteractionEvent event) {
            var member = Objects.requireNonNull(event.getMember());
            return "%s, %s, %s, MANAGE_SERVER %s, ADMINISTRATOR %s"
                    .formatted(
                            member.getUser().getName(),
                            event.getUserLocale().getLocale(),
                            member.getRoles().stream()
                                    .map(role -> role.getName())
                                    .toList(),
                            member.hasPermission(Permission.MANAGE_SERVER),
                            member.hasPermission(Permission.ADMINISTRATOR));
        }
    }
}
