package io.github.jdatasks.mockdiscord.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.mockdiscord.MockAnswer;
import io.github.jdatasks.mockdiscord.MockDiscord;
import io.github.jdatasks.mockdiscord.MockMember;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.events.guild.member.GuildMemberJoinEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.session.ReadyEvent;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.requests.GatewayIntent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("e2e")
@MockBot(listeners = MockBotTest.Ping.class, intents = GatewayIntent.GUILD_MEMBERS)
class MockBotTest {
    private final List<String> joined = new CopyOnWriteArrayList<>();
    private final List<MockMember> prepared = new ArrayList<>();

    @BotListener
    private final ListenerAdapter greeter = new ListenerAdapter() {
        @Override
        public void onGuildMemberJoin(GuildMemberJoinEvent event) {
            joined.add(event.getUser().getName());
        }
    };

    @BotListener
    Farewell farewell() {
        return new Farewell(joined);
    }

    @BeforeEach
    void prepare(MockDiscord discord) {
        prepared.add(discord.member("alice"));
    }

    @Test
    void a_test_gets_a_discord_with_a_bot_that_is_ready(MockDiscord discord, JDA bot) {
        assertThat(bot.getStatus()).isEqualTo(JDA.Status.CONNECTED);
        assertThat(bot.getGuilds())
                .extracting(guild -> guild.getIdLong())
                .containsExactly(discord.guild().id());
        assertThat(discord.gateway().isConnected()).isTrue();
    }

    @Test
    void listeners_are_made_for_each_test_and_are_injected(MockDiscord discord, Ping ping, JDA bot) {
        assertThat(discord.slash("ping").reply().content()).isEqualTo("pong");
        assertThat(ping.calls).containsExactly("ping");
        assertThat(bot.getRegisteredListeners()).contains(ping, greeter);
    }

    @Test
    void another_test_has_another_listener(MockDiscord discord, Ping ping) {
        assertThat(ping.calls).isEmpty();
        assertThat(discord.slash("ping").answer().type()).isEqualTo(MockAnswer.Type.REPLY);
        assertThat(ping.calls).containsExactly("ping");
    }

    @Test
    void listeners_can_be_fields_and_results_of_methods(MockDiscord discord, Farewell made) {
        discord.member("bob").join();
        // Listeners are called in order, and this one is after the other.
        assertThat(discord.slash("ping").reply().content()).isEqualTo("pong");
        assertThat(joined).containsExactly("bob");
        assertThat(made.joined).isSameAs(joined);
    }

    @Test
    void methods_before_the_test_have_the_same_discord(MockDiscord discord) {
        assertThat(prepared.get(0).user()).isEqualTo(discord.member("alice").user());
        assertThat(prepared.get(0).slash("ping").reply().content()).isEqualTo("pong");
    }

    @Test
    void a_test_may_end_while_the_gateway_hangs(MockDiscord discord) {
        discord.gateway().freeze();
        assertThat(discord.gateway().isConnected()).isTrue();
    }

    @Test
    void a_test_may_end_while_the_gateway_is_down(MockDiscord discord) {
        discord.gateway().down();
        assertThat(discord.gateway().isConnected()).isFalse();
    }

    @Test
    @MockBot(login = false)
    void a_test_may_build_its_bot_itself(MockDiscord discord) throws InterruptedException {
        assertThat(discord.gateway().isConnected()).isFalse();
        JDA bot = discord.login(JDABuilder.createLight("token")).awaitReady();

        assertThat(bot.getRegisteredListeners()).isEmpty();
    }

    @Test
    void a_parameter_may_say_what_the_bot_is(@MockBot(listeners = Farewell.class) JDA bot, Farewell made) {
        assertThat(bot.getRegisteredListeners()).contains(made);
        assertThat(bot.getRegisteredListeners()).doesNotHaveAnyElementsOfTypes(Ping.class);
    }

    @Test
    @MockBot(listeners = Failing.class, listenersMayFail = true)
    void an_exception_of_a_listener_can_be_part_of_a_test(Failing failing) {
        assertThat(failing.calls).containsExactly("ready");
    }

    @Nested
    class Inside {
        @Test
        void a_nested_class_has_the_same_bot(MockDiscord discord, Ping ping) {
            assertThat(discord.slash("ping").reply().content()).isEqualTo("pong");
            assertThat(ping.calls).hasSize(1);
        }
    }

    static class Ping extends ListenerAdapter {
        final List<String> calls = new CopyOnWriteArrayList<>();

        @Override
        public void onReady(ReadyEvent event) {
            event.getJDA().upsertCommand("ping", "Answers").queue();
        }

        @Override
        public void onSlashCommandInteraction(SlashCommandInteractionEvent event) {
            calls.add(event.getName());
            event.reply("pong").queue();
        }
    }

    static final class Farewell extends ListenerAdapter {
        final List<String> joined;

        Farewell() {
            this(List.of());
        }

        Farewell(List<String> joined) {
            this.joined = joined;
        }
    }

    static final class Failing extends ListenerAdapter {
        final List<String> calls = new CopyOnWriteArrayList<>();

        @Override
        public void onReady(ReadyEvent event) {
            calls.add("ready");
            throw new IllegalStateException("not today");
        }
    }
}
