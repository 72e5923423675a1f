package io.github.jdatasks.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.AfterLoop;
import io.github.jdatasks.BeforeLoop;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopError;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.support.Diary;
import io.github.jdatasks.support.OfflineJda;
import java.util.concurrent.RejectedExecutionException;
import net.dv8tion.jda.api.JDA;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A shard manager that restarts a shard: there is no JDA until the new instance logs in, and that is no shutdown. */
@SuppressWarnings("UnusedVariable") // bodies and hooks that need no JDA would be called without one
class RestartedShardTest {
    private final Diary diary = new Diary();
    private final OfflineJda.Manager manager = new OfflineJda.Manager();

    @AfterEach
    void close() {
        diary.time.close();
    }

    /** Notes what its body, error handler and after-hook are called for. */
    private class Noted extends LoopCog {
        @LoopError
        void error(Throwable error, LoopContext run) {
            diary.write("error " + error.getMessage());
        }

        @AfterLoop
        void after(LoopContext run) {
            diary.write("after");
        }

        /** Makes a request that takes 5 s, and fails if its instance has shut down meanwhile. */
        void request(LoopContext run, JDA jda, String what) throws Exception {
            diary.write(what + " begins");
            diary.lasting(5).run(run);
            if (jda.getStatus() != JDA.Status.CONNECTED) {
                throw new RejectedExecutionException("The Requester has been stopped!");
            }
            diary.write(what + " ends");
        }
    }

    private OfflineJda only = new OfflineJda();

    private OfflineJda instance(LoopCog cog, int id, int total) {
        OfflineJda jda = new OfflineJda(id, total);
        jda.setShardManager(manager.proxy());
        jda.addEventListener(cog);
        return jda;
    }

    private OfflineJda shard(LoopCog cog, int id, int total) {
        return instance(cog, id, total).logIn();
    }

    private <C extends LoopCog> C onlyShard(C cog) {
        only = shard(cog, 0, 1);
        manager.list(only);
        diary.pass(2);
        return cog;
    }

    /** As in {@code ShardManager.restart(id)}. */
    private void takeDown(OfflineJda shard, JDA... others) {
        manager.list(others);
        shard.become(JDA.Status.SHUTTING_DOWN);
        manager.queued(1);
        shard.become(JDA.Status.SHUTDOWN);
    }

    private void bringBack(JDA... all) {
        manager.list(all);
        manager.queued(0);
    }

    private class KeepRunning extends Noted {
        @Loop(seconds = 2, whenDisconnected = WhenDisconnected.KEEP_RUNNING)
        void rest(JDA jda) {
            diary.write("rest");
        }
    }

    @Test
    void a_loop_that_keeps_running_waits_while_there_is_no_instance() {
        KeepRunning cog = onlyShard(diary.time.create(KeepRunning::new));
        diary.forget();
        takeDown(only);
        diary.pass(10);
        assertThat(diary.entries()).isEmpty();
        assertThat(cog.loop("rest").state()).isEqualTo(LoopState.PAUSED);
        bringBack(shard(cog, 0, 1));
        diary.pass(4);
        assertThat(diary.entries()).contains("12 rest", "14 rest").noneMatch(entry -> entry.contains("error"));
    }

    @Test
    void it_does_not_run_in_the_grace_before_the_end_of_the_bot() {
        KeepRunning cog = onlyShard(diary.time.create(KeepRunning::new));
        diary.forget();
        only.become(JDA.Status.SHUTTING_DOWN, JDA.Status.SHUTDOWN);
        manager.list();
        diary.pass(15);
        assertThat(diary.entries("error")).isEmpty();
        assertThat(diary.entries("rest")).isEmpty();
        assertThat(cog.loop("rest").state()).isEqualTo(LoopState.FINISHED);
    }

    private class Slow extends Noted {
        @Loop(seconds = 100)
        void slow(LoopContext run) throws Exception {
            request(run, run.jda(), "request");
        }
    }

