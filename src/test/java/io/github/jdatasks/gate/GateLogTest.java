package io.github.jdatasks.gate;

import static ch.qos.logback.classic.Level.INFO;
import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Inside;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.support.OfflineJda;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.util.List;
import java.util.stream.IntStream;
import net.dv8tion.jda.api.JDA;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the log says of loops that wait for their gate: why, and what to do. */
class GateLogTest {
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

    private String onlyLine() {
        assertThat(log.from(INFO)).hasSize(1);
        return log.from(INFO).get(0);
    }

    @Test
    void a_gate_that_was_never_registered_is_said_to_be_to_register() {
        everyMinute("orphan").start(run -> {});
        time.advance(ofSeconds(29));
        assertThat(log.from(INFO)).isEmpty();
        time.advance(ofHours(1));
        assertThat(onlyLine())
                .startsWith("WARN")
                .contains("No bot has logged in", "Register it", "ConnectionGate.of(jda)", "1 loop", "orphan")
                .doesNotContain("away");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 11})
    void ten_of_the_loops_that_wait_are_named_at_most(int number) {
        List<String> names =
                IntStream.range(0, number).mapToObj(index -> "loop " + index).toList();
        names.forEach(name -> everyMinute(name).start(run -> {}));
        time.advance(ofMinutes(1));
        String named = String.join(", ", names.subList(0, 10)) + (number > 10 ? ", …" : "");
        assertThat(onlyLine()).contains(number + " loops have waited", " s: " + named + ". Register it");
    }

    @Test
    void a_loop_of_a_cog_that_was_never_registered_is_told_so_too() {
        class Orphan extends LoopCog {
            @Loop(minutes = 1, autoStart = false)
            void run() {}
        }
        Orphan cog = time.create(Orphan::new);
        cog.loop("run").start();
        time.advance(ofMinutes(2));
        assertThat(onlyLine()).startsWith("WARN").contains("Register", "the cog", "Orphan.run");
    }

    private static final class Unregistered extends LoopCog {
        Unregistered(WhenDisconnected policy, ShardScope shards) {
            for (String name : new String[] {"one", "two"}) {
                LoopTask unused = newLoop(Schedule.every(ofMinutes(1)))
                        .name(name)
                        .whenDisconnected(policy)
                        .shards(shards)
                        .build(run -> {});
            }
        }
    }

    private String lineAfter30Seconds() {
        time.advance(ofSeconds(29));
        assertThat(log.from(INFO)).isEmpty();
        time.advance(ofHours(1));
        return onlyLine();
    }

    private void assertSaysToRegister(String line) {
        assertThat(line)
                .startsWith("WARN No bot has logged in")
                .contains("the cog", "Unregistered.one", "addEventListeners", "attach(jda)");
    }

    @ParameterizedTest
    @EnumSource
    void the_loops_of_a_cog_that_was_never_registered_make_one_line_whatever_their_policy(WhenDisconnected policy) {
        for (ShardScope shards : ShardScope.values()) {
            Unregistered cog = time.create(() -> new Unregistered(policy, shards));
            cog.loop("one").startIfStopped();
            cog.loop("two").startIfStopped();
            assertSaysToRegister(lineAfter30Seconds());
            cog.unload();
            time.runPending();
            log.close();
            log = LogLines.ofLibrary();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_call_of_runNow_of_a_cog_that_was_never_registered_is_reported_too(WhenDisconnected policy) {
        Unregistered cog = time.create(() -> new Unregistered(policy, ShardScope.ALL));
        cog.loop("one").runNow();
        assertSaysToRegister(lineAfter30Seconds());
    }

    @Test
    void a_loop_of_a_cog_that_was_never_registered_is_reported_though_its_own_gate_is_open() {
        VirtualConnection.of(gate).ready();
        class Orphan extends LoopCog {}
        Orphan cog = time.create(Orphan::new);
        Inside.newLoop(cog, Schedule.every(ofMinutes(1)))
                .name("lost")
                .gate(gate)
                .start(run -> {});
        time.advance(ofMinutes(1));
        assertThat(onlyLine()).startsWith("WARN No bot has logged in").contains("Orphan.lost", "attach(jda)");
    }

    @Test
    void a_loop_of_a_cog_that_was_never_registered_is_told_so_though_its_own_gate_makes_progress() {
        VirtualConnection bot = VirtualConnection.of(gate).shards(8);
        for (int id = 0; id < 8; id++) {
            bot.login(id);
        }
        class Orphan extends LoopCog {}
        Orphan cog = time.create(Orphan::new);
        Inside.newLoop(cog, Schedule.every(ofMinutes(1)))
                .name("lost")
                .gate(gate)
                .start(run -> {});
        for (int id = 0; id < 4; id++) {
            time.advance(ofSeconds(20));
            bot.ready(id);
        }
        assertThat(onlyLine()).startsWith("WARN No bot has logged in").contains("Orphan.lost", "attach(jda)");
    }

    @Test
    void loops_that_ignore_the_connection_and_go_on_when_their_cog_is_registered_are_not_reported() {
        Unregistered cog = time.create(() -> new Unregistered(WhenDisconnected.IGNORE, ShardScope.ALL));
        cog.loop("one").startIfStopped();
        time.advance(ofSeconds(20));
        VirtualConnection.of(cog).login();
        time.advance(ofMinutes(5));
        assertThat(log.from(INFO)).isEmpty();
        assertThat(cog.loop("one").stats().runs()).isPositive();
    }

    @Test
    void a_loop_that_has_ended_meanwhile_is_not_reported() {
        LoopTask loop = everyMinute("ended").start(run -> {});
        time.advance(ofSeconds(20));
        loop.stop();
        time.advance(ofMinutes(5));
        assertThat(log.from(INFO)).isEmpty();
    }

    @Test
    void a_bot_that_is_still_starting_is_said_to_be_with_its_status() {
        OfflineJda jda = new OfflineJda();
        jda.addEventListener(gate);
        everyMinute("early").start(run -> {});
        jda.become(JDA.Status.LOGGING_IN, JDA.Status.CONNECTING_TO_WEBSOCKET);
        time.advance(ofMinutes(5));
        assertThat(onlyLine())
                .startsWith("WARN")
                .contains("still starting", "CONNECTING_TO_WEBSOCKET", "early")
                .doesNotContain("away");
        jda.become(JDA.Status.CONNECTED);
        time.runPending();
        assertThat(log.from(INFO)).hasSize(2);
        assertThat(log.from(INFO).get(1)).contains("The bot is ready", "go on").doesNotContain("back");
    }

    @Test
    void a_start_with_many_shards_that_makes_progress_is_no_warning() {
        VirtualConnection bot = VirtualConnection.of(gate).shards(8);
        for (int id = 0; id < 8; id++) {
            bot.login(id);
        }
        everyMinute("patient").start(run -> {});
        for (int id = 0; id < 7; id++) {
            time.advance(ofSeconds(20));
            bot.ready(id);
        }
        assertThat(onlyLine())
                .startsWith("INFO")
                .contains("still starting", "connected shards: 1;", "shard 7 (LOGGING_IN)", "patient")
                .doesNotContain("away");
        time.advance(ofSeconds(20));
        bot.ready(7);
        time.runPending();
        assertThat(log.from(INFO)).hasSize(2).last().asString().contains("The bot is ready");
    }

    @Test
    void a_start_that_makes_no_progress_any_more_is_a_warning_that_names_the_shards() {
        VirtualConnection bot = VirtualConnection.of(gate).shards(4);
        for (int id = 0; id < 4; id++) {
            bot.login(id);
        }
        everyMinute("patient").start(run -> {});
        for (int id = 0; id < 3; id++) {
            time.advance(ofSeconds(20));
            bot.ready(id);
        }
        time.advance(ofHours(1));
        assertThat(log.from(INFO)).hasSize(2);
        assertThat(log.from(INFO).get(0)).startsWith("INFO");
        assertThat(log.from(INFO).get(1))
                .startsWith("WARN")
                .contains("still starting", "connected shards: 3", "not yet connected: shard 3 (");
    }

    @Test
    void a_shard_that_comes_and_goes_is_no_progress_of_a_start() {
        VirtualConnection bot = VirtualConnection.of(gate).shards(4);
        for (int id = 0; id < 4; id++) {
            bot.login(id);
        }
        everyMinute("patient").start(run -> {});
        time.advance(ofSeconds(20));
        bot.ready(0);
        bot.ready(1);
        for (int i = 0; i < 10; i++) {
            time.advance(ofSeconds(10));
            bot.disconnect(1);
            time.advance(ofSeconds(10));
            bot.resume(1);
        }
        assertThat(log.from(INFO)).last().asString().startsWith("WARN").contains("still starting", "shard 3 (");
    }

    @Test
    void a_shard_that_is_missing_is_named_with_its_status() {
        VirtualConnection bot = VirtualConnection.of(gate).shards(8).ready();
        everyMinute("all").start(run -> {});
        everyMinute("some").shards(ShardScope.ANY).start(run -> {});
        time.runPending();
        bot.disconnect(5);
        time.advance(ofMinutes(3));
        assertThat(onlyLine())
                .startsWith("WARN")
                .contains("Not all shards are connected", "missing of 8: shard 5 (", "1 loop has waited", "all")
                .doesNotContain("away", "some");
        bot.resume(5);
        time.runPending();
        assertThat(log.from(INFO)).hasSize(2).last().asString().contains("is back", "go on");
    }

    @Test
    void the_loop_of_a_shard_that_is_missing_is_reported_by_its_name() {
        VirtualConnection bot = VirtualConnection.of(gate).shards(2).ready();
        everyMinute("each").shards(ShardScope.EACH).start(run -> {});
        time.runPending();
        bot.disconnect(1);
        time.advance(ofMinutes(3));
        assertThat(onlyLine()).contains("shard 1 (", "each#1").doesNotContain("each#0");
    }

    @Test
    void a_connection_that_is_lost_is_said_to_be_away() {
        VirtualConnection bot = VirtualConnection.of(gate).shards(2).ready();
        everyMinute("lost").start(run -> {});
        time.runPending();
        bot.disconnect();
        time.advance(ofHours(1));
        assertThat(onlyLine())
                .startsWith("WARN")
                .contains(
                        "The connection to Discord is lost", "reconnects by itself", "shard 0 (", "shard 1 (", "lost");
    }

    @Test
    void no_connection_is_said_to_be_back_when_the_loops_end_with_a_shard_missing() {
        VirtualConnection bot = VirtualConnection.of(gate).shards(2).ready();
        LoopTask waiting = everyMinute("waiting").start(run -> {});
        time.runPending();
        bot.disconnect(1);
        time.advance(ofMinutes(3));
        waiting.cancel();
        time.advance(ofMinutes(1));
        bot.shutdown();
        time.advance(ofMinutes(1));
        assertThat(log.with("is back")).isEmpty();
        assertThat(log.with("go on")).isEmpty();
    }

    @Test
    void no_connection_is_said_to_be_back_when_the_bot_shuts_down_with_a_shard_missing() {
        VirtualConnection bot = VirtualConnection.of(gate).shards(2).ready();
        everyMinute("waiting").start(run -> {});
        time.runPending();
        bot.disconnect(1);
        time.advance(ofMinutes(3));
        bot.shutdown();
        time.advance(ofMinutes(1));
        assertThat(log.with("is back")).isEmpty();
        assertThat(log.with("has shut down")).hasSize(1);
    }

    @Test
    void no_connection_is_said_to_be_back_when_a_cog_is_unloaded_with_a_shard_missing() {
        class Waiting extends LoopCog {
            @Loop(minutes = 1)
            void run() {}
        }
        Waiting cog = time.create(Waiting::new);
        VirtualConnection bot = VirtualConnection.of(cog).shards(2).ready();
        time.runPending();
        bot.disconnect(1);
        time.advance(ofMinutes(3));
        assertThat(onlyLine()).contains("Waiting.run");
        cog.unload();
        time.advance(ofMinutes(1));
        assertThat(log.with("is back")).isEmpty();
    }
}
