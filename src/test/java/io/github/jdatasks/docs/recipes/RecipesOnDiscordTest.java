package io.github.jdatasks.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopStats;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.e2e.Await;
import io.github.jdatasks.e2e.Bot;
import io.github.jdatasks.e2e.EndToEnd;
import io.github.jdatasks.mockdiscord.GatewayFrame;
import io.github.jdatasks.mockdiscord.MockDiscord;
import io.github.jdatasks.mockdiscord.RestReply;
import io.github.jdatasks.mockdiscord.RestRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.entities.Activity;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.entities.channel.concrete.TextChannel;
import net.dv8tion.jda.api.requests.ErrorResponse;
import net.dv8tion.jda.api.requests.RestAction;
import net.dv8tion.jda.api.utils.TimeUtil;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code docs/recipes.md} says of requests and the status, with an unmodified JDA. */
@EndToEnd
class RecipesOnDiscordTest {
    private static final int PRESENCE = 3;
    private static final String MESSAGES = "/channels/\\d+/messages";

    private final MockDiscord discord = MockDiscord.start();
    private final long channelId = discord.guild().channel().id();

    @AfterEach
    void close() {
        discord.close();
    }

    // ---- the status ----

    @Test
    void one_status_is_sent_for_all_that_an_outage_has_missed() throws InterruptedException {
        RotatingStatus cog = new RotatingStatus();
        LoopTask rotate = cog.loop("rotate");
        rotate.changeInterval(Duration.ofHours(1));
        try (Bot bot = Bot.login(discord, cog)) {
            Await.until("the first status", () -> statuses().size() == 1);
            awayFrom(bot);
            rotate.changeInterval(Duration.ofMillis(20));
            LoopStats before = rotate.stats();
            CountDownLatch ticks = new CountDownLatch(10);
            LoopTask witness = Loops.every(Duration.ofMillis(20)).start(run -> ticks.countDown());
            ticks.await();
            witness.stop().join();
            assertThat(rotate.stats().runs()).isEqualTo(1);
            backAgain(bot);

            Await.until("a run", () -> rotate.stats().runs() > 1);
            cog.unload().join();
            bot.jda().getPresence().setActivity(Activity.playing("the end"));
            Await.until("the last status", () -> statuses().contains("the end"));
            LoopStats after = rotate.stats();
            assertThat(statuses()).hasSize((int) after.runs());
            assertThat(after.missed() - before.missed()).isGreaterThanOrEqualTo(9);
        }
    }

    @Test
    void each_status_that_is_set_in_an_outage_without_a_loop_is_sent_after_it() {
        try (Bot bot = Bot.login(discord)) {
            bot.awaitConnected();
            awayFrom(bot);
            IntStream.range(0, 20).forEach(i -> bot.jda().getPresence().setActivity(Activity.playing("game " + i)));
            backAgain(bot);
            Await.until("the last status", () -> statuses().contains("game 19"));
            assertThat(statuses()).hasSize(20);
        }
    }

    private void awayFrom(Bot bot) {
        discord.gateway().down();
        bot.awaitStatus(JDA.Status.WAITING_TO_RECONNECT, 2);
        discord.gateway().clearFrames();
    }

    private void backAgain(Bot bot) {
        discord.gateway().up();
        bot.awaitStatus(JDA.Status.CONNECTED, 2);
    }

    private List<String> statuses() {
        return discord.gateway().frames().stream()
                .filter(frame -> frame.op() == PRESENCE)
                .map(GatewayFrame::payload)
                .map(payload -> payload.getObject("d").getArray("activities").getObject(0))
                .map(activity -> activity.getString("name"))
                .toList();
    }

    // ---- old messages ----

    @Test
    void a_hundred_messages_are_deleted_with_one_request() {
        Cleanup cog = new Cleanup(channelId, Duration.ZERO);
        try (Bot bot = Bot.login(discord, cog)) {
            bot.awaitConnected();
            Await.until("the first run", () -> cog.loop("deleteOld").stats().runs() == 1);
            IntStream.range(0, 150).forEach(i -> discord.member("alice").say("message " + i));
            long last = System.currentTimeMillis();
            Await.until("the next millisecond", () -> System.currentTimeMillis() > last);

            cleanUp(cog);
            cleanUp(cog);
            cleanUp(cog);
            assertThat(requests("POST", MESSAGES + "/bulk-delete"))
                    .extracting(request -> request.json().getArray("messages").length())
                    .containsExactly(100, 50);
            assertThat(requests("DELETE", MESSAGES + "/\\d+")).isEmpty();
        }
    }

