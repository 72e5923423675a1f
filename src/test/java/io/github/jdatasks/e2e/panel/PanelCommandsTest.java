package io.github.jdatasks.e2e.panel;

import static ch.qos.logback.classic.Level.INFO;
import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.e2e.EndToEnd;
import io.github.jdatasks.mockdiscord.MockChoice;
import io.github.jdatasks.mockdiscord.MockInteraction;
import io.github.jdatasks.mockdiscord.MockMessage;
import io.github.jdatasks.mockdiscord.SlashCall;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What each subcommand does and answers. */
@EndToEnd
class PanelCommandsTest {
    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void list_shows_every_loop_with_its_state_and_next_run() {
        stage.start("news");
        stage.start("sync").pause();
        MockMessage list = stage.admin.slash("loops list").reply();
        assertThat(list.isEphemeral()).isTrue();
        assertThat(list.embed().title()).isEqualTo("Loops (2)");
        assertThat(list.embed().description())
                .contains("All is well")
                .contains("🟢 **news** · waiting · next run <t:"
                        + MIDNIGHT.plusSeconds(300).getEpochSecond() + ":R>")
                .contains("⏸️ **sync** · paused");
    }

    @Test
    void list_has_ten_loops_on_a_page_and_buttons_to_turn_it() {
        IntStream.range(10, 35).forEach(number -> stage.start("loop " + number));
        MockMessage first = stage.admin.slash("loops list").reply();
        assertThat(first.embed().description()).contains("loop 10", "loop 19").doesNotContain("loop 20");
        assertThat(first.embed().footer()).isEqualTo("Page 1 of 3");
        MockMessage second = stage.admin.click(first, "Next").reply();
        assertThat(second.embed().description()).contains("loop 20", "loop 29").doesNotContain("loop 19", "loop 30");
        MockMessage third = stage.admin.click(second, "Next").reply();
        assertThat(third.embed().description()).contains("loop 30", "loop 34");
        assertThat(third.buttons()).noneMatch(button -> button.label().equals("Next"));
        assertThat(stage.admin.click(third, "Previous").reply().embed().footer())
                .isEqualTo("Page 2 of 3");
    }

    @Test
    void show_says_what_a_failing_loop_has_done_and_what_was_the_matter() {
        List<String> errors = new ArrayList<>(List.of("a", "b"));
        stage.start("news", run -> {
            stage.time.sleep(ofSeconds(2));
            if (!errors.isEmpty()) {
                throw new IllegalStateException("@everyone ```" + errors.remove(0));
            }
        });
        stage.time.advance(ofMinutes(6));
        MockMessage news = stage.show("news");
        assertThat(news.isEphemeral()).isTrue();
        assertThat(news.embed().title()).isEqualTo("❌ news");
        assertThat(news.embed().field("State")).isEqualTo("waiting · last run failed");
        assertThat(news.embed().field("Schedule")).isEqualTo("every 5 min");
        assertThat(news.embed().field("Next run"))
                .isEqualTo("<t:" + MIDNIGHT.plusSeconds(600).getEpochSecond() + ":R>");
        assertThat(news.embed().field("Last run"))
                .isEqualTo("<t:" + MIDNIGHT.plusSeconds(302).getEpochSecond() + ":R>, took 2 s");
        assertThat(news.embed().field("Since the bot was started"))
                .isEqualTo("Runs 2 · failed 2 · retries 0 · missed 0 · skipped 0");
        assertThat(news.embed().field("Last 20 runs, newest on the right")).contains("××\n██");
        assertThat(news.embed().field("Last error"))
                .contains("java.lang.IllegalStateException")
                .doesNotContain("@everyone", "```b");

        stage.time.advance(ofMinutes(5));
        MockMessage better = stage.show("news");
        assertThat(better.embed().title()).isEqualTo("🟢 news");
        assertThat(better.embed().field("Last 20 runs, newest on the right")).contains("××•\n███");
    }

    @Test
    void run_runs_the_loop_once_and_says_so_when_it_has() {
        int[] runs = new int[1];
        stage.start("news", run -> {
            runs[0]++;
            stage.time.sleep(ofSeconds(1));
        });
        stage.time.advance(ofSeconds(10));
        MockInteraction run = stage.begin("run", "news");
        stage.time.advance(ofSeconds(1));
        assertThat(run.reply().content()).isEqualTo("**news** has been run; it took `1 s`.");
        assertThat(runs[0]).isEqualTo(2);
        String ada = "ada (id " + stage.admin.user().id() + ")";
        assertThat(stage.log.from(INFO))
                .contains(
                        "INFO " + ada + ", /loops run: begun for news",
                        "INFO " + ada + ", /loops run: news has been run; it took 1 s.");
    }

