package io.github.jdatasks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.mockdiscord.Drop;
import io.github.jdatasks.mockdiscord.MockDiscord;
import io.github.jdatasks.mockdiscord.RestReply;
import io.github.jdatasks.support.LogLines;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.entities.channel.concrete.TextChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Overlapping runs, timeouts, jitter, initial delays and listeners with a real JDA. */
@EndToEnd
class RunPoliciesTest {
    private final MockDiscord discord = MockDiscord.start();
    private final TickingCog cog = new TickingCog();
    private final Journal<String> journal = new Journal<>();

    @AfterEach
    void close() {
        discord.close();
    }

    @Test
    void runs_overlap_up_to_the_limit_and_are_all_interrupted_at_the_cancel() {
        CountDownLatch never = new CountDownLatch(1);
        LoopTask task = Loops.every(Duration.ofMillis(10))
                .gate(cog.gate())
                .overlap(3)
                .build(run -> {
                    journal.add("begin " + run.iteration());
                    try {
                        never.await();
                    } finally {
                        journal.add("end");
                    }
                });
        var end = task.start();
        try (Bot bot = Bot.login(discord, cog)) {
            journal.await(entry -> entry.startsWith("begin"), 3);
            Await.until("skipped ticks", () -> task.stats().skipped() > 3);
            assertThat(journal.entries()).containsExactlyInAnyOrder("begin 0", "begin 1", "begin 2");
            task.cancel().join();
            assertThat(bot.jda().getStatus()).isEqualTo(JDA.Status.CONNECTED);
        }
        assertThat(journal.entries()).filteredOn("end"::equals).hasSize(3);
        assertThat(end).isCompletedWithValue(LoopOutcome.CANCELLED);
    }

    @Test
    void overlapping_runs_go_on_over_a_loss_and_further_ones_wait_for_the_connection() {
        CountDownLatch mayEnd = new CountDownLatch(1);
        LoopTask task = Loops.every(Duration.ofMillis(10))
                .gate(cog.gate())
                .overlap(2)
                .build(run -> {
                    journal.add(cog.gate().isOpen() ? "begin" : "begin at a closed gate");
                    if (run.iteration() < 2) {
                        mayEnd.await();
                        journal.add("end");
                    }
                });
        var end = task.start();
        try (Bot bot = Bot.login(discord, cog)) {
            journal.await("begin"::equals, 2);
            discord.gateway().down();
            bot.awaitStatus(JDA.Status.WAITING_TO_RECONNECT, 1);
            mayEnd.countDown();
            journal.await("end"::equals, 2);
            assertThat(journal.entries()).containsExactly("begin", "begin", "end", "end");
            discord.gateway().up();
            journal.await("begin"::equals, 4);
            assertThat(journal.entries()).doesNotContain("begin at a closed gate");
            task.stop().join();
        }
        assertThat(end).isCompletedWithValue(LoopOutcome.STOPPED);
    }

    @Test
    void a_run_that_times_out_is_interrupted_and_retried() {
        CountDownLatch never = new CountDownLatch(1);
        LoopTask task = Loops.every(Duration.ofHours(1))
                .gate(cog.gate())
                .count(1)
                .timeout(Duration.ofSeconds(1)) // the second attempt has to end within it
                .retry(RetryPolicy.fixedDelay(Duration.ofMillis(10)))
                .build(run -> {
                    journal.add("attempt " + run.attempt());
                    if (run.attempt() == 1) {
                        never.await();
                    }
                });
        var end = task.start();
        try (Bot bot = Bot.login(discord, cog)) {
            assertThat(end.join()).isEqualTo(LoopOutcome.COMPLETED);
            assertThat(bot.jda().getStatus()).isEqualTo(JDA.Status.CONNECTED);
        }
        assertThat(journal.entries()).containsExactly("attempt 1", "attempt 2");
        assertThat(task.stats().lastError()).containsInstanceOf(TimeoutException.class);
    }