    @Test
    void messages_that_are_too_old_for_that_are_deleted_one_after_the_other() {
        Duration slow = Duration.ofMillis(100);
        discord.rest().answer(1, request -> request.is("GET", MESSAGES), history(8, 9, 13, 15, 400));
        discord.rest()
                .answer(
                        2,
                        request -> request.is("DELETE", MESSAGES + "/\\d+"),
                        RestReply.json(204, "").after(slow));
        Cleanup cog = new Cleanup(channelId, Duration.ofDays(7));
        try (Bot bot = Bot.login(discord, cog)) {
            bot.awaitConnected();
            Await.until("a run", () -> cog.loop("deleteOld").stats().runs() == 1, cog::loops);

            assertThat(cog.loop("deleteOld").stats().failures()).isZero();
            assertThat(requests("POST", MESSAGES + "/bulk-delete"))
                    .singleElement()
                    .satisfies(request -> assertThat(
                                    request.json().getArray("messages").length())
                            .isEqualTo(3));
            List<RestRequest> single = requests("DELETE", MESSAGES + "/\\d+");
            assertThat(single).hasSize(2);
            assertThat(Duration.between(single.get(0).time(), single.get(1).time()))
                    .isGreaterThanOrEqualTo(slow);
        }
    }

    @Test
    void a_stop_ends_the_run_before_the_next_message() {
        discord.rest().answer(1, request -> request.is("GET", MESSAGES), history(15, 16, 17));
        discord.rest()
                .answer(
                        3,
                        request -> request.is("DELETE", MESSAGES + "/\\d+"),
                        RestReply.json(204, "").after(Duration.ofMillis(300)));
        Cleanup cog = new Cleanup(channelId, Duration.ofDays(7));
        try (Bot bot = Bot.login(discord, cog)) {
            bot.awaitConnected();
            Await.until(
                    "a request", () -> !requests("DELETE", MESSAGES + "/\\d+").isEmpty());
            cog.loop("deleteOld").stop().join();
            assertThat(requests("DELETE", MESSAGES + "/\\d+")).hasSize(1);
            assertThat(cog.loop("deleteOld").stats().failures()).isZero();
        }
    }

    private static void cleanUp(Cleanup cog) {
        cog.loop("deleteOld").runNow().join();
    }

    private List<RestRequest> requests(String method, String path) {
        return discord.rest().requests().stream()
                .filter(request -> request.is(method, path))
                .toList();
    }

    /** Returns messages of these ages, the newest first. */
    private RestReply history(int... days) {
        DataArray messages = DataArray.empty();
        DataObject author = DataObject.empty().put("id", "7").put("username", "alice");
        for (int age : days) {
            long id = TimeUtil.getDiscordTimestamp(
                    System.currentTimeMillis() - Duration.ofDays(age).toMillis());
            messages.add(DataObject.empty()
                    .put("id", Long.toString(id))
                    .put("channel_id", Long.toString(channelId))
                    .put("author", author)
                    .put("type", 0)
                    .put("content", age + " days old")
                    .put("mentions", DataArray.empty())
                    .put("mention_roles", DataArray.empty()));
        }
        return RestReply.json(200, messages.toString());
    }

    // ---- operators of requests ----

    @Test
    void a_condition_of_flatMap_that_is_false_counts_as_a_failure() {
        LoopTask task = runOnce(channel -> channel.sendMessage("hello").flatMap(sent -> false, Message::delete));
        assertThat(task.stats().failures()).isEqualTo(1);
        assertThat(task.stats().lastError()).containsInstanceOf(CancellationException.class);
    }

    @Test
    void an_error_that_onErrorFlatMap_does_not_match_counts_as_a_success() {
        discord.rest()
                .answer(1, request -> request.is("POST", MESSAGES), RestReply.error(403, 50013, "Missing Permissions"));
        LoopTask task = runOnce(channel -> channel.sendMessage("hello")
                .onErrorFlatMap(ErrorResponse.UNKNOWN_MESSAGE::test, error -> channel.sendMessage("instead")));
        assertThat(requests("POST", MESSAGES)).hasSize(1);
        assertThat(task.stats().runs()).isEqualTo(1);
        assertThat(task.stats().failures()).isZero();
    }

    @Test
    void an_error_that_onErrorMap_does_not_match_counts_as_a_failure() {
        discord.rest()
                .answer(1, request -> request.is("POST", MESSAGES), RestReply.error(403, 50013, "Missing Permissions"));
        LoopTask task = runOnce(
                channel -> channel.sendMessage("hello").onErrorMap(ErrorResponse.UNKNOWN_MESSAGE::test, error -> null));
        assertThat(task.stats().failures()).isEqualTo(1);
    }

    private LoopTask runOnce(Function<TextChannel, RestAction<?>> request) {
        ConnectionGate gate = new ConnectionGate();
        LoopTask task = Loops.every(Duration.ofHours(1))
                .count(1)
                .gate(gate)
                .buildRest(run -> request.apply(Objects.requireNonNull(run.jda().getTextChannelById(channelId))));
        var end = task.start();
        try (Bot bot = Bot.login(discord, gate)) {
            bot.awaitConnected();
            end.join();
        }
        return task;
    }
}
