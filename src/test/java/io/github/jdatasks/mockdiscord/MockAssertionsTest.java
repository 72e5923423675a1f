package io.github.jdatasks.mockdiscord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import net.dv8tion.jda.api.EmbedBuilder;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.entities.channel.concrete.TextChannel;
import net.dv8tion.jda.api.events.channel.ChannelCreateEvent;
import net.dv8tion.jda.api.events.message.MessageReceivedEvent;
import net.dv8tion.jda.api.utils.messages.MessageCreateBuilder;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("e2e")
class MockAssertionsTest {
    private final MockDiscord discord = MockDiscord.start();
    private TestClient client;
    private TextChannel general;

    @BeforeEach
    void login() throws InterruptedException {
        discord.patience(TestClient.SOON);
        client = TestClient.ready(discord);
        general = Objects.requireNonNull(
                client.jda().getTextChannelById(discord.channel("general").id()));
    }

    @AfterEach
    void close() {
        client.close();
        discord.close();
    }

    private static void assertFails(ThrowingCallable assertion, String... parts) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(assertion)
                .satisfies(error -> assertThat(error).message().contains(parts));
    }

    @Test
    void a_message_is_waited_for() {
        general.sendMessage("good night").queue();
        general.sendMessage("good morning").queue();

        discord.channel("general").assertSent("good morning").assertPublic().assertContent("good morning");
        assertThat(discord.channel("general").assertSent(2))
                .extracting(MockMessage::content)
                .containsExactly("good night", "good morning");
        assertThat(discord.channel("general")
                        .assertSent(m -> m.content().startsWith("good n"))
                        .edits())
                .isZero();
    }

    @Test
    void an_edit_may_bring_the_message() {
        Message progress = general.sendMessage("1 %").complete();
        progress.editMessage("100 %").queue();

        assertThat(discord.channel("general").assertSent("100 %").edits()).isEqualTo(1);
        progress.delete().complete();
        discord.channel("general").assertNothingSent();
    }

    @Test
    void a_wait_that_fails_lists_what_was_sent_here_and_elsewhere() throws InterruptedException {
        MockChannel logs = discord.createChannel("logs");
        client.await(ChannelCreateEvent.class);
        Objects.requireNonNull(client.jda().getTextChannelById(logs.id()))
                .sendMessage("good morning")
                .complete();
        discord.channel("logs").assertSent("good morning");
        discord.patience(Duration.ofMillis(1));

        assertFails(
                () -> discord.channel("general").assertSent("good morning"),
                "Waited 0.001 s for the message \"good morning\" in #general; what came instead: nothing;"
                        + " in other channels [{mock-bot: \"good morning\"}]");
        general.sendMessage("good night").complete();
        assertFails(
                () -> discord.channel("general").assertSent(2),
                "Waited 0.001 s for 2 messages of the bot in #general; what came instead: [{mock-bot: \"good night\"}]");
        assertFails(() -> discord.channel("general").assertSent(message -> false), "for a certain message in #general");
        assertFails(
                () -> discord.channel("general").assertNothingSent(),
                "Nothing was expected in #general, but the bot sent [{mock-bot: \"good night\"}]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> discord.channel("off-topic"))
                .withMessageStartingWith("No channel \"off-topic\" in MockGuild[")
                .withMessageEndingWith("createChannel makes one");
    }

    @Test
    void private_messages_are_apart_from_others() throws InterruptedException {
        MockMember alice = discord.member("alice");
        alice.sayInPrivate("psst");
        client.await(MessageReceivedEvent.class)
                .getChannel()
                .sendMessage("what?")
                .queue();

        discord.privateMessages(alice).assertSent("what?");
        discord.channel("general").assertNothingSent();
    }

    @Test
    void members_may_be_in_a_channel_that_was_made_later() throws InterruptedException {
        MockChannel logs = new MockChannel(123456789012345678L, "logs");
        discord.addChannel(logs);
        discord.member("alice").in(logs).say("hello");

        assertThat(client.await(MessageReceivedEvent.class).getChannel().getName())
                .isEqualTo("logs");
    }

    @Test
    void a_message_is_as_expected_or_the_error_says_how_it_is() {
        List<Object> buttons = List.of(
                TestComponents.primary("run", "Run now"),
                TestComponents.disabled(TestComponents.danger("delete", "Delete")));
        MessageCreateBuilder panel = TestComponents.rows(new MessageCreateBuilder(), buttons)
                .setContent("All loops")
                .setEmbeds(new EmbedBuilder()
                        .setTitle("Loops")
                        .addField("digest", "at 08:00", true)
                        .build());
        MockMessage sent =
                discord.message(general.sendMessage(panel.build()).complete().getIdLong());

        sent.assertContent("All loops")
                .assertContains("08:00")
                .assertContains("loops")
                .assertPublic()
                .assertEmbedTitle("Loops")
                .assertField("digest", "at 08:00")
                .assertButton("Run now")
                .assertButton("run")
                .assertDisabledButton("Delete")
                .assertNoButton("Pause");
        assertFails(
                () -> sent.assertContent("Loops"), "Expected the text \"Loops\", but the message is {mock-bot: \"All");
        assertFails(() -> sent.assertContains("09:00"), "Expected \"09:00\" somewhere, but");
        assertFails(sent::assertEphemeral, "Expected an ephemeral message");
        assertFails(() -> sent.assertEmbedTitle("All"), "an embed with the title \"All\"", "title=Loops");
        assertFails(
                () -> sent.assertField("digest", "never"), "a field \"digest\" with the text \"never\"", "at 08:00");
        assertFails(() -> sent.assertButton("Delete"), "a button \"Delete\" that can be clicked", "disabled=true");
        assertFails(() -> sent.assertDisabledButton("Run now"), "a disabled button \"Run now\"");
        assertFails(() -> sent.assertNoButton("Delete"), "no button \"Delete\"");
    }
}
