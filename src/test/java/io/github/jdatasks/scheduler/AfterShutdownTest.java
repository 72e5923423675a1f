package io.github.jdatasks.scheduler;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.AfterLoop;
import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.Loops;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import net.dv8tion.jda.api.JDA;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the log says of after-hooks that come too late for what they need. */
class AfterShutdownTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final ConnectionGate gate = new ConnectionGate();
    private LogLines log;

    @BeforeEach
    void open() {
        log = LogLines.ofLibrary();
    }

    @AfterEach
    void close() {
        log.close();
    }

    private LoopBuilder everyMinute(String name) {
        return Loops.every(ofMinutes(1)).name(name).scheduler(time).gate(gate);
    }

    static class Saving extends LoopCog {
        @Loop(minutes = 1)
        void work() {}

        @AfterLoop("work")
        void save(JDA jda) {
            throw new AssertionError("there is no bot any more, but " + jda);
        }

        @Loop(minutes = 1)
        void other() {}

        @AfterLoop("other")
        void saveByContext(LoopContext run) {
            throw new AssertionError("there is no bot any more, but " + run.jda());
        }
    }

    @Test
    void an_after_hook_that_takes_the_bot_says_that_it_has_shut_down_and_what_to_do() {
        Saving cog = time.create(Saving::new);
        VirtualConnection bot = VirtualConnection.of(cog).ready();
        time.runPending();
        bot.shutdown();
        time.advance(ofMinutes(1));
        for (String loop : new String[] {"work", "other"}) {
            assertThat(log.with("after-hook of loop Saving." + loop))
                    .singleElement()
                    .asString()
                    .contains(
                            "The bot of the loop Saving." + loop + " has shut down",
                            "setEnableShutdownHook(false)",
                            "unload()")
                    .doesNotContain("has not met");
        }
    }

    @Test
    void the_loop_of_one_shard_says_that_its_shard_has_shut_down() {
        VirtualConnection bot = VirtualConnection.of(gate).shards(2).ready();
        everyMinute("each")
                .shards(ShardScope.EACH)
                .afterLoop(run -> {
                    throw new AssertionError("there is no shard any more, but " + run.jda());
                })
                .start(run -> {});
        time.runPending();
        bot.shutdown(1);
        time.advance(ofMinutes(1));
        assertThat(log.with("after-hook of loop each#1"))
                .singleElement()
                .asString()
                .contains("The shard of the loop each#1 has shut down");
    }

    @Test
    void a_loop_whose_gate_has_met_no_bot_is_told_to_register_it() {
        everyMinute("orphan").whenDisconnected(WhenDisconnected.IGNORE).start(LoopContext::jda);
        time.runPending();
        assertThat(log.with("loop orphan")).anyMatch(line -> line.contains("has not met a bot; register the gate"));
    }

    @Test
    void an_after_hook_that_fails_after_the_shutdown_is_said_to_be_perhaps_too_late() {
        for (boolean byUnload : new boolean[] {false, true}) {
            class Late extends LoopCog {
                @Loop(minutes = 1)
                void work() {}

                @AfterLoop
                void save() {
                    throw new IllegalStateException("the database is closed");
                }
            }
            Late cog = time.create(Late::new);
            VirtualConnection bot = VirtualConnection.of(cog).ready();
            time.runPending();
            if (byUnload) {
                cog.unload();
            } else {
                bot.shutdown();
            }
            time.advance(ofMinutes(1));
        }
        assertThat(log.with("after-hook of loop Late.work failed")).hasSize(2);
        assertThat(log.with("after-hook of loop Late.work failed").get(0))
                .contains("database", "unload().join()", "first");
        assertThat(log.with("after-hook of loop Late.work failed").get(1)).doesNotContain("unload().join()");
    }

    @Test
    void a_loop_without_a_cog_is_told_to_be_cancelled_before_its_scheduler_is_closed() {
        Loops.every(ofMinutes(1))
                .name("alone")
                .scheduler(time)
                .afterLoop(run -> {
                    throw new IllegalStateException("the database is closed");
                })
                .start(run -> {});
        time.runPending();
        time.close();
        assertThat(log.with("after-hook of loop alone failed"))
                .singleElement()
                .asString()
                .contains("cancel().join()");
    }
}