    @Test
    void listeners_hear_of_commands_that_change_something_or_try_to() {
        List<String> heard = new CopyOnWriteArrayList<>();
        stage.time.addListener(new LoopListener() {
            @Override
            public void onCommand(LoopTask task, String command, String by) {
                heard.add(command + " " + task.name() + " " + by);
            }
        });
        stage.start("news");
        stage.use("show", "news").reply();
        stage.use("pause", "news").reply();
        stage.use("pause", "weather").reply();
        stage.guest.slash(Stage.call("stop", "news")).reply();
        interval("news", "soon");
        interval("news", "1m");
        stage.admin.click(stage.show("news"), "Resume").reply();
        stage.time.runPending();
        String ada = " news ada (id " + stage.admin.user().id() + ")";
        assertThat(heard).containsExactly("pause" + ada, "interval" + ada, "resume" + ada);
    }

    @Test
    void run_says_how_a_run_has_failed() {
        stage.start("news", run -> {
            throw new IllegalStateException("no `rates` for @here");
        });
        MockInteraction run = stage.begin("run", "news");
        stage.time.runPending();
        assertThat(run.reply().content())
                .startsWith("The run of **news** has failed: `java.lang.IllegalStateException: no ")
                .doesNotContain("@here", "`rates`");
    }

    @Test
    void a_run_that_takes_longer_is_said_to_go_on_and_the_answer_changes_when_it_has_ended() {
        stage.start("news", run -> stage.time.sleep(ofSeconds(run.iteration() == 0 ? 0 : 60)));
        MockInteraction run = stage.begin("run", "news");
        stage.time.advance(ofSeconds(5));
        assertThat(run.reply().content()).startsWith("Still running: the run of **news**");
        stage.time.advance(ofSeconds(55));
        assertThat(run.reply(message -> message.content().startsWith("**news** has been run"))
                        .content())
                .endsWith("it took `1 min`.");
    }

    @Test
    void a_run_that_a_stop_drops_is_said_to_be_dropped() {
        LoopTask news = stage.start("news", run -> stage.time.sleep(ofSeconds(2)));
        stage.time.advance(ofSeconds(299));
        stage.time.advance(ofSeconds(2)); // in the second run
        MockInteraction run = stage.begin("run", "news");
        news.stop();
        stage.time.advance(ofSeconds(3));
        assertThat(run.reply().content()).isEqualTo("The run of **news** was dropped, since the loop is ending.");
    }

    @Test
    void a_run_that_fails_with_a_CancellationException_of_its_own_is_said_to_have_failed() {
        stage.start("news", run -> {
            throw new CancellationException("the condition was false");
        });
        MockInteraction run = stage.begin("run", "news");
        stage.time.advance(ofSeconds(1)); // it may have been a shutdown, so the loop looks again for 250 ms
        assertThat(run.reply().content()).contains("failed", "the condition was false");
    }

    @Test
    void pause_and_resume_do_so_and_say_if_there_is_nothing_to_do() {
        LoopTask news = stage.start("news");
        assertThat(stage.use("resume", "news").reply().content()).isEqualTo("**news** is not paused.");
        assertThat(stage.use("pause", "news").reply().content())
                .isEqualTo("**news** is paused. A run in progress ends normally.");
        assertThat(news.isPaused()).isTrue();
        assertThat(stage.use("pause", "news").reply().content()).isEqualTo("**news** is paused already.");
        assertThat(stage.use("resume", "news").reply().content()).isEqualTo("**news** goes on.");
        assertThat(news.isPaused()).isFalse();
    }

    @Test
    void stop_waits_for_the_run_in_progress_and_start_starts_again_what_has_ended() {
        LoopTask news = stage.start("news", run -> stage.time.sleep(ofSeconds(20)));
        MockInteraction stop = stage.begin("stop", "news");
        stage.time.advance(ofSeconds(5));
        assertThat(stop.reply().content()).startsWith("Still running: **news** ends when its run in progress does.");
        stage.time.advance(ofSeconds(15));
        assertThat(stop.reply(message -> message.content().endsWith("has been stopped."))
                        .edits())
                .isEqualTo(1);
        assertThat(stage.use("stop", "news").reply().content()).isEqualTo("**news** is not running.");
        assertThat(stage.use("pause", "news").reply().content()).contains("nothing to pause");
        assertThat(stage.admin.slash("loops list").reply().embed().description())
                .contains("⚪ **news** · ended");

        assertThat(stage.use("start", "news").reply().content()).isEqualTo("**news** has been started.");
        assertThat(news.isRunning()).isTrue();
        assertThat(stage.use("start", "news").reply().content()).isEqualTo("**news** is running already.");
    }

    @Test
    void restart_cancels_the_run_and_begins_anew() {
        List<String> runs = new CopyOnWriteArrayList<>();
        LoopTask news = stage.start("news", run -> {
            runs.add("run " + run.iteration());
            stage.time.sleep(ofSeconds(60));
        });
        MockInteraction restart = stage.begin("restart", "news");
        stage.time.runPending();
        assertThat(restart.reply().content()).isEqualTo("**news** has been restarted.");
        assertThat(runs).containsExactly("run 0", "run 0");
        assertThat(news.state()).isEqualTo(LoopState.RUNNING);
    }

