package io.github.jdatasks.e2e.panel;

import static ch.qos.logback.classic.Level.ERROR;
import static ch.qos.logback.classic.Level.INFO;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.e2e.Await;
import io.github.jdatasks.e2e.Bot;
import io.github.jdatasks.e2e.EndToEnd;
import io.github.jdatasks.e2e.Managers;
import io.github.jdatasks.mockdiscord.MockCommand;
import io.github.jdatasks.mockdiscord.MockDiscord;
import io.github.jdatasks.mockdiscord.MockGuild;
import io.github.jdatasks.mockdiscord.MockMember;
import io.github.jdatasks.mockdiscord.RestReply;
import io.github.jdatasks.mockdiscord.RestRequest;
import io.github.jdatasks.panel.LoopPanel;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.ListResourceBundle;
import java.util.Locale;
import java.util.PropertyResourceBundle;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.session.ReadyEvent;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import net.dv8tion.jda.api.sharding.ShardManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the command gets to Discord. */
@EndToEnd
class PanelRegistrationTest {
    private final MockDiscord discord = MockDiscord.start();
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(Instant.EPOCH);
    private final LoopPanel panel = LoopPanel.of(time);
    private final LogLines log = LogLines.of("io.github.jdatasks.LoopPanel");

    @AfterEach
    void close() {
        discord.close();
        time.close();
        log.close();
    }

    private static boolean isRegistration(RestRequest request) {
        return request.is("POST", ".*/commands");
    }

    private void awaitLine(String part) {
        Await.until("the line " + part, () -> !log.with(part).isEmpty(), () -> log.from(INFO));
    }

    private void assertAnswers() {
        MockMember administrator = discord.member("ada").administrator();
        assertThat(administrator.slash("loops list").reply().embeds()).hasSize(1);
    }

    @Test
    void it_is_registered_for_administrators_of_servers_and_other_commands_stay() {
        try (Bot bot = Bot.login(discord)) {
            bot.awaitConnected();
            bot.jda().upsertCommand("stats", "Shows the statistics").complete();
        }
        try (Bot bot = Bot.login(discord, panel)) {
            bot.awaitConnected();
            awaitLine("INFO Registered the command /loops (id ");
        }
        MockCommand command = discord.command("loops");
        assertThat(command.defaultMemberPermissions()).isZero();
        assertThat(command.contexts()).containsExactly("GUILD");
        assertThat(command.names()).containsEntry("de", "schleifen");
        assertThat(command.descriptions()).containsOnlyKeys("de");
        assertThat(command.options())
                .extracting(MockCommand.Option::name)
                .containsExactly("list", "show", "run", "pause", "resume", "stop", "start", "restart", "interval");
        assertThat(discord.commands()).extracting(MockCommand::name).containsExactlyInAnyOrder("stats", "loops");
        assertThat(discord.rest().requests())
                .noneMatch(request ->
                        request.method().equals("PUT") || request.method().equals("DELETE"));
    }

    @Test
    void it_may_have_another_name_and_a_bot_several_panels() {
        LoopPanel other = LoopPanel.of(time).command("jobs");
        try (Bot bot = Bot.login(discord, panel, other)) {
            bot.awaitConnected();
            awaitLine("Registered the command /loops ");
            awaitLine("Registered the command /jobs ");
            assertThat(discord.command("jobs list").names()).isEmpty();
            assertThat(discord.member("ada")
                            .administrator()
                            .slash("jobs list")
                            .reply()
                            .embed()
                            .title())
                    .isEqualTo("Loops (0)");
        }
    }

    @Test
    void a_bot_that_asks_for_the_command_registers_it_by_itself() {
        ListenerAdapter own = new ListenerAdapter() {
            @Override
            public void onReady(ReadyEvent event) {
                event.getJDA()
                        .updateCommands()
                        .addCommands(panel.commandData(), Commands.slash("stats", "Shows the statistics"))
                        .queue();
            }
        };
        try (Bot bot = Bot.login(discord, own, panel)) {
            bot.awaitConnected();
            assertThat(discord.command("loops list").contexts()).containsExactly("GUILD");
            assertAnswers();
            assertThat(discord.commands()).hasSize(2);
            assertThat(discord.rest().requests()).noneMatch(PanelRegistrationTest::isRegistration);
        }
    }

    @Test
    void on_several_servers_it_says_who_can_use_it() {
        discord.join(MockGuild.numbered(7));
        try (Bot bot = Bot.login(discord, panel)) {
            bot.awaitConnected();
            awaitLine("INFO The administrators of all 2 servers of this bot can see and stop its loops with /loops;");
        }
    }

