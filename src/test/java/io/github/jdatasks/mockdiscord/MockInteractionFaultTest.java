package io.github.jdatasks.mockdiscord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.interactions.InteractionHook;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import net.dv8tion.jda.api.requests.RestAction;
import net.dv8tion.jda.api.requests.Route;
import net.dv8tion.jda.api.utils.FileUpload;
import net.dv8tion.jda.api.utils.data.DataObject;
import net.dv8tion.jda.internal.requests.RestActionImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("e2e")
class MockInteractionFaultTest {
    private final MockDiscord discord = MockDiscord.start();
    private final Recording<SlashCommandInteractionEvent> uses = new Recording<>();
    private TestClient client;

    @BeforeEach
    void login() throws InterruptedException {
        discord.patience(TestClient.SOON);
        client = TestClient.ready(discord);
        client.jda().addEventListener(new ListenerAdapter() {
            @Override
            public void onSlashCommandInteraction(SlashCommandInteractionEvent event) {
                uses.add(event);
            }
        });
        client.jda()
                .updateCommands()
                .addCommands(Commands.slash("loops", "Lists them"))
                .complete();
    }

    @AfterEach
    void close() {
        client.close();
        discord.close();
    }

    /** The test itself plays the bot, so that it decides when the answer comes. */
    private SlashCommandInteractionEvent use() throws InterruptedException {
        return uses.await(event -> true, 1, TestClient.SOON).get(0);
    }

