package io.github.jdatasks.mockdiscord;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.entities.Message.Attachment;
import net.dv8tion.jda.api.entities.MessageType;
import net.dv8tion.jda.api.entities.channel.concrete.TextChannel;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.message.MessageReceivedEvent;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import net.dv8tion.jda.api.utils.AttachedFile;
import net.dv8tion.jda.api.utils.FileUpload;
import net.dv8tion.jda.api.utils.messages.MessageEditBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("e2e")
class MockMessageTest {
    private final MockDiscord discord = MockDiscord.start();
    private TestClient client;
    private TextChannel channel;

    @BeforeEach
    void login() throws InterruptedException {
        client = TestClient.ready(discord);
        channel = Objects.requireNonNull(
                client.jda().getTextChannelById(discord.guild().channel().id()));
    }

    @AfterEach
    void close() {
        client.close();
        discord.close();
    }

    private static FileUpload file(String text, String name) {
        return FileUpload.fromData(text.getBytes(StandardCharsets.UTF_8), name);
    }

    @Test
    void a_reply_refers_to_the_message_that_it_answers() throws InterruptedException {
        discord.member("alice").say("ping");
        Message ping = client.await(MessageReceivedEvent.class).getMessage();
        Message pong = ping.reply("pong").complete();

        assertThat(pong.getType()).isEqualTo(MessageType.INLINE_REPLY);
        var reference = Objects.requireNonNull(pong.getMessageReference());
        assertThat(reference.getMessageIdLong()).isEqualTo(ping.getIdLong());
        assertThat(reference.getChannelIdLong()).isEqualTo(ping.getChannelIdLong());
        assertThat(reference.getGuildIdLong()).isEqualTo(discord.guild().id());
        Message answered = Objects.requireNonNull(pong.getReferencedMessage());
        assertThat(answered.getContentRaw()).isEqualTo("ping");
        assertThat(answered.getAuthor().getName()).isEqualTo("alice");
    }

    @Test
    void a_reply_to_a_message_that_is_gone_is_a_message_like_any_other() throws InterruptedException {
        MockMember alice = discord.member("alice");
        MockMessage said = alice.say("ping");
        Message ping = client.await(MessageReceivedEvent.class).getMessage();
        alice.delete(said);
        Message pong = ping.reply("pong").complete();

        assertThat(pong.getType()).isEqualTo(MessageType.DEFAULT);
        assertThat(pong.getMessageReference()).isNull();
    }

    @Test
    void files_are_attachments_until_an_edit_leaves_them_out() {
        Message sent = channel.sendMessage("two files")
                .addFiles(file("a,b\r\n1,2", "loops.csv"), file("größer", "größe.txt"))
                .complete();
        assertThat(sent.getAttachments()).extracting(Attachment::getFileName).containsExactly("loops.csv", "größe.txt");
        assertThat(sent.getAttachments()).extracting(Attachment::getSize).containsExactly(8, 8);
        assertThat(sent.getAttachments()).extracting(Attachment::getUrl).doesNotHaveDuplicates();
        sent.editMessage("still two").complete();
        assertThat(discord.message(sent.getIdLong())
                        .json()
                        .getArray("attachments")
                        .length())
                .isEqualTo(2);
        Message edited = sent.editMessageAttachments(sent.getAttachments().get(1), file("new", "new.txt"))
                .complete();

        assertThat(edited.getAttachments()).extracting(Attachment::getFileName).containsExactly("größe.txt", "new.txt");
        assertThat(edited.getAttachments().get(0).getIdLong())
                .isEqualTo(sent.getAttachments().get(1).getIdLong());
        assertThat(sent.editMessageAttachments(new AttachedFile[0]).complete().getAttachments())
                .isEmpty();
    }

    @Test
    void the_files_of_a_reply_to_a_command_are_attachments() throws InterruptedException {
        client.jda()
                .updateCommands()
                .addCommands(Commands.slash("export", "Gives a file"))
                .complete();
        MockInteraction export = discord.slash("export");
        client.await(SlashCommandInteractionEvent.class)
                .reply("see the file")
                .addFiles(file("1", "loops.csv"))
                .complete();

        assertThat(export.reply().json().getArray("attachments").getObject(0).getString("filename"))
                .isEqualTo("loops.csv");
    }

    @Test
    void embeds_are_suppressed_by_an_edit_and_shown_again() {
        Message sent = channel.sendMessage("https://example.org").complete();
        assertThat(sent.editMessage(
                                new MessageEditBuilder().setSuppressEmbeds(true).build())
                        .complete()
                        .isSuppressedEmbeds())
                .isTrue();
        assertThat(sent.editMessage("https://example.com").complete().isSuppressedEmbeds())
                .isTrue();
        sent.suppressEmbeds(false).complete();

        assertThat(discord.message(sent.getIdLong()).flags()).isZero();
    }

    @Test
    void a_bot_can_hide_the_embeds_of_others() throws InterruptedException {
        MockMessage said = discord.member("alice").say("https://example.org");
        client.await(MessageReceivedEvent.class)
                .getMessage()
                .suppressEmbeds(true)
                .complete();

        assertThat(discord.message(said.id()).flags()).isEqualTo(Message.MessageFlag.EMBEDS_SUPPRESSED.getValue());
    }
}
