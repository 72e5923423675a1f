package io.github.jdatasks.e2e.panel;

import static ch.qos.logback.classic.Level.WARN;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.e2e.EndToEnd;
import io.github.jdatasks.mockdiscord.MockAnswer;
import io.github.jdatasks.mockdiscord.MockButton;
import io.github.jdatasks.mockdiscord.MockInteraction;
import io.github.jdatasks.mockdiscord.MockMessage;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The buttons below a loop, and those that people make up. */
@EndToEnd
class PanelButtonsTest {
    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void run_now_runs_the_loop_and_shows_it_as_it_is_then() {
        stage.start("news", run -> stage.time.sleep(ofSeconds(1)));
        stage.time.advance(ofSeconds(1));
        MockMessage news = stage.show("news");
        MockInteraction click = stage.admin.click(news, "Run now");
        assertThat(click.answer().type()).isEqualTo(MockAnswer.Type.DEFERRED_UPDATE);
        stage.awaitLine("begun for news");
        stage.time.advance(ofSeconds(1));
        MockMessage after = click.reply();
        assertThat(after.id()).isEqualTo(news.id());
        assertThat(after.content()).isEqualTo("**news** has been run; it took `1 s`.");
        assertThat(after.embed().field("Since the bot was started")).startsWith("Runs 2 ");
    }

    @Test
    void the_button_to_pause_becomes_one_to_resume_and_back() {
        LoopTask news = stage.start("news");
        MockMessage running = stage.show("news");
        assertThat(running.buttons()).extracting(MockButton::label).containsExactly("Run now", "Pause", "Refresh");
        MockMessage paused = stage.admin.click(running, "Pause").reply();
        assertThat(news.isPaused()).isTrue();
        assertThat(paused.embed().field("State")).isEqualTo("paused");
        assertThat(paused.buttons()).extracting(MockButton::label).containsExactly("Run now", "Resume", "Refresh");
        MockMessage resumed = stage.admin.click(paused, "Resume").reply();
        assertThat(news.isPaused()).isFalse();
        assertThat(resumed.buttons()).extracting(MockButton::label).containsExactly("Run now", "Pause", "Refresh");
    }

    @Test
    void a_loop_that_has_ended_has_a_button_to_start_it() {
        LoopTask news = stage.start("news");
        MockMessage running = stage.show("news");
        news.stop();
        stage.time.runPending();
        MockMessage ended = stage.admin.click(running, "Refresh").reply();
        assertThat(ended.embed().field("State")).isEqualTo("ended");
        assertThat(stage.admin.click(ended, "Start").reply().content()).isEqualTo("**news** has been started.");
        assertThat(news.isRunning()).isTrue();
    }

    @Test
    void a_button_is_good_for_ten_minutes_and_a_refresh_renews_it() {
        LoopTask news = stage.start("news");
        MockMessage shown = stage.show("news");
        stage.time.advance(ofMinutes(10));
        MockMessage refreshed = stage.admin.click(shown, "Refresh").reply();
        assertThat(refreshed.edits()).isEqualTo(1);
        stage.time.advance(ofMinutes(10).plusSeconds(1));
        MockInteraction late = stage.admin.click(refreshed, "Pause");
        assertThat(late.answer().type()).isEqualTo(MockAnswer.Type.REPLY);
        assertThat(late.reply().content()).isEqualTo("This button is more than 10 minutes old. Use `/loops` again.");
        assertThat(late.reply().isEphemeral()).isTrue();
        assertThat(news.isPaused()).isFalse();
    }

    @Test
    void the_pages_of_an_old_list_cannot_be_turned() {
        stage.start("news");
        MockMessage list = stage.admin.slash("loops list").reply();
        stage.time.advance(ofMinutes(11));
        assertThat(stage.admin.click(list, "Refresh").reply().content()).contains("more than 10 minutes old");
    }

    @Test
    void a_click_on_a_loop_that_is_gone_is_answered_and_does_nothing() {
        LoopTask unnamed = Loops.every(ofMinutes(1)).scheduler(stage.time).start(run -> {});
        stage.time.runPending();
        MockMessage shown = stage.show(unnamed.name());
        unnamed.stop();
        stage.time.runPending();
        assertThat(stage.admin.click(shown, "Run now").reply().content())
                .isEqualTo("This button belongs to a loop that is not there any more. Use `/loops list` to see those"
                        + " there are.");
        assertThat(unnamed.stats().runs()).isEqualTo(1);
    }

    @Test
    void a_click_of_someone_without_the_right_does_nothing() {
        LoopTask news = stage.start("news");
        MockMessage shown = stage.show("news");
        MockInteraction click =
                stage.guest.forgeClick(shown, shown.button("Pause").customId());
        assertThat(click.reply().content()).startsWith("You may not use this command.");
        assertThat(click.reply().isEphemeral()).isTrue();
        assertThat(news.isPaused()).isFalse();
        assertThat(stage.log.with("gil (id " + stage.guest.user().id() + ") may not use a button of /loops"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jda-tasks:loops:",
                "jda-tasks:loops:pause",
                "jda-tasks:loops:pause:news:tb71c0",
                "jda-tasks:loops:pause:508c75c8507a3ae5a23dfd2faeb98122:",
                "jda-tasks:loops:pause:508c75c8507a3ae5a23dfd2faeb98122:zzzzzzzz",
                "jda-tasks:loops:pause:508c75c8507a3ae5a23dfd2faeb98122:zzzzzzzzzzzzzzzzzzzz",
                "jda-tasks:loops:pause:00000000000000000000000000000000:tb71c0",
                "jda-tasks:loops:delete:508c75c8507a3ae5a23dfd2faeb98122:tb71c0",
                "jda-tasks:loops:interval:508c75c8507a3ae5a23dfd2faeb98122:tb71c0",
                "jda-tasks:loops:page:99999999999999999999:zzzzzzzz",
                "jda-tasks:loops::::::"
            })
    void a_made_up_button_is_answered_politely_and_does_nothing(String id) {
        LoopTask news = stage.start("news");
        MockInteraction click = stage.admin.forgeClick(stage.show("news"), id);
        assertThat(click.reply().content()).startsWith("This button ");
        assertThat(news.isPaused()).isFalse();
        assertThat(news.schedule().describe()).isEqualTo("every 5 minutes");
        assertThat(stage.log.from(WARN)).isEmpty();
    }

    @Test
    void a_page_that_there_is_not_is_the_last_one() {
        stage.start("news");
        MockMessage list = stage.admin.slash("loops list").reply();
        String id = list.button("Refresh").customId().replace(":page:0:", ":page:999999:");
        assertThat(stage.admin.forgeClick(list, id).reply().embed().description())
                .contains("news");
    }

    @Test
    void buttons_of_the_bot_itself_are_left_to_it() {
        stage.start("news");
        stage.bot().jda().addEventListener(new ListenerAdapter() {
            @Override
            public void onButtonInteraction(ButtonInteractionEvent event) {
                if (!event.getComponentId().startsWith("jda-tasks:loops:")) {
                    event.reply("mine: " + event.getComponentId()).queue();
                }
            }
        });
        MockMessage shown = stage.show("news");
        for (String id : new String[] {"pause", "loops:pause", "jda-tasks:other:pause:1:1", "jda-tasks:"}) {
            MockInteraction click = stage.admin.forgeClick(shown, id);
            assertThat(click.reply().content()).isEqualTo("mine: " + id);
            assertThat(click.log()).hasSize(1);
        }
    }
}