    @Test
    void interval_changes_an_interval_and_keeps_a_delay_a_delay() {
        LoopTask news = stage.start("news");
        LoopTask delayed = Loops.withFixedDelay(ofMinutes(1))
                .name("delayed")
                .scheduler(stage.time)
                .start(run -> {});
        assertThat(interval("news", "1h30m")).isEqualTo("**news** now has an interval of `1 h 30 min`.");
        assertThat(news.schedule()).isEqualTo(Schedule.every(Duration.ofMinutes(90)));
        assertThat(interval("delayed", "90 s")).isEqualTo("**delayed** now has an interval of `1 min 30 s`.");
        assertThat(delayed.schedule()).isEqualTo(Schedule.fixedDelay(ofSeconds(90)));
    }

    @Test
    void interval_says_what_is_wrong() {
        LoopTask news = stage.start("news");
        Loops.dailyAt(ZoneOffset.UTC, LocalTime.NOON)
                .name("daily")
                .scheduler(stage.time)
                .start(run -> {});
        Loops.on(Schedule.every(ofMinutes(1)).until(MIDNIGHT.plus(ofMinutes(9))))
                .name("limited")
                .scheduler(stage.time)
                .start(run -> {});
        Loops.every(ofMinutes(1))
                .name("shared")
                .durable(true)
                .scheduler(stage.time)
                .start(run -> {});
        assertThat(interval("news", "soon")).startsWith("`soon` is not a duration.");
        assertThat(interval("news", "0s")).startsWith("An interval has to be longer than zero");
        assertThat(interval("news", "-5m")).startsWith("An interval has to be longer than zero");
        assertThat(interval("news", "999999999w")).startsWith("An interval is at most 292 years");
        assertThat(interval("daily", "5m")).startsWith("**daily** has no plain interval");
        assertThat(interval("limited", "5m")).startsWith("**limited** has no plain interval");
        assertThat(interval("shared", "5m")).startsWith("**shared** is durable");
        assertThat(news.schedule()).isEqualTo(Schedule.every(ofMinutes(5)));
    }

    private String interval(String loop, String duration) {
        return stage.admin
                .slash(Stage.call("interval", loop).option("duration", duration))
                .reply()
                .content();
    }

    @Test
    void a_loop_that_there_is_not_is_answered_with_similar_names() {
        stage.start("news");
        assertThat(stage.use("show", "new").reply().content())
                .isEqualTo("There is no loop **new**. Do you mean **news**?");
        assertThat(stage.use("stop", "weather").reply().content())
                .isEqualTo("There is no loop **weather**. `/loops list` shows those there are.");
    }

    @Test
    void what_the_scheduler_refuses_is_answered_with_its_reason() {
        LoopTask news = stage.start("news");
        news.stop();
        stage.time.runPending();
        stage.time.close();
        assertThat(stage.use("start", "news").reply().content())
                .isEqualTo(
                        "That does not work for **news** now: `The loop news cannot start: its scheduler has been closed`");
        assertThat(stage.admin.slash("loops list").reply().embed().description())
                .contains("🛑 **The loops have stopped working; restart the bot**");
    }

    @Test
    void names_are_completed_from_anywhere_in_them_and_25_at_most() {
        IntStream.range(0, 40).forEach(number -> stage.start("Feed.poll" + number));
        stage.start("Announcer.printer");
        SlashCall call = SlashCall.of("loops show");
        assertThat(stage.admin.type(call, "loop", "PRINT").choices())
                .extracting(MockChoice::name)
                .containsExactly("Announcer.printer");
        assertThat(stage.admin.type(call, "loop", "").choices()).hasSize(25);
        assertThat(stage.admin.type(call, "loop", "weather").choices()).isEmpty();
        assertThat(stage.guest.type(call, "loop", "").choices()).isEmpty();
    }

    @Test
    void run_says_how_long_the_run_took_without_the_wait_for_the_one_before() {
        stage.start("news", run -> stage.time.sleep(ofSeconds(run.iteration() == 0 ? 30 : 2)));
        MockInteraction run = stage.begin("run", "news");
        stage.time.advance(ofSeconds(40));
        assertThat(run.reply(message -> message.content().startsWith("**news** has been run"))
                        .content())
                .endsWith("it took `2 s`.");
    }

    @Test
    void a_restart_that_a_stop_takes_back_is_not_said_to_have_been_made() {
        LoopTask news = stage.start("news", run -> {
            try {
                stage.time.sleep(ofSeconds(60));
            } catch (InterruptedException ignored) {
                stage.time.sleep(ofSeconds(20));
            }
        });
        MockInteraction restart = stage.begin("restart", "news");
        news.stop();
        stage.time.advance(ofSeconds(30));
        assertThat(news.isRunning()).isFalse();
        assertThat(restart.reply(message -> !message.content().startsWith("Still"))
                        .content())
                .isEqualTo("**news** has been stopped.");
    }
}
