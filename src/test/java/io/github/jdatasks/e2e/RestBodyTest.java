package io.github.jdatasks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.mockdiscord.MockDiscord;
import io.github.jdatasks.mockdiscord.RestReply;
import io.github.jdatasks.mockdiscord.RestRequest;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.entities.channel.concrete.TextChannel;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.requests.RestAction;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Loops whose bodies talk to Discord's REST side. */
@EndToEnd
class RestBodyTest {
    private static final RetryPolicy QUICK = RetryPolicy.fixedDelay(Duration.ofMillis(20));

    private final MockDiscord discord = MockDiscord.start();
    private final Journal<Throwable> errors = new Journal<>();
    private final Sender cog = new Sender();

    /** How a body makes its request. */
    enum Way {
        RETURNED,
        BLOCKING,
        FUTURE;

        LoopTask build(LoopBuilder builder, Sender cog) {
            return switch (this) {
                case RETURNED -> builder.buildRest(run -> cog.send());
                case BLOCKING ->
                    builder.build(run -> {
                        Message unused = cog.send().complete();
                    });
                case FUTURE -> builder.buildAsync(run -> cog.send().submit());
            };
        }
    }

    /** Sends messages to the first channel. */
    private final class Sender extends LoopCog {
        private Duration timeout = Duration.ZERO; // of each request, if any
        private Runnable beforeRequest = () -> {}; // is run when a request has been prepared

        LoopTask build(Way way) {
            return way.build(builder().count(1), this);
        }

        LoopBuilder builder() {
            return newLoop(Schedule.every(Duration.ofMillis(10)))
                    .name("sender")
                    .retry(QUICK)
                    .onError((error, run) -> errors.add(error));
        }

