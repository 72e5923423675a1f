package io.github.jdatasks.mockdiscord.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.jdatasks.mockdiscord.MockDiscord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary.Failure;

/** How tests with {@link MockBot} fail; each class here is run by a launcher of its own. */
@Tag("e2e")
class MockBotFailureTest {
    private static final List<JDA> BOTS = new ArrayList<>();

    @BeforeEach
    void forget() {
        BOTS.clear();
    }

    @MockBot(listeners = Faulty.class)
    static class FaultyListener {
        @Test
        void passes_but_for_the_listener(MockDiscord discord, JDA bot) throws InterruptedException {
            BOTS.add(bot);
            bot.upsertCommand("divide", "Divides").complete();
            assertThat(discord.slash("divide").awaitReply(Duration.ofSeconds(40)))
                    .isEqualTo("I divide");
        }
    }

    @MockBot(listeners = Faulty.class)
    static class WaitingForFaultyListener {
        @Test
        void waits_for_what_will_not_come(MockDiscord discord, JDA bot) {
            bot.upsertCommand("divide", "Divides").complete();
            discord.patience(Duration.ofHours(1));
            discord.slash("divide").followUps(1);
        }
    }

    @MockBot
    static class FailingTest {
        @Test
        void fails_by_itself(JDA bot) {
            BOTS.add(bot);
            throw new IllegalArgumentException("by itself");
        }
    }

    @MockBot(listeners = WithArguments.class)
    static class ListenerWithArguments {
        @Test
        void does_not_start() {}
    }

    @MockBot
    static class ListenerThatIsNull {
        @BotListener
        @Nullable Object listener() {
            return null;
        }

        @Test
        void does_not_start() {}
    }

    @MockBot(listeners = String.class)
    static class ListenerOfNoUse {
        @Test
        void does_not_start() {}
    }

    @MockBot
    static class ParameterTooEarly {
        @BeforeAll
        static void before_all_tests(MockDiscord discord) {
            discord.slash("too-early");
        }

        @Test
        void does_not_start() {}
    }

    @MockBot(login = false)
    static class NoBot {
        @Test
        void wants_one(JDA bot) {
            BOTS.add(bot);
        }
    }

    @Test
    void an_exception_of_a_listener_fails_the_test_and_everything_is_shut_down() {
        Failure failure = failureOf(FaultyListener.class);

        assertThat(failure.getException())
                .isInstanceOf(AssertionError.class)
                .hasMessage("A listener of the bot failed: java.lang.ArithmeticException: / by zero")
                .hasCauseInstanceOf(ArithmeticException.class);
        assertThat(BOTS).extracting(JDA::getStatus).containsExactly(JDA.Status.SHUTDOWN);
    }

    @Test
    void a_test_does_not_wait_on_when_a_listener_has_failed() {
        assertThat(failureOf(WaitingForFaultyListener.class).getException())
                .hasMessage("The bot failed while the test waited for a message that follows the answer to /divide:"
                        + " java.lang.ArithmeticException: / by zero")
                .hasCauseInstanceOf(ArithmeticException.class);
    }

    @Test
    void a_test_that_fails_by_itself_shuts_everything_down() {
        assertThat(failureOf(FailingTest.class).getException()).hasMessage("by itself");
        assertThat(BOTS).extracting(JDA::getStatus).containsExactly(JDA.Status.SHUTDOWN);
    }

    @Test
    void a_listener_that_cannot_be_made_is_named() {
        assertThat(failureOf(ListenerWithArguments.class).getException())
                .hasMessage(
                        "@MockBot cannot make a " + WithArguments.class.getName() + ": a listener needs a constructor"
                                + " without arguments that does not fail; else hold it in a field with @BotListener");
        assertThat(failureOf(ListenerThatIsNull.class).getException())
                .hasMessageStartingWith("A @BotListener is null before the test: java.lang.Object ");
        assertThat(failureOf(ListenerOfNoUse.class).getException()).hasMessage("Listener must implement EventListener");
    }

    @Test
    void a_parameter_that_cannot_be_resolved_says_why() {
        assertThat(failureOf(ParameterTooEarly.class).getException())
                .hasMessageStartingWith("There is a MockDiscord for each test, so that constructors and @BeforeAll");
        assertThat(failureOf(NoBot.class).getException())
                .hasMessageStartingWith("@MockBot(login = false) makes no JDA: ");
    }

    @Test
    void the_annotation_cannot_be_replaced_by_its_extension() {
        assertThat(failureOf(ExtensionOnly.class).getException())
                .hasMessageStartingWith("No @MockBot on void ")
                .hasMessageEndingWith("use the annotation, not @ExtendWith");
    }

    @ExtendWith(MockBotExtension.class)
    static class ExtensionOnly {
        @Test
        void does_not_start() {}
    }

    private static Failure failureOf(Class<?> tests) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create(LauncherConfig.builder()
                        .enableLauncherSessionListenerAutoRegistration(false)
                        .build())
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tests))
                                .build(),
                        listener);
        assertThat(listener.getSummary().getFailures()).hasSize(1);
        return listener.getSummary().getFailures().get(0);
    }

    static final class Faulty extends ListenerAdapter {
        @Override
        public void onSlashCommandInteraction(SlashCommandInteractionEvent event) {
            event.reply("I divide").queue();
            int length = event.getName().length();
            if (length / (length - 6) > 0) {
                throw new AssertionError("never reached");
            }
        }
    }

    static final class WithArguments extends ListenerAdapter {
        WithArguments(JDABuilder builder) {
            builder.addEventListeners(this);
        }
    }
}
