package io.github.jdatasks.e2e.panel;

import static ch.qos.logback.classic.Level.ERROR;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.e2e.EndToEnd;
import io.github.jdatasks.mockdiscord.MockInteraction;
import io.github.jdatasks.mockdiscord.MockMember;
import java.time.Duration;
import net.dv8tion.jda.api.Permission;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use the panel. The mock lets everyone use the command, as a server could. */
@EndToEnd
class PanelRightsTest {
    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"show", "run", "pause", "resume", "stop", "start", "restart", "interval"})
    void a_member_without_the_right_is_refused_and_nothing_is_done(String subcommand) {
        LoopTask news = stage.start("news");
        var call = Stage.call(subcommand, "news");
        MockInteraction use = stage.guest.slash(subcommand.equals("interval") ? call.option("duration", "1s") : call);
        assertThat(use.reply().content()).isEqualTo("You may not use this command.");
        assertThat(use.reply().isEphemeral()).isTrue();
        stage.time.runPending();
        assertThat(news.stats().runs()).isEqualTo(1);
        assertThat(news.isRunning()).isTrue();
        assertThat(news.isPaused()).isFalse();
        assertThat(news.schedule()).isEqualTo(Schedule.every(Duration.ofMinutes(5)));
        assertThat(stage.log.with("gil (id " + stage.guest.user().id() + ") may not use /loops " + subcommand))
                .hasSize(1);
    }

    @Test
    void other_rights_of_a_moderator_do_not_count() {
        MockMember moderator = stage.guest.permissions(Permission.MANAGE_SERVER, Permission.MODERATE_MEMBERS);
        assertThat(moderator.slash("loops list").reply().content()).startsWith("You may not");
    }

    @Test
    void whom_the_bot_allows_may_use_it_as_administrators_still_may() {
        stage.start("news");
        stage.panel.allow(member ->
                member.getRoles().stream().anyMatch(role -> role.getName().equals("loops")));
        stage.panel.allow(member -> member.getUser().getName().equals("eve"));
        assertThat(stage.guest.slash("loops list").reply().content()).startsWith("You may not");
        assertThat(stage.guest.role("loops").slash("loops list").reply().embeds())
                .hasSize(1);
        assertThat(stage.discord.member("eve").slash("loops list").reply().embeds())
                .hasSize(1);
        assertThat(stage.admin.slash("loops list").reply().embeds()).hasSize(1);
    }

    @Test
    void a_predicate_that_throws_means_no_and_is_logged() {
        stage.start("news");
        stage.panel.allow(member -> {
            throw new IllegalStateException("on purpose");
        });
        assertThat(stage.guest.slash("loops list").reply().content()).startsWith("You may not");
        assertThat(stage.log.from(ERROR))
                .containsExactly("ERROR What the panel was given to allow failed, so gil (id "
                        + stage.guest.user().id() + ") was refused [stack of on purpose]");
        assertThat(stage.admin.slash("loops list").reply().embeds()).hasSize(1);
    }

    @Test
    void the_right_is_looked_at_again_with_each_click() {
        LoopTask news = stage.start("news");
        boolean[] allowed = {true};
        stage.panel.allow(member -> allowed[0]);
        var shown = stage.guest.slash(Stage.call("show", "news")).reply();
        allowed[0] = false;
        assertThat(stage.guest.click(shown, "Pause").reply().content()).startsWith("You may not");
        assertThat(news.isPaused()).isFalse();
    }
}