        RestAction<Message> send() {
            TextChannel channel =
                    jda().getTextChannelById(discord.guild().channel().id());
            if (channel == null) {
                throw new AssertionError("no channel");
            }
            RestAction<Message> action = channel.sendMessage("hello");
            beforeRequest.run();
            return timeout.isZero() ? action : action.timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @AfterEach
    void close() {
        discord.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_body_sends_a_message(Way way) throws InterruptedException {
        LoopTask task = cog.build(way);
        completes(task);
        assertThat(discord.rest().await(RestBodyTest::posts, Await.SOON).json().getString("content"))
                .isEqualTo("hello");
        assertThat(task.stats().retries()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void a_server_error_is_retried(Way way) {
        discord.rest().answer(2, RestBodyTest::posts, RestReply.status(500));
        LoopTask task = cog.build(way);
        completes(task);
        assertThat(posts()).isEqualTo(3);
        assertThat(task.stats().retries()).isEqualTo(2);
        assertThat(task.stats().runs()).isEqualTo(1);
        assertThat(errors.entries()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_missing_permission_is_a_failure_at_once(Way way) {
        discord.rest()
                .answer(Integer.MAX_VALUE, RestBodyTest::posts, RestReply.error(403, 50013, "Missing Permissions"));
        LoopTask task = cog.build(way);
        completes(task);
        assertThat(posts()).isEqualTo(1);
        assertThat(errors.entries()).hasSize(1).hasOnlyElementsOfType(ErrorResponseException.class);
        assertThat(task.stats().retries()).isZero();
        assertThat(task.stats().failures()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void a_connection_that_is_dropped_during_a_request_is_retried(Way way) throws InterruptedException {
        discord.rest().answer(Integer.MAX_VALUE, RestBodyTest::posts, RestReply.drop());
        LoopTask task = cog.build(way);
        try (Bot bot = Bot.login(discord, cog)) {
            bot.awaitConnected();
            Await.until("a retry", () -> task.stats().retries() > 0, task::stats);
            discord.rest().recover();
            assertThat(task.completion().join()).isEqualTo(LoopOutcome.COMPLETED);
        }
        assertThat(errors.entries()).isEmpty();
    }

    @Test
    void a_rate_limit_is_left_to_JDA() {
        discord.rest().answer(1, RestBodyTest::posts, RestReply.rateLimited(Duration.ofSeconds(1)));
        LoopTask task = cog.build(Way.RETURNED);
        completes(task);
        assertThat(posts()).isEqualTo(2);
        assertThat(task.stats().retries()).isZero();
        assertThat(task.stats().lastDuration()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void a_request_is_answered_while_the_gateway_is_away() {
        discord.rest().answer(1, RestBodyTest::posts, RestReply.delayed(Duration.ofMillis(100)));
        LoopTask task = cog.build(Way.RETURNED);
        try (Bot bot = Bot.login(discord, cog)) {
            bot.awaitConnected();
            Await.until("the request", () -> posts() == 1);
            discord.gateway().reconnect();
            assertThat(task.completion().join()).isEqualTo(LoopOutcome.COMPLETED);
        }
        assertThat(task.stats().failures() + task.stats().retries()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void a_request_after_the_shutdown_is_no_failure(Way way) throws InterruptedException {
        CountDownLatch prepared = new CountDownLatch(1);
        CountDownLatch shutDown = new CountDownLatch(1);
        CountDownLatch requested = new CountDownLatch(1);
        cog.beforeRequest = () -> {
            prepared.countDown();
            Await.until("the shutdown", () -> shutDown.getCount() == 0);
            requested.countDown();
        };
        LoopTask task = way.build(cog.builder(), cog);
        try (Bot bot = Bot.login(discord, cog)) {
            bot.awaitConnected();
            prepared.await();
            bot.jda().shutdownNow();
            bot.awaitStatus(JDA.Status.SHUTDOWN, 1);
            Await.until("the end", task::isBeingCancelled);
            shutDown.countDown();
            assertThat(task.completion().join()).isEqualTo(LoopOutcome.CANCELLED);
        }
        requested.await();
        assertThat(posts()).isZero();
        assertThat(errors.entries()).isEmpty();
        assertThat(task.stats().failures()).isZero();
        assertThat(task.hasFailed()).isFalse();
    }

    /** JDA interrupts the request, which shows when the answer comes. */
    @Test
    void a_request_that_is_cut_off_by_the_shutdown_is_no_failure() {
        discord.rest().answer(1, RestBodyTest::posts, RestReply.delayed(Duration.ofSeconds(1)));
        LoopTask task = cog.builder().buildRest(run -> cog.send());
        try (Bot bot = Bot.login(discord, cog)) {
            bot.awaitConnected();
            Await.until("the request", () -> posts() == 1);
            bot.jda().shutdownNow();
            assertThat(task.completion().join()).isEqualTo(LoopOutcome.CANCELLED);
        }
        assertThat(errors.entries()).isEmpty();
        assertThat(task.stats().failures()).isZero();
    }

    /** JDA cancels it before it says that it shuts down. */
    @ParameterizedTest
    @EnumSource
    void a_request_that_is_cancelled_by_the_shutdown_is_no_failure(Way way) throws InterruptedException {
        discord.rest().answer(Integer.MAX_VALUE, RestBodyTest::posts, RestReply.rateLimited(Duration.ofMinutes(1)));
        LoopTask task = way.build(cog.builder(), cog);
        try (Bot bot = Bot.login(discord, cog)) {
            bot.awaitConnected();
            Await.until("the request", () -> posts() == 1);
            // For JDA to read the answer and to queue the request again; without that the test would prove less.
            boolean unused = new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
            bot.jda().shutdownNow();
            assertThat(task.completion().join()).isEqualTo(LoopOutcome.CANCELLED);
        }
        assertThat(errors.entries()).isEmpty();
        assertThat(task.stats().failures()).isZero();
    }

    /** Of all that may take long, only the timeout of the whole call ends this: the server answers, but slowly. */
    @ParameterizedTest
    @EnumSource
    void a_call_that_takes_longer_than_the_timeout_of_the_client_is_retried(Way way) {
        discord.rest().answer(1, RestBodyTest::posts, RestReply.delayed(Duration.ofSeconds(6)));
        LoopTask task = cog.build(way);
        completes(
                task,
                builder -> builder.setHttpClientBuilder(new OkHttpClient.Builder().callTimeout(Duration.ofSeconds(2))));
        assertThat(task.stats().retries()).isEqualTo(1);
        assertThat(errors.entries()).isEmpty();
    }

    /** JDA looks at it when the request leaves the queue: here when the rate limit is over. */
    @ParameterizedTest
    @EnumSource
    void a_request_whose_time_runs_out_in_the_queue_is_retried(Way way) {
        discord.rest().answer(1, RestBodyTest::posts, RestReply.rateLimited(Duration.ofSeconds(1)));
        cog.timeout = Duration.ofMillis(300);
        LoopTask task = cog.build(way);
        completes(task);
        assertThat(task.stats().retries()).isEqualTo(1);
        assertThat(errors.entries()).isEmpty();
    }

    @Test
    void a_request_that_is_cut_off_by_a_cancel_is_no_failure() {
        discord.rest().answer(Integer.MAX_VALUE, RestBodyTest::posts, RestReply.delayed(Duration.ofSeconds(1)));
        LoopTask task = cog.build(Way.BLOCKING);
        try (Bot bot = Bot.login(discord, cog)) {
            bot.awaitConnected();
            Await.until("the request", () -> posts() == 1);
            assertThat(task.cancel().join()).isEqualTo(LoopOutcome.CANCELLED);
        }
        assertThat(errors.entries()).isEmpty();
        assertThat(task.stats().failures() + task.stats().retries()).isZero();
    }

    private void completes(LoopTask task) {
        completes(task, builder -> builder);
    }

    private void completes(LoopTask task, UnaryOperator<JDABuilder> settings) {
        try (Bot bot = Bot.login(discord, settings, cog)) {
            bot.awaitConnected();
            assertThat(task.completion().join()).isEqualTo(LoopOutcome.COMPLETED);
            assertThat(task.stats().runs()).isEqualTo(1);
        }
    }

    private long posts() {
        return discord.rest().requests().stream().filter(RestBodyTest::posts).count();
    }

    private static boolean posts(RestRequest request) {
        return request.is("POST", "/channels/\\d+/messages");
    }
}