    private class SlowByCog extends Noted {
        @Loop(seconds = 100)
        void slow(LoopContext run) throws Exception {
            request(run, jda(), "request");
        }
    }

    private class SlowOverlapping extends Noted {
        @Loop(seconds = 100, overlap = 2)
        void slow(LoopContext run) throws Exception {
            request(run, run.shards().get(0), "request");
        }
    }

    private LoopCog slow(String which) {
        return diary.time.create(
                switch (which) {
                    case "SlowByCog" -> SlowByCog::new;
                    case "SlowOverlapping" -> SlowOverlapping::new;
                    default -> Slow::new;
                });
    }

    @ParameterizedTest
    @CsvSource({"Slow, 8, 10", "Slow, 1, 5", "SlowByCog, 1, 5", "SlowOverlapping, 1, 5"})
    void a_run_that_dies_with_the_only_shard_is_repeated_even_if_the_new_instance_is_there_by_then(
            String which, int secondsDown, int repeated) {
        LoopCog cog = onlyShard(slow(which));
        takeDown(only);
        diary.pass(secondsDown);
        bringBack(shard(cog, 0, 1));
        diary.pass(10);
        assertThat(diary.entries("error")).isEmpty();
        assertThat(diary.entries("request"))
                .containsExactly("0 request begins", repeated + " request begins", repeated + 5 + " request ends");
    }

    @Test
    void a_run_that_restarts_its_own_shard_is_not_repeated_for_ever() {
        LoopCog cog = diary.time.create(Noted::new);
        OfflineJda other = shard(cog, 1, 2);
        only = shard(cog, 0, 2);
        manager.list(only, other);
        LoopTask nightly = diary.every(100).gate(cog.gate()).start(run -> {
            diary.write("restarts");
            run.jda();
            only.become(JDA.Status.SHUTTING_DOWN, JDA.Status.SHUTDOWN);
            only = shard(cog, 0, 2);
            manager.list(only, other);
            throw new RejectedExecutionException("The Requester has been stopped!");
        });
        diary.pass(50);
        assertThat(diary.entries("restarts")).hasSize(2);
        assertThat(nightly.stats().failures()).isEqualTo(1);
        diary.pass(60);
        assertThat(diary.entries("restarts")).as("the next run").hasSize(4);
    }

    @Test
    void nor_is_one_that_restarts_the_only_shard() {
        LoopCog cog = onlyShard(diary.time.create(Noted::new));
        LoopTask nightly = diary.every(100).gate(cog.gate()).start(run -> {
            diary.write("restarts");
            takeDown(only);
            throw new IllegalStateException("no such table");
        });
        for (int i = 0; i < 4; i++) {
            diary.pass(5);
            if (only.getStatus() == JDA.Status.SHUTDOWN) {
                only = shard(cog, 0, 1);
                bringBack(only);
            }
        }
        assertThat(diary.entries("restarts")).hasSize(2);
        assertThat(nightly.stats().failures()).isEqualTo(1);
    }

    @Test
    void after_a_stop_an_error_is_reported_since_the_run_is_not_repeated() {
        Slow cog = onlyShard(diary.time.create(Slow::new));
        cog.loop("slow").stop();
        takeDown(only);
        diary.pass(10);
        assertThat(diary.entries("request")).containsExactly("0 request begins");
        assertThat(diary.entries("error")).containsExactly("5 error The Requester has been stopped!");
    }

    @Test
    void after_a_stop_a_durable_tick_that_dies_with_its_instance_is_put_back() {
        LoopCog cog = onlyShard(diary.time.create(Noted::new));
        LoopTask loop = diary.every(100)
                .name("durable")
                .durable(true)
                .gate(cog.gate())
                .start(run -> {
                    diary.write("request");
                    diary.lasting(5).run(run);
                    throw new RejectedExecutionException("The Requester has been stopped!");
                });
        diary.pass(1);
        loop.stop();
        takeDown(only);
        diary.pass(10);
        assertThat(loop.state()).isEqualTo(LoopState.FINISHED);
        assertThat(loop.stats().failures()).isEqualTo(1);
        bringBack(shard(cog, 0, 1));
        var unused = loop.start();
        diary.pass(2);
        assertThat(diary.entries("request")).hasSize(2);
    }

