package io.github.jdatasks.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.jdatasks.AfterLoop;
import io.github.jdatasks.BeforeLoop;
import io.github.jdatasks.Inside;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.internal.schedule.OnceAtStartSchedule;
import io.github.jdatasks.support.Diary;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.support.OfflineJda;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import net.dv8tion.jda.api.JDA;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Loops of a cog that are one for each shard, of a bot with a shard manager. */
class EachShardCogTest {
    private final Diary diary = new Diary();
    private final OfflineJda.Manager manager = new OfflineJda.Manager();
    private final List<OfflineJda> listed = new ArrayList<>();

    class Sharded extends LoopCog {
        final List<JDA> jdas = new ArrayList<>();

        @Loop(minutes = 1, shards = ShardScope.EACH)
        void tick(LoopContext run) {
            LoggerFactory.getLogger("users.own").info("tick");
            assertThat(jda()).isSameAs(run.jda());
            jdas.add(run.jda());
            diary.write(run.task().name());
        }

        @BeforeLoop
        void before(LoopContext run) throws InterruptedException {
            waitUntilReady();
            diary.write(run.task().name() + " before");
        }

        @AfterLoop
        void after(LoopContext run) {
            diary.write(run.task().name() + " after");
        }

        @Loop(minutes = 1, shards = ShardScope.EACH, whenDisconnected = WhenDisconnected.IGNORE, autoStart = false)
        void early(LoopContext run) throws InterruptedException {
            waitUntilReady();
            diary.write(run.task().name() + " is ready");
        }

        @Loop(
                minutes = 1,
                shards = ShardScope.EACH,
                autoStart = false,
                whenDisconnected = WhenDisconnected.KEEP_RUNNING)
        void rest(LoopContext run) {
            run.jda();
            diary.write(run.task().name());
        }
    }

    private final Sharded cog = diary.time.create(Sharded::new);

    /** A new instance of a shard, listed by the manager in place of the old one and about to log in. */
    private OfflineJda instance(int id) {
        OfflineJda jda = new OfflineJda(id, 4);
        jda.setShardManager(manager.proxy());
        jda.addEventListener(cog);
        listed.removeIf(old -> old.getShardInfo().getShardId() == id);
        listed.add(jda);
        return jda;
    }

    private OfflineJda logIn(int id) {
        OfflineJda jda = instance(id).logIn();
        list();
        return jda;
    }

    private void list() {
        manager.list(listed.toArray(OfflineJda[]::new));
    }