    /** Returns Discord's error code, or the HTTP status if the error has none, or 0 if there is no error. */
    private static int errorOf(RestAction<?> action) {
        CompletableFuture<Integer> error = new CompletableFuture<>();
        action.queue(done -> error.complete(0), failure -> {
            if (failure instanceof ErrorResponseException refused) {
                int code = refused.getErrorCode();
                error.complete(code == 0 ? refused.getResponse().code : code);
            } else {
                error.completeExceptionally(failure);
            }
        });
        return error.orTimeout(TestClient.SOON.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Test
    void a_first_answer_after_3_seconds_is_refused() throws InterruptedException {
        MockInteraction loops = discord.slash("loops").letPass(Duration.ofSeconds(3));

        assertThat(errorOf(use().reply("late"))).isEqualTo(10062);
        assertThat(loops.log())
                .singleElement()
                .asString()
                .contains("an answer of type 4, refused with {", "Unknown interaction");
        discord.patience(Duration.ofMillis(1));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(loops::reply)
                .withMessageStartingWith("Waited 0.001 s for a reply to /loops; what came instead: an answer of type 4")
                .withMessageContaining("10062");
    }

    @Test
    void a_first_answer_within_3_seconds_is_in_time() throws InterruptedException {
        MockInteraction loops = discord.slash("loops").letPass(Duration.ofMillis(2_999));

        assertThat(errorOf(use().reply("in time"))).isZero();
        assertThat(loops.reply().content()).isEqualTo("in time");
        assertThat(loops.answer().took()).isPositive();
    }

    @Test
    void a_deferred_reply_can_be_edited_for_15_minutes() throws InterruptedException {
        MockInteraction loops = discord.slash("loops");
        InteractionHook hook = use().deferReply(true).complete();
        assertThat(loops.answer().isDeferred()).isTrue();
        assertThat(loops.answer().ephemeral()).isTrue();

        loops.letPass(Duration.ofMinutes(15).minusSeconds(1));
        assertThat(errorOf(hook.editOriginal("done"))).isZero();
        assertThat(loops.reply().content()).isEqualTo("done");
        assertThat(loops.reply().isEphemeral()).isTrue();
        loops.letPass(Duration.ofSeconds(1));
        assertThat(errorOf(hook.editOriginal("done again"))).isEqualTo(50027);
        assertThat(loops.reply().content()).isEqualTo("done");
    }

    @Test
    void a_second_first_answer_is_refused() throws InterruptedException {
        MockInteraction loops = discord.slash("loops");
        SlashCommandInteractionEvent event = use();
        event.reply("first").complete();

        // JDA itself refuses another reply by the same event.
        Route.CompiledRoute callback = Route.Interactions.CALLBACK.compile(event.getId(), event.getToken());
        assertThat(errorOf(new RestActionImpl<>(
                        client.jda(), callback, DataObject.empty().put("type", 5))))
                .isEqualTo(40060);
        assertThat(loops.reply().content()).isEqualTo("first");
    }

    @Test
    void an_answer_of_the_wrong_type_is_refused() throws InterruptedException {
        discord.slash("loops");
        SlashCommandInteractionEvent event = use();
        Route.CompiledRoute callback = Route.Interactions.CALLBACK.compile(event.getId(), event.getToken());

        // 7 changes the message of a button, and a command has none.
        assertThat(errorOf(new RestActionImpl<>(
                        client.jda(), callback, DataObject.empty().put("type", 7))))
                .isEqualTo(50035);
    }

    @Test
    void a_first_answer_can_be_made_to_fail_and_be_late() throws InterruptedException {
        MockInteraction loops = discord.slash("loops");
        discord.rest().answer(1, RestRequest::isFirstAnswer, RestReply.status(500));
        assertThat(errorOf(use().reply("lost"))).isEqualTo(500);
        discord.rest().answer(1, RestRequest::isFirstAnswer, RestReply.delayed(Duration.ofMillis(50)));
        uses.clear();
        MockInteraction again = discord.slash("loops");
        assertThat(errorOf(use().reply("late"))).isZero();

        assertThat(again.reply().content()).isEqualTo("late");
        assertThat(loops.log()).isEmpty();
    }

    @Test
    void an_edit_can_be_made_to_fail_or_wait_for_a_rate_limit() throws InterruptedException {
        MockInteraction loops = discord.slash("loops");
        InteractionHook hook = use().deferReply().complete();
        discord.rest().answer(1, RestRequest::isLaterAnswer, RestReply.error(403, 50013, "Missing Permissions"));
        assertThat(errorOf(hook.editOriginal("lost"))).isEqualTo(50013);
        discord.rest().answer(1, RestRequest::isLaterAnswer, RestReply.rateLimited(Duration.ofMillis(1)));
        assertThat(errorOf(hook.editOriginal("second try"))).isZero();

        assertThat(loops.reply().content()).isEqualTo("second try");
    }

    @Test
    void the_reply_can_be_read_edited_and_deleted_by_the_bot() throws InterruptedException {
        MockInteraction loops = discord.slash("loops");
        InteractionHook hook = use().reply("1 %").complete();
        hook.editOriginal("100 %").complete();

        assertThat(loops.reply(message -> message.content().equals("100 %")).edits())
                .isEqualTo(1);
        assertThat(hook.retrieveOriginal().complete().getContentRaw()).isEqualTo("100 %");
        hook.deleteOriginal().complete();
        assertThat(loops.reply(MockMessage::isDeleted).content()).isEqualTo("100 %");
        assertThat(errorOf(hook.retrieveOriginal())).isEqualTo(10008);
        assertThat(loops.log()).hasSize(5).last().asString().startsWith("GET …/messages/@original, refused with");
    }

    @Test
    void further_messages_follow_a_reply() throws InterruptedException {
        MockInteraction loops = discord.slash("loops");
        InteractionHook hook = use().reply("first").complete();
        Message second = hook.sendMessage("second").setEphemeral(true).complete();
        hook.sendMessage("third").complete();
        second.delete().complete();

        assertThat(loops.followUps(2)).extracting(MockMessage::content).containsExactly("second", "third");
        assertThat(loops.followUps(2)).extracting(MockMessage::isEphemeral).containsExactly(true, false);
        assertThat(loops.followUps(2)).extracting(MockMessage::isDeleted).containsExactly(true, false);
    }

    @Test
    void messages_are_out_of_reach_for_other_interactions() throws InterruptedException {
        MockMessage said = discord.member("alice").say("hello");
        MockInteraction first = discord.slash("loops");
        use().reply("first").complete();
        uses.clear();
        discord.slash("loops");
        InteractionHook hook = use().reply("second").complete();
        Message further = hook.sendMessage("third").complete();

        for (long id : List.of(said.id(), first.reply().id())) {
            assertThat(errorOf(hook.editMessageById(id, "changed"))).isEqualTo(10008);
            assertThat(errorOf(hook.deleteMessageById(id))).isEqualTo(10008);
        }
        assertThat(first.reply().content()).isEqualTo("first");
        assertThat(errorOf(hook.editMessageById(further.getIdLong(), "changed")))
                .isZero();
        assertThat(discord.message(further.getIdLong()).content()).isEqualTo("changed");
    }

    @Test
    void the_first_further_message_takes_the_place_of_a_deferred_reply() throws InterruptedException {
        MockInteraction loops = discord.slash("loops");
        InteractionHook hook = use().deferReply(true).complete();
        hook.sendMessage("done").complete();

        assertThat(loops.reply().content()).isEqualTo("done");
        assertThat(loops.reply().isEphemeral()).isTrue();
        assertThat(loops.reply().edits()).isZero();
    }

    @Test
    void a_wait_for_a_reply_says_that_the_bot_has_only_deferred_it() throws InterruptedException {
        MockInteraction loops = discord.slash("loops");
        use().deferReply().complete();
        discord.patience(Duration.ofMillis(1));

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(loops::reply)
                .withMessageStartingWith(
                        "Waited 0.001 s for a reply to /loops; what came instead: DEFERRED_REPLY after");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(loops::choices)
                .withMessageStartingWith(
                        "Choices were expected, but the bot's answer is MockAnswer[type=DEFERRED_REPLY");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> loops.followUps(1))
                .withMessageStartingWith("Waited 0.001 s for a message that follows the answer to /loops");
    }

    @Test
    void a_reply_may_have_files() throws InterruptedException {
        MockInteraction loops = discord.slash("loops");
        use().reply("see the file")
                .addFiles(FileUpload.fromData("a,b\n1,2".getBytes(StandardCharsets.UTF_8), "loops.csv"))
                .complete();

        assertThat(loops.reply().content()).isEqualTo("see the file");
        assertThat(discord.rest()
                        .await(RestRequest::isFirstAnswer, TestClient.SOON)
                        .files())
                .containsExactly("loops.csv");
    }
}
