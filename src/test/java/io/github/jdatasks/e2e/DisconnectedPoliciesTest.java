package io.github.jdatasks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.mockdiscord.Drop;
import io.github.jdatasks.mockdiscord.MockDiscord;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import net.dv8tion.jda.api.JDA;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What loops may do about a lost connection beside pausing, and bots that have nothing to do with a cog. */
@EndToEnd
class DisconnectedPoliciesTest {
    private final MockDiscord discord = MockDiscord.start();

    @AfterEach
    void close() {
        discord.close();
    }

    @Test
    void a_loop_may_keep_running_without_the_gateway() {
        TickingCog cog = new TickingCog(loop -> loop.whenDisconnected(WhenDisconnected.KEEP_RUNNING));
        discord.gateway().down();
        try (Bot bot = Bot.login(discord, cog)) {
            cog.awaitState(LoopState.STARTING);
            discord.gateway().up();
            cog.awaitMoreRuns();
            discord.gateway().down();
            bot.awaitStatus(JDA.Status.WAITING_TO_RECONNECT, 2);
            cog.awaitMoreRuns();
            assertThat(cog.gate().isOpen()).isFalse();
        }
        cog.await("unload");
        assertThat(cog.journal()).containsExactly("load", "before", "after", "unload");
    }

    @Test
    void a_loop_may_ignore_the_connection() {
        TickingCog cog = new TickingCog(loop -> loop.whenDisconnected(WhenDisconnected.IGNORE));
        discord.gateway().down();
        try (Bot bot = Bot.login(discord, cog)) {
            cog.awaitMoreRuns();
            assertThat(bot.jda().getStatus()).isNotEqualTo(JDA.Status.CONNECTED);
        }
        cog.await("unload");
        assertThat(cog.journal()).containsExactly("load", "before", "after", "unload");
    }

    @Test
    void a_run_that_is_cancelled_by_a_loss_is_repeated_when_the_connection_is_back() {
        TickingCog cog = new TickingCog();
        Journal<String> journal = new Journal<>();
        CountDownLatch never = new CountDownLatch(1);
        LoopTask task = Loops.every(Duration.ofHours(1))
                .gate(cog.gate())
                .count(1)
                .reconnect(false)
                .whenDisconnected(WhenDisconnected.CANCEL)
                .onError((error, run) -> journal.add("error " + error))
                .build(run -> {
                    journal.add("run " + run.iteration() + " attempt " + run.attempt());
                    if (journal.size() == 1) {
                        never.await();
                    }
                });
        var end = task.start();
        try (Bot bot = Bot.login(discord, cog)) {
            journal.await(entry -> true);
            discord.gateway().drop(Drop.RST);
            end.join();
            bot.awaitStatus(JDA.Status.CONNECTED, 2);
        }
        assertThat(journal.entries()).containsExactly("run 0 attempt 1", "run 0 attempt 1");
        assertThat(task.stats().runs()).isEqualTo(1);
    }

    @Test
    void events_of_a_second_bot_are_ignored_with_one_line_in_the_log() {
        TickingCog cog = new TickingCog();
        try (MockDiscord other = MockDiscord.start();
                Bot bot = Bot.login(discord, cog).awaitConnected()) {
            cog.awaitMoreRuns();
            List<ILoggingEvent> errors = recordErrors(() -> {
                try (Bot stranger = Bot.login(other, builder -> builder.setToken("another"), cog)) {
                    stranger.awaitConnected();
                    other.gateway().reconnect();
                    stranger.awaitStatus(JDA.Status.CONNECTED, 2);
                }
            });
            assertThat(errors).hasSize(1);
            assertThat(cog.gate().isOpen()).isTrue();
            assertThat(bot.jda().getStatus()).isEqualTo(JDA.Status.CONNECTED);
            cog.awaitMoreRuns();
            assertThat(cog.journal()).containsExactly("load", "before");
        }
        cog.await("unload");
    }

    private static List<ILoggingEvent> recordErrors(Runnable action) {
        Logger logger = (Logger) LoggerFactory.getLogger(LoopCog.class.getPackageName());
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        logger.addAppender(appender);
        try {
            action.run();
        } finally {
            logger.detachAppender(appender);
        }
        return appender.list.stream()
                .filter(line -> line.getLevel().isGreaterOrEqual(Level.ERROR))
                .toList();
    }
}