    @Test
    void its_loops_are_known_by_name_and_shard() {
        assertThat(cog.loops()).isEmpty();
        logIn(1);
        logIn(3);
        diary.pass(0);
        assertThat(cog.loops())
                .extracting(LoopTask::name)
                .containsExactly("early#1", "early#3", "rest#1", "rest#3", "tick#1", "tick#3");
        assertThat(cog.loop("tick").name()).isEqualTo("tick");
        assertThat(cog.loop("tick", 3).toString()).startsWith("loop Sharded.tick#3 (");
        assertThat(cog.loop("tick").toString()).startsWith("loop Sharded.tick (");
        assertThat(diary.time.loops()).containsExactlyInAnyOrder(cog.loop("tick", 1), cog.loop("tick", 3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cog.loop("tick", 0))
                .withMessageContaining("Sharded.tick has no shard 0")
                .withMessageContaining("[1, 3]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cog.loop("tock", 1))
                .withMessageContaining("tock");
    }

    @Test
    void the_log_names_the_shard() {
        try (LogLines own = LogLines.of("users.own");
                LogLines loop = LogLines.of("io.github.jdatasks.loop.Sharded.tick#3")) {
            logIn(1);
            logIn(3);
            diary.pass(0);
            cog.loop("tick").stop();
            diary.pass(0);
            assertThat(own.events())
                    .extracting(ILoggingEvent::getMDCPropertyMap)
                    .containsExactlyInAnyOrder(
                            Map.of("cog", "Sharded", "loop", "tick", "shard", "1"),
                            Map.of("cog", "Sharded", "loop", "tick", "shard", "3"));
            assertThat(loop.with("Sharded.tick#3")).hasSize(2);
        }
    }

    @Test
    void a_restarted_shard_keeps_its_loop_which_goes_on_with_the_new_instance() {
        OfflineJda old = logIn(0);
        OfflineJda other = logIn(1);
        diary.pass(30);
        old.hold();
        old.become(JDA.Status.SHUTTING_DOWN);
        cog.onGenericEvent(old.takeHeld());
        manager.queued(1);
        diary.pass(60);
        assertThat(cog.loop("tick", 0).state()).isEqualTo(LoopState.PAUSED);
        OfflineJda next = logIn(0);
        manager.queued(0);
        diary.pass(0);
        assertThat(cog.jdas).containsExactly(old, other, other, next);
        old.become(JDA.Status.SHUTDOWN);
        old.fire("Shutdown");
        while (old.hasHeld()) {
            cog.onGenericEvent(old.takeHeld());
        }
        diary.pass(60);
        assertThat(cog.jdas.subList(4, 6)).containsExactlyInAnyOrder(next, other);
        assertThat(diary.entries("tick#0 before")).hasSize(1);
        assertThat(diary.entries("after")).isEmpty();
    }

    @Test
    void a_shard_that_died_of_a_fatal_error_but_is_listed_may_come_back() {
        OfflineJda dying = logIn(0);
        logIn(1);
        diary.pass(30);
        dying.become(JDA.Status.DISCONNECTED, JDA.Status.SHUTDOWN);
        dying.fire("Shutdown");
        diary.pass(600);
        assertThat(cog.loop("tick", 0).state()).isEqualTo(LoopState.PAUSED);
        assertThat(diary.entries("after")).isEmpty();
        logIn(0);
        diary.pass(0);
        assertThat(diary.entries()).endsWith("630 tick#0");
    }

    @Test
    void a_shard_its_manager_has_let_go_of_ends_its_loop_and_may_be_started_again() {
        OfflineJda leaving = logIn(0);
        logIn(1);
        diary.pass(30);
        listed.remove(leaving);
        list();
        leaving.become(JDA.Status.SHUTTING_DOWN, JDA.Status.SHUTDOWN);
        diary.pass(10);
        assertThat(cog.loop("tick", 0).state()).isEqualTo(LoopState.PAUSED);
        diary.pass(10);
        assertThat(cog.loop("tick", 0).completion()).isCompletedWithValue(LoopOutcome.CANCELLED);
        assertThat(diary.entries("after")).containsExactly("45 tick#0 after");
        assertThat(cog.loop("tick").isRunning()).isTrue();
        diary.pass(10);
        logIn(0);
        diary.pass(0);
        assertThat(diary.entries("tick#0")).endsWith("60 tick#0 before", "60 tick#0");
    }

    @Test
    void KEEP_RUNNING_waits_too_while_its_shard_is_down() {
        OfflineJda dying = logIn(0);
        logIn(1);
        diary.pass(0);
        cog.loop("rest").startIfStopped();
        diary.pass(5);
        dying.become(JDA.Status.DISCONNECTED);
        diary.pass(60);
        assertThat(diary.entries("rest#0")).hasSize(3).endsWith("60 rest#0");
        dying.become(JDA.Status.SHUTDOWN);
        diary.pass(60);
        assertThat(diary.entries("rest#0")).as("not even REST would work").hasSize(3);
        instance(0).become(JDA.Status.LOGGING_IN);
        list();
        diary.pass(0);
        assertThat(diary.entries("rest#0")).hasSize(4);
    }

    @Test
    void a_run_that_dies_with_its_shard_is_repeated_on_the_next_instance() {
        OfflineJda dying = logIn(0);
        logIn(1);
        LoopTask slow = Inside.newLoop(cog, Schedule.every(Duration.ofMinutes(1)))
                .name("long")
                .shards(ShardScope.EACH)
                .onError((error, run) -> diary.write("error"))
                .build(run -> {
                    diary.write(run.task().name() + " begins");
                    JDA jda = run.jda();
                    diary.lasting(10).run(run);
                    if (jda.getStatus() != JDA.Status.CONNECTED) {
                        throw new RejectedExecutionException("the requester has stopped");
                    }
                });
        diary.pass(5);
        dying.become(JDA.Status.SHUTTING_DOWN, JDA.Status.SHUTDOWN);
        diary.pass(15);
        assertThat(cog.loop("long", 0).state()).isEqualTo(LoopState.PAUSED);
        logIn(0);
        diary.pass(10);
        assertThat(diary.entries("long#0 begins")).containsExactly("0 long#0 begins", "20 long#0 begins");
        assertThat(diary.entries("error")).isEmpty();
        assertThat(slow.stats().failures()).isZero();
    }

    @Test
    void inside_a_loop_one_waits_for_its_shard_only() {
        logIn(2);
        instance(0).become(JDA.Status.LOGGING_IN);
        list();
        diary.pass(0);
        cog.loop("early").startIfStopped();
        diary.pass(1);
        assertThat(diary.entries("is ready")).containsExactly("0 early#2 is ready");
    }

    @Test
    void a_shard_that_comes_later_gets_the_loops_that_are_started() {
        manager.queued(1);
        logIn(0);
        diary.pass(5);
        logIn(2);
        manager.queued(0);
        diary.pass(0);
        assertThat(diary.entries("#2")).containsExactly("5 tick#2 before", "5 tick#2");
    }

    @Test
    void a_run_once_per_shard_is_over_when_the_last_of_them_has_come() {
        LoopTask once = Inside.newLoop(cog, new OnceAtStartSchedule())
                .name("once")
                .count(1)
                .shards(ShardScope.EACH)
                .build(run -> diary.write(run.task().name()));
        manager.queued(1);
        logIn(0);
        diary.pass(5);
        assertThat(diary.entries()).contains("0 once#0");
        assertThat(once.completion()).isNotDone();
        logIn(1);
        manager.queued(0);
        diary.pass(5);
        assertThat(diary.entries()).contains("5 once#1");
        assertThat(once.completion()).isCompletedWithValue(LoopOutcome.COMPLETED);
    }

    @Test
    void the_end_of_the_bot_unloads_the_cog_when_all_loops_have_ended() {
        OfflineJda zero = logIn(0);
        OfflineJda one = logIn(1);
        diary.pass(0);
        var end = cog.loop("tick").completion();
        zero.become(JDA.Status.SHUTTING_DOWN, JDA.Status.SHUTDOWN);
        one.become(JDA.Status.SHUTTING_DOWN, JDA.Status.SHUTDOWN);
        diary.pass(10);
        assertThat(end).isCompletedWithValue(LoopOutcome.CANCELLED);
        assertThat(diary.entries("after")).containsExactlyInAnyOrder("4 tick#0 after", "4 tick#1 after");
        logIn(1);
        diary.pass(0);
        assertThat(diary.entries("10")).containsExactly("10 tick#1 before", "10 tick#1");
        assertThat(cog.loop("tick", 0).isRunning()).isFalse();
    }

    @Test
    void unload_cancels_the_loops_of_all_shards() {
        OfflineJda zero = logIn(0);
        logIn(1);
        diary.pass(5);
        var unload = cog.unload();
        diary.pass(0);
        assertThat(unload).isDone();
        assertThat(diary.entries("5")).containsExactlyInAnyOrder("5 tick#0 after", "5 tick#1 after");
        zero.addEventListener(cog);
        zero.become(JDA.Status.RECONNECT_QUEUED, JDA.Status.CONNECTED);
        diary.pass(0);
        assertThat(diary.entries("5 tick#0")).endsWith("5 tick#0 before", "5 tick#0");
    }
}