    @Test
    void after_a_stop_a_run_that_a_loss_of_the_connection_cuts_short_is_neither_a_failure_nor_repeated() {
        LoopCog cog = onlyShard(diary.time.create(Noted::new));
        LoopTask loop = diary.every(100)
                .gate(cog.gate())
                .whenDisconnected(WhenDisconnected.CANCEL)
                .start(diary.run(diary.lasting(5)));
        diary.pass(1);
        loop.stop();
        only.become(JDA.Status.ATTEMPTING_TO_RECONNECT);
        diary.pass(1);
        assertThat(loop.state()).isEqualTo(LoopState.FINISHED);
        assertThat(loop.stats().failures()).isZero();
        assertThat(diary.entries("run")).hasSize(1);
    }

    @Test
    void an_error_after_an_unload_is_reported() {
        Slow cog = onlyShard(diary.time.create(Slow::new));
        LoopTask other = diary.every(100).gate(cog.gate()).start(run -> {
            diary.lasting(5).run(run);
            throw new IllegalStateException("the pool is closed");
        });
        diary.pass(1);
        cog.unload();
        diary.pass(10);
        assertThat(diary.entries("error")).containsExactly("7 error the pool is closed");
        assertThat(other.stats().failures()).isEqualTo(1);
    }

    private class Hooked extends Noted {
        @Loop(seconds = 10, shards = ShardScope.EACH)
        void each(LoopContext run) {
            diary.write(run.task().name());
        }

        @BeforeLoop
        void before(LoopContext run) throws Exception {
            request(run, run.jda(), "hook of " + run.task().name());
        }
    }

    @Test
    void a_before_hook_that_dies_with_its_shard_is_called_again() {
        Hooked cog = diary.time.create(Hooked::new);
        OfflineJda zero = shard(cog, 0, 2);
        OfflineJda one = shard(cog, 1, 2);
        manager.list(zero, one);
        diary.pass(2);
        takeDown(zero, one);
        diary.pass(6);
        bringBack(shard(cog, 0, 2), one);
        diary.pass(10);
        assertThat(diary.entries("error")).isEmpty();
        assertThat(diary.entries("#0"))
                .filteredOn(entry -> entry.contains("hook"))
                .hasSize(3);
        assertThat(diary.entries("#0")).last().asString().doesNotContain("hook");
        assertThat(cog.loop("each", 0).state()).isEqualTo(LoopState.WAITING);
    }

    private class WithHook extends Noted {
        @Loop(seconds = 10)
        void tick(JDA jda) {
            diary.write("tick");
        }

        @BeforeLoop
        void before(JDA jda) {
            diary.write("hook");
        }
    }

    @Test
    void a_loop_that_is_restarted_meanwhile_begins_with_the_new_instance() {
        WithHook cog = onlyShard(diary.time.create(WithHook::new));
        LoopTask tick = cog.loop("tick");
        takeDown(only);
        diary.pass(1);
        diary.forget();
        tick.restart();
        diary.pass(1);
        assertThat(diary.entries("hook")).isEmpty();
        OfflineJda again = instance(cog, 0, 1);
        again.become(JDA.Status.LOGGING_IN);
        bringBack(again);
        diary.pass(5);
        assertThat(diary.entries("hook")).as("its caches are empty").isEmpty();
        again.become(JDA.Status.CONNECTED);
        diary.pass(1);
        assertThat(diary.entries("error")).isEmpty();
        assertThat(diary.entries()).contains("9 hook", "9 tick");
    }
}