    @Test
    void a_request_that_discord_does_not_answer_in_time_is_cancelled() {
        LoopTask task = Loops.every(Duration.ofHours(1))
                .gate(cog.gate())
                .count(1)
                .reconnect(false)
                .timeout(Duration.ofMillis(50))
                .onError((error, run) -> journal.add(error.getClass().getSimpleName()))
                .buildRest(run -> run.jda().retrieveApplicationInfo());
        try (Bot bot = Bot.login(discord, cog)) {
            bot.awaitConnected();
            discord.rest().answer(1, request -> true, RestReply.delayed(Duration.ofSeconds(2)));
            assertThat(task.start().join()).isEqualTo(LoopOutcome.COMPLETED);
        }
        assertThat(journal.entries()).containsExactly("TimeoutException");
    }

    @Test
    void a_run_that_waits_long_for_discord_is_reported_with_its_stack_and_goes_on() {
        LoopTask task = Loops.every(Duration.ofSeconds(10))
                .name("slow")
                .gate(cog.gate())
                .count(1)
                .slowRunWarning(0.02)
                .build(run -> {
                    TextChannel channel = Objects.requireNonNull(run.jda()
                            .getTextChannelById(discord.guild().channel().id()));
                    journal.add(channel.sendMessage("hello").complete().getContentRaw());
                });
        try (LogLines log = LogLines.ofLibrary();
                Bot bot = Bot.login(discord, cog)) {
            bot.awaitConnected();
            discord.rest().answer(1, request -> true, RestReply.delayed(Duration.ofSeconds(1)));
            assertThat(task.start().join()).isEqualTo(LoopOutcome.COMPLETED);
            assertThat(log.from(Level.WARN))
                    .singleElement()
                    .asString()
                    .contains(
                            "takes long, ",
                            " so far; it is still here",
                            "RestActionImpl.complete",
                            getClass().getSimpleName());
        }
        assertThat(journal.entries()).containsExactly("hello");
    }

    @Test
    void runs_are_delayed_by_jitter_and_the_first_by_an_initial_delay_that_begins_when_the_bot_is_ready() {
        Duration delay = Duration.ofMillis(100);
        LoopTask task = Loops.every(Duration.ofMillis(20))
                .gate(cog.gate())
                .count(10)
                .initialDelay(delay)
                .jitter(Duration.ofMillis(15))
                .build(run -> journal.add(run.lateness().isNegative() ? "early" : "run"));
        var end = task.start();
        try (Bot bot = Bot.login(discord, cog)) {
            bot.awaitConnected();
            long ready = System.nanoTime();
            journal.await(entry -> true);
            assertThat(System.nanoTime() - ready).isGreaterThan(delay.toNanos() / 2);
            assertThat(end.join()).isEqualTo(LoopOutcome.COMPLETED);
        }
        assertThat(journal.entries()).hasSize(10).containsOnly("run");
    }

    @Test
    void a_listener_hears_of_the_pause_while_the_connection_is_lost() {
        LoopListener listener = new LoopListener() {
            @Override
            public void onStarted(LoopTask task) {
                journal.add("started");
            }

            @Override
            public void onPaused(LoopTask task) {
                journal.add("paused");
            }

            @Override
            public void onResumed(LoopTask task) {
                journal.add("resumed");
            }

            @Override
            public void onIterationFinished(LoopContext run, Duration took) {
                journal.add("run");
            }

            @Override
            public void onEnded(LoopTask task, LoopOutcome outcome) {
                journal.add("ended " + outcome);
            }
        };
        LoopTask task = Loops.every(Duration.ofMillis(10))
                .gate(cog.gate())
                .listener(listener)
                .build(run -> {});
        var end = task.start();
        try (Bot bot = Bot.login(discord, cog)) {
            journal.await("run"::equals, 3);
            discord.gateway().drop(Drop.RST);
            bot.awaitStatus(JDA.Status.CONNECTED, 2);
            journal.await("resumed"::equals);
        }
        end.join();
        journal.await("ended CANCELLED"::equals);
        assertThat(journal.entries())
                .filteredOn(entry -> !entry.equals("run"))
                .containsExactly("started", "paused", "resumed", "ended CANCELLED");
    }
}