    @Test
    void it_may_be_limited_to_some_servers_and_is_registered_there_only() {
        MockGuild home = discord.guild();
        panel.guilds(home.id(), MockGuild.numbered(7).id());
        try (Bot bot = Bot.login(discord, panel)) {
            bot.awaitConnected();
            awaitLine("Registered the command /loops ");
            assertThat(discord.commands(home)).extracting(MockCommand::name).containsExactly("loops");
            assertThat(discord.commands()).isEmpty();
            MockGuild later = MockGuild.numbered(7);
            discord.join(later);
            Await.until(
                    "the command of the other server",
                    () -> !discord.commands(later).isEmpty());
            discord.member("ada").say("an event after that");
            assertAnswers();
            assertThat(discord.rest().requests().stream().filter(PanelRegistrationTest::isRegistration))
                    .as("one registration for each server")
                    .hasSize(2);
            assertThat(log.with("administrators of all")).isEmpty();
        }
    }

    @Test
    void on_a_server_that_the_bot_joins_again_it_is_registered_again_since_Discord_has_dropped_it() {
        MockGuild other = MockGuild.numbered(7);
        discord.join(other);
        panel.guilds(other.id());
        discord.rest().answer(1, PanelRegistrationTest::isRegistration, RestReply.error(403, 50001, "Missing Access"));
        try (Bot bot = Bot.login(discord, panel)) {
            bot.awaitConnected();
            awaitLine("The command /loops could not be registered");
            discord.leave(other);
            discord.join(other);
            awaitLine("Registered the command /loops ");
            discord.leave(other);
            assertThat(discord.commands(other)).isEmpty();
            discord.join(other);
            Await.until("the command", () -> !discord.commands(other).isEmpty());
        }
    }

    @Test
    void administrators_of_other_servers_are_refused() {
        MockGuild other = MockGuild.numbered(7);
        discord.join(other);
        panel.guilds(discord.guild().id());
        try (Bot bot = Bot.login(discord, panel)) {
            bot.awaitConnected();
            awaitLine("Registered the command /loops ");
            bot.jda().upsertCommand(LoopPanel.of(time).commandData()).complete(); // as if an old one were left
            MockMember stranger = discord.member("eve").in(other).administrator();
            assertThat(stranger.slash("loops list").reply().content()).startsWith("You may not");
            assertAnswers();
        }
    }

    @Test
    void a_failure_is_logged_with_what_to_do() {
        discord.rest().answer(1, PanelRegistrationTest::isRegistration, RestReply.error(403, 50001, "Missing Access"));
        try (Bot bot = Bot.login(discord, panel)) {
            bot.awaitConnected();
            awaitLine("The command /loops could not be registered");
            assertThat(log.from(ERROR))
                    .singleElement()
                    .asString()
                    .contains("50001", "applications.commands", "commandData()");
        }
    }

    @Test
    void a_text_of_the_bots_that_Discord_does_not_take_is_logged_and_the_bot_goes_on() throws IOException {
        panel.texts(Locale.FRENCH, new PropertyResourceBundle(new StringReader("list.name=TOUS LES BOUCLES")));
        try (Bot bot = Bot.login(discord, panel)) {
            bot.awaitConnected();
            awaitLine("The command /loops could not be registered");
            assertThat(log.from(ERROR)).hasSize(1);
        }
    }

    @Test
    void it_is_registered_once_for_all_shards_and_not_again_after_a_new_session() throws InterruptedException {
        MockDiscord shards = MockDiscord.start(2);
        ShardManager manager =
                Managers.build(shards, Managers.builder().setShardsTotal(2).addEventListeners(panel));
        try {
            awaitLine("Registered the command /loops ");
            Await.until(
                    "all shards",
                    () -> manager.getShards().stream().allMatch(shard -> shard.getStatus() == JDA.Status.CONNECTED));
            JDA first = manager.getShards().get(0);
            shards.rest().await(PanelRegistrationTest::isRegistration, Await.SOON);
            // Of two requests the second would have arrived before this one.
            first.retrieveCommands().complete();
            manager.getShards().get(1).retrieveCommands().complete();
            assertThat(shards.rest().requests().stream().filter(PanelRegistrationTest::isRegistration))
                    .hasSize(1);
        } finally {
            Managers.end(manager);
            shards.close();
        }
    }

    @Test
    void a_panel_that_is_added_to_a_running_bot_registers_with_the_next_event() {
        try (Bot bot = Bot.login(discord)) {
            bot.awaitConnected();
            bot.await(ReadyEvent.class);
            bot.jda().addEventListener(panel);
            discord.sendMessage(
                    discord.guild().channel().id(), discord.member("ada").user(), "hello");
            awaitLine("Registered the command /loops ");
            assertAnswers();
        }
    }

    @Test
    void an_error_in_a_bundle_of_the_bots_is_logged_and_does_not_reach_JDA() {
        panel.texts(Locale.FRENCH, new ListResourceBundle() {
            @Override
            protected Object[][] getContents() {
                throw new AssertionError("on purpose");
            }
        });
        try (LogLines ofJda = LogLines.of("net.dv8tion.jda.api.JDA");
                Bot bot = Bot.login(discord, panel)) {
            bot.awaitConnected();
            awaitLine("The command /loops could not be registered");
            assertThat(log.from(ERROR)).hasSize(1);
            assertThat(ofJda.with("uncaught exception")).isEmpty();
        }
    }
}
