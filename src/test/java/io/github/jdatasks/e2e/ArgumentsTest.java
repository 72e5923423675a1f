package io.github.jdatasks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.AfterLoop;
import io.github.jdatasks.BeforeLoop;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopError;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.mockdiscord.MockDiscord;
import io.github.jdatasks.mockdiscord.RestReply;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.requests.RestAction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@EndToEnd
class ArgumentsTest {
    private final MockDiscord discord = MockDiscord.start();
    private final Journal<String> journal = new Journal<>();
    private final Journal<JDA> given = new Journal<>();

    @AfterEach
    void close() {
        discord.close();
    }

    /** Asks Discord for the bot's user, twice. */
    private final class UserExceptions extends LoopCog {
        @BeforeLoop
        void before(JDA jda) {
            note("before", jda);
        }

        @Loop(seconds = 0.01, count = 2, reconnect = false)
        RestAction<?> ask(LoopTask task, JDA jda, LoopContext run) {
            note(task.name() + " " + run.iteration(), jda);
            return jda.retrieveUserById(7);
        }

        @LoopError
        void refused(JDA jda, ErrorResponseException error, LoopTask task) {
            note(task.name() + " " + error.getErrorCode(), jda);
        }

        @LoopError
        void failed(Throwable error) {
            journal.add("failed with " + error);
        }

        @AfterLoop
        void after(LoopTask task, JDA jda) {
            note("after " + task.stats().failures(), jda);
        }

        private void note(String what, JDA jda) {
            journal.add(what);
            given.add(jda);
        }
    }

    @Test
    void methods_of_a_cog_are_given_the_bot_and_the_error_that_Discord_answered_with() {
        discord.rest().answer(2, request -> request.is("GET", "/users/7"), RestReply.error(404, 10013, "Unknown User"));
        UserExceptions cog = new UserExceptions();
        try (Bot bot = Bot.login(discord, cog).awaitConnected()) {
            assertThat(cog.loop("ask").completion().join()).isEqualTo(LoopOutcome.COMPLETED);
            assertThat(given.entries()).hasSize(6).containsOnly(bot.jda());
        }
        assertThat(journal.entries()).containsExactly("before", "ask 0", "ask 10013", "ask 1", "ask 10013", "after 2");
    }
}
