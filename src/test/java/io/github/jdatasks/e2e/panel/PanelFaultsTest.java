package io.github.jdatasks.e2e.panel;

import static ch.qos.logback.classic.Level.WARN;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.e2e.EndToEnd;
import io.github.jdatasks.mockdiscord.MockInteraction;
import io.github.jdatasks.mockdiscord.MockMessage;
import io.github.jdatasks.mockdiscord.RestReply;
import io.github.jdatasks.mockdiscord.RestRequest;
import io.github.jdatasks.panel.LoopPanel;
import io.github.jdatasks.support.LogLines;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.dv8tion.jda.api.utils.messages.MessageRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers that Discord does not take, or takes late: what was asked for is done once all the same. */
@EndToEnd
class PanelFaultsTest {
    private final LogLines ofJda = LogLines.of("net.dv8tion.jda.api.JDA"); // where uncaught exceptions end up
    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
        ofJda.close();
        assertThat(ofJda.with("uncaught exception")).isEmpty();
    }

    @Test
    void an_answer_that_fails_is_logged_and_the_loop_is_paused_all_the_same() {
        LoopTask news = stage.start("news");
        stage.discord.rest().answer(1, RestRequest::isFirstAnswer, RestReply.status(500));
        stage.use("pause", "news");
        stage.awaitLine("The answer to ada (id " + stage.admin.user().id() + ") for /loops pause did not arrive: ");
        assertThat(stage.log.from(WARN))
                .singleElement()
                .asString()
                .contains("500", "a command to a loop was carried out all the same");
        assertThat(news.isPaused()).isTrue();
    }

    @Test
    void an_answer_that_is_rate_limited_comes_later_and_the_loop_runs_once() {
        LoopTask news = stage.start("news");
        stage.discord.rest().answer(2, RestRequest::isFirstAnswer, RestReply.rateLimited(ofMillis(50)));
        MockInteraction run = stage.use("run", "news");
        stage.awaitLine("begun for news");
        stage.time.runPending();
        assertThat(run.reply().content()).startsWith("**news** has been run");
        assertThat(news.stats().runs()).isEqualTo(2);
        assertThat(stage.log.from(WARN)).isEmpty();
    }

    @Test
    void a_run_whose_promised_answer_fails_is_made_once_and_logged() {
        LoopTask news = stage.start("news");
        stage.discord.rest().answer(1, RestRequest::isFirstAnswer, RestReply.status(500));
        stage.use("run", "news");
        stage.awaitLine("begun for news");
        stage.awaitLine("did not arrive");
        stage.time.runPending();
        stage.awaitLine("/loops run: news has been run");
        assertThat(news.stats().runs()).isEqualTo(2);
    }

    @Test
    void a_later_answer_that_fails_is_logged() {
        stage.start("news");
        MockInteraction run = stage.begin("run", "news");
        stage.discord.rest().answer(1, RestRequest::isLaterAnswer, RestReply.status(500));
        stage.time.runPending();
        stage.awaitLine("did not arrive");
        assertThat(run.log()).hasSize(1);
    }

    @Test
    void an_answer_after_three_seconds_is_refused_by_Discord_and_logged() {
        LoopTask news = stage.start("news");
        stage.discord.rest().answer(1, RestRequest::isFirstAnswer, RestReply.rateLimited(ofSeconds(1)));
        MockInteraction pause = stage.use("pause", "news").letPass(ofSeconds(3));
        stage.awaitLine("did not arrive");
        assertThat(stage.log.from(WARN)).singleElement().asString().contains("10062");
        assertThat(pause.log()).singleElement().asString().contains("refused");
        assertThat(news.isPaused()).isTrue();
    }

    @Test
    void the_first_answer_does_not_wait_for_a_run_and_others_are_answered_meanwhile() {
        stage.start("news", run -> stage.time.sleep(run.iteration() == 0 ? Duration.ZERO : ofSeconds(60)));
        stage.start("sync");
        MockInteraction run = stage.begin("run", "news");
        assertThat(stage.show("sync").embed().title()).isEqualTo("🟢 sync"); // no time has passed
        assertThat(run.answer().took()).isLessThan(ofSeconds(3));
    }

    @Test
    void fifteen_minutes_after_a_command_its_answer_is_given_up() {
        stage.start("news", run -> stage.time.sleep(run.iteration() == 0 ? Duration.ZERO : ofSeconds(60)));
        MockInteraction run = stage.begin("run", "news");
        stage.time.advance(ofSeconds(5));
        MockMessage meanwhile = run.reply();
        run.letPass(Duration.ofMinutes(15));
        stage.time.advance(ofSeconds(55));
        stage.awaitLine("/loops run: news has been run");
        stage.awaitLine("did not arrive");
        assertThat(stage.discord.message(meanwhile.id()).content()).startsWith("Still running");
    }

    @Test
    void a_bot_may_have_made_the_components_of_JDA_6_its_default() throws ReflectiveOperationException {
        stage.start("news");
        componentsV2ByDefault(true);
        try {
            MockMessage news = stage.show("news");
            assertThat(news.embed().title()).isEqualTo("🟢 news");
            assertThat(stage.admin.click(news, "Pause").reply().content()).startsWith("**news** is paused.");
            assertThat(stage.use("resume", "news").reply().content()).isEqualTo("**news** goes on.");
        } finally {
            componentsV2ByDefault(false);
        }
    }

    /** JDA 5 has neither the components nor the default. */
    private static void componentsV2ByDefault(boolean yes) throws ReflectiveOperationException {
        for (Method method : MessageRequest.class.getMethods()) {
            if (method.getName().equals("setDefaultUseComponentsV2")) {
                method.invoke(null, yes);
            }
        }
    }

    @Test
    void a_schedule_of_the_user_that_throws_breaks_no_answer() {
        class Broken implements Schedule {
            private boolean broken;

            @Override
            public Optional<Instant> nextAfter(Instant after) {
                return Optional.of(after.plusSeconds(60));
            }

            @Override
            public String describe() {
                if (broken) {
                    throw new IllegalStateException("on purpose");
                }
                return "every so often";
            }
        }
        Broken schedule = new Broken();
        Loops.on(schedule).name("odd").scheduler(stage.time).start(run -> {});
        stage.time.runPending();
        schedule.broken = true;
        assertThat(stage.show("odd").embed().field("Schedule")).contains("Broken");
    }

    @Test
    void of_two_panels_with_one_command_the_second_does_nothing_and_says_so() {
        stage.bot().jda().addEventListener(LoopPanel.of(stage.time));
        LoopTask news = stage.start("news");
        MockInteraction run = stage.begin("run", "news");
        stage.awaitLine("Another listener has answered");
        stage.time.runPending();
        assertThat(run.reply().content()).startsWith("**news** has been run");
        assertThat(news.stats().runs()).isEqualTo(2);
        assertThat(stage.log.from(WARN)).singleElement().asString().contains("with command(…)");
    }
}
