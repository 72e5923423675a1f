package io.github.jdatasks.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.mockdiscord.MockDiscord;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.session.ShutdownEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of loops when their bot is shut down. */
@EndToEnd
class ShutdownTest {
    private final MockDiscord discord = MockDiscord.start();
    private final TickingCog cog = new TickingCog();

    @AfterEach
    void close() {
        discord.close();
    }

    @Test
    void shutdown_ends_the_loops_and_their_after_hooks_run() {
        try (Bot bot = Bot.login(discord, cog)) {
            cog.awaitMoreRuns();
            bot.jda().shutdown();
            bot.await(ShutdownEvent.class);
            endsOnce();
        }
    }

    @Test
    void shutdownNow_ends_the_loops_and_their_after_hooks_run() {
        try (Bot bot = Bot.login(discord, cog)) {
            cog.awaitMoreRuns();
            bot.jda().shutdownNow();
            endsOnce();
        }
    }

    @Test
    void shutdown_inside_a_body_ends_the_loops() {
        TickingCog other = new TickingCog();
        try (Bot bot = Bot.login(discord, cog, other)) {
            cog.awaitMoreRuns();
            other.awaitMoreRuns();
            Loops.every(Duration.ofMillis(10))
                    .gate(cog.gate())
                    .start(run -> run.jda().shutdown());
            endsOnce();
            other.await("unload");
            bot.await(ShutdownEvent.class);
        }
    }

    @Test
    void shutdown_while_waiting_to_reconnect_ends_the_loops() {
        try (Bot bot = Bot.login(discord, cog)) {
            cog.awaitMoreRuns();
            discord.gateway().down();
            bot.awaitStatus(JDA.Status.WAITING_TO_RECONNECT, 2);
            bot.jda().shutdown();
            endsOnce();
        }
    }

    @Test
    void shutdown_before_the_first_ready_ends_the_loops_without_their_before_hooks() {
        discord.gateway().withholdGuilds(true);
        try (Bot bot = Bot.login(discord, cog)) {
            bot.awaitStatus(JDA.Status.LOADING_SUBSYSTEMS, 1);
            cog.awaitState(LoopState.STARTING);
            bot.jda().shutdown();
            cog.await("unload");
            assertThat(cog.journal()).containsExactly("load", "after", "unload");
        }
    }

    @Test
    void the_same_cog_can_be_used_by_the_next_bot() {
        for (int life = 1; life <= 3; life++) {
            try (Bot bot = Bot.login(discord, cog)) {
                bot.awaitConnected();
                cog.awaitMoreRuns();
            }
            cog.await("unload", life);
            assertThat(cog.journal()).hasSize(4 * life).endsWith("load", "before", "after", "unload");
        }
    }

    @Test
    void the_next_bot_may_log_in_before_the_cog_is_through_with_the_last() {
        Bot.login(discord, cog).awaitConnected().close();
        try (Bot bot = Bot.login(discord, cog)) {
            bot.awaitConnected();
            cog.await("load", 2);
            cog.awaitMoreRuns();
            assertThat(cog.journal()).endsWith("unload", "load", "before");
        }
    }

    @Test
    void the_end_of_its_scheduler_unloads_a_cog_once_and_for_all() {
        LoopScheduler scheduler = LoopScheduler.builder().build();
        TickingCog own = new TickingCog(scheduler, loop -> loop);
        try (Bot bot = Bot.login(discord, own)) {
            own.awaitMoreRuns();
            scheduler.close();
            discord.gateway().reconnect();
            bot.awaitStatus(JDA.Status.CONNECTED, 2);
            bot.jda().shutdown();
            bot.await(ShutdownEvent.class);
        }
        assertThat(own.journal()).containsExactly("load", "before", "after", "unload");
    }

    @Test
    void loops_of_a_bot_that_is_gone_cannot_be_started() {
        try (Bot bot = Bot.login(discord, cog)) {
            bot.awaitConnected();
            cog.awaitMoreRuns();
        }
        cog.await("unload");
        assertThatThrownBy(() -> cog.ticker().start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("shut down");
    }

    @Test
    void a_run_in_progress_gets_the_grace_to_end_by_itself() {
        Journal<String> journal = new Journal<>();
        CountDownLatch mayEnd = new CountDownLatch(1);
        LoopTask task = Loops.every(Duration.ofHours(1))
                .gate(cog.gate())
                .afterLoop(run -> journal.add("after"))
                .build(run -> body(run, journal, mayEnd));
        var end = task.start();
        try (Bot bot = Bot.login(discord, cog)) {
            journal.await("begin"::equals);
            bot.jda().shutdown();
            bot.await(ShutdownEvent.class);
            cog.await("unload");
            mayEnd.countDown();
            assertThat(end.join()).isEqualTo(LoopOutcome.CANCELLED);
            assertThat(journal.entries()).containsExactly("begin", "stop requested", "after");
        }
    }

    private static void body(LoopContext run, Journal<String> journal, CountDownLatch mayEnd) {
        journal.add("begin");
        try {
            mayEnd.await();
            journal.add(run.isStopRequested() ? "stop requested" : "nothing requested");
        } catch (InterruptedException e) {
            journal.add("interrupted");
        }
    }

    @Test
    void a_run_that_goes_on_for_too_long_is_interrupted_and_one_that_ignores_that_is_given_up() {
        Journal<String> journal = new Journal<>();
        CountDownLatch never = new CountDownLatch(1);
        try (LoopScheduler scheduler = LoopScheduler.builder()
                        .shutdownGrace(Duration.ofMillis(50))
                        .build();
                Bot bot = Bot.login(discord, cog)) {
            var polite = Loops.every(Duration.ofHours(1))
                    .gate(cog.gate())
                    .scheduler(scheduler)
                    .afterLoop(run -> journal.add("after"))
                    .build(run -> body(run, journal, never))
                    .start();
            var deaf = Loops.every(Duration.ofHours(1))
                    .gate(cog.gate())
                    .scheduler(scheduler)
                    .afterLoop(run -> journal.add("after the deaf one"))
                    .build(run -> {
                        journal.add("begin");
                        ignoreInterrupts(never, journal);
                    })
                    .start();
            journal.await("begin"::equals, 2);
            bot.jda().shutdown();
            assertThat(polite.join()).isEqualTo(LoopOutcome.CANCELLED);
            assertThat(journal.entries()).contains("interrupted", "after").doesNotContain("after the deaf one");
            assertThat(deaf.join()).isEqualTo(LoopOutcome.CANCELLED);
            assertThat(journal.entries()).contains("ignored an interrupt").endsWith("after the deaf one");
        } finally {
            never.countDown();
        }
    }

    private static void ignoreInterrupts(CountDownLatch latch, Journal<String> journal) {
        boolean ended = false;
        while (!ended) {
            try {
                latch.await();
                ended = true;
            } catch (InterruptedException e) {
                journal.add("ignored an interrupt");
            }
        }
    }

    private void endsOnce() {
        cog.await("unload");
        assertThat(cog.journal()).containsExactly("load", "before", "after", "unload");
        assertThat(cog.ticker().completion()).isCompletedWithValue(LoopOutcome.CANCELLED);
        assertThat(cog.gate().isOpen()).isFalse();
    }
}
