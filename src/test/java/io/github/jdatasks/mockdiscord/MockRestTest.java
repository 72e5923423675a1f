package io.github.jdatasks.mockdiscord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.time.Duration;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.entities.channel.concrete.TextChannel;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.requests.ErrorResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@Tag("e2e")
class MockRestTest {
    private final MockDiscord discord = MockDiscord.start();
    private TestClient client;
    private TextChannel channel;

    @BeforeEach
    void login() throws InterruptedException {
        client = TestClient.ready(discord);
        channel = client.jda().getTextChannelById(discord.guild().channel().id());
    }

    @AfterEach
    void close() {
        client.close();
        discord.close();
    }

    @Test
    void a_message_is_recorded_and_answered() throws InterruptedException {
        Message sent = channel.sendMessage("hello").complete();

        assertThat(sent.getContentRaw()).isEqualTo("hello");
        RestRequest request = discord.rest().await(MockRestTest::posts, TestClient.SOON);
        assertThat(request.json().getString("content")).isEqualTo("hello");
        assertThat(request.path()).isEqualTo("/channels/" + channel.getId() + "/messages");
        assertThat(sent.editMessage("changed").complete().getContentRaw()).isEqualTo("changed");
        sent.delete().complete();
        assertThat(discord.rest().requests())
                .extracting(RestRequest::method)
                .containsExactly("GET", "POST", "PATCH", "DELETE");
    }

    @Test
    void a_bot_cannot_edit_what_others_have_written() {
        MockMessage said = discord.member("alice").say("hello");

        assertThatThrownBy(() -> channel.editMessageById(said.id(), "goodbye").complete())
                .asInstanceOf(type(ErrorResponseException.class))
                .satisfies(e -> {
                    assertThat(e.getResponse().code).isEqualTo(403);
                    assertThat(e.getErrorCode()).isEqualTo(50005);
                });
        assertThat(discord.message(said.id()).content()).isEqualTo("hello");
    }

    @Test
    void a_private_channel_is_opened() {
        Message sent = client.jda()
                .openPrivateChannelById(77)
                .flatMap(privateChannel -> privateChannel.sendMessage("psst"))
                .complete();

        assertThat(sent.getContentRaw()).isEqualTo("psst");
    }

    @Test
    void requests_fail_as_often_as_told() {
        discord.rest().fail(2, 500);

        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(() -> channel.sendMessage("lost").complete())
                    .asInstanceOf(type(ErrorResponseException.class))
                    .satisfies(e -> assertThat(e.getResponse().code).isEqualTo(500));
        }
        assertThat(channel.sendMessage("found").complete().getContentRaw()).isEqualTo("found");
    }

    @Test
    void an_error_carries_its_code() {
        discord.rest().answer(1, MockRestTest::posts, RestReply.error(404, 10003, "Unknown Channel"));

        assertThatThrownBy(() -> channel.sendMessage("lost").complete())
                .asInstanceOf(type(ErrorResponseException.class))
                .satisfies(e -> assertThat(e.getErrorResponse()).isEqualTo(ErrorResponse.UNKNOWN_CHANNEL));
    }

    @Test
    void a_prepared_answer_whose_predicate_throws_is_not_used_and_leaves_a_line_in_the_log() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(MockRest.class);
        logger.addAppender(log);
        try {
            discord.rest()
                    .answer(1, request -> request.json().getString("content").equals("lost"), RestReply.status(500));
            client.jda().retrieveUserById(discord.member("alice").user().id()).complete();
            assertThatThrownBy(() -> channel.sendMessage("lost").complete()).isInstanceOf(ErrorResponseException.class);
        } finally {
            logger.detachAppender(log);
        }

        assertThat(discord.rest().requests()).extracting(RestRequest::method).containsExactly("GET", "GET", "POST");
        assertThat(log.list)
                .singleElement()
                .asString()
                .startsWith("[WARN] A prepared answer cannot tell whether it is for RestRequest[")
                .contains("/users/");
    }

    @Test
    void a_rate_limited_request_is_sent_again() throws InterruptedException {
        discord.rest().answer(1, MockRestTest::posts, RestReply.rateLimited(Duration.ofMillis(900)));

        assertThat(channel.sendMessage("at last").complete().getContentRaw()).isEqualTo("at last");
        var posts = discord.rest().await(MockRestTest::posts, 2, TestClient.SOON);
        assertThat(Duration.between(posts.get(0).time(), posts.get(1).time())).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void a_dropped_connection_is_a_network_failure() {
        discord.rest().answer(Integer.MAX_VALUE, MockRestTest::posts, RestReply.drop());
        assertThatThrownBy(() -> channel.sendMessage("lost").complete())
                .hasCauseInstanceOf(IOException.class)
                .asInstanceOf(type(ErrorResponseException.class))
                .satisfies(e -> assertThat(e.getResponse().isError()).isTrue());

        discord.rest().recover();
        channel.sendMessage("found").complete();
    }

    @Test
    void an_answer_can_be_late_and_carry_headers() {
        RestReply late = RestReply.json(
                        200,
                        EntityPayloads.message(5, channel.getIdLong(), discord.bot(), "prepared")
                                .toString())
                .header("X-Extra", "yes")
                .after(Duration.ofMillis(60));
        discord.rest().answer(1, MockRestTest::posts, late);
        discord.rest().answer(1, MockRestTest::posts, RestReply.delayed(Duration.ofMillis(60)));
        long begin = System.nanoTime();

        assertThat(channel.sendMessage("first").complete().getContentRaw()).isEqualTo("prepared");
        assertThat(channel.sendMessage("second").complete().getContentRaw()).isEqualTo("second");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(120));
    }

    @Test
    void rest_works_while_the_gateway_is_down() {
        discord.gateway().down();

        channel.sendMessage("still there").complete();
    }

    @Test
    void waiting_for_a_request_that_never_comes_fails_with_what_came() {
        assertThatThrownBy(() -> discord.rest().await(MockRestTest::posts, Duration.ofMillis(20)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("/users/@me");
        discord.rest().clearRequests();
        assertThat(discord.rest().requests()).isEmpty();
    }

    private static boolean posts(RestRequest request) {
        return request.is("POST", "/channels/\\d+/messages");
    }
}
