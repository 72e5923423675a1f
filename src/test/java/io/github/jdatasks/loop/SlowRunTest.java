package io.github.jdatasks.loop;

import static ch.qos.logback.classic.Level.WARN;
import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopBody;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.support.EngineByHand;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.net.SocketException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the log says of calls into user code that take long. */
class SlowRunTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private LogLines log;

    @BeforeEach
    void open() {
        log = LogLines.ofLibrary();
    }

    @AfterEach
    void close() {
        log.close();
    }

    /** Lets time pass in steps of half a minute, and returns after how many minutes there was a warning more. */
    private List<Double> minutesOfWarnings(Duration total) {
        List<Double> minutes = new ArrayList<>();
        time.runPending();
        for (Duration passed = ofSeconds(30); passed.compareTo(total) <= 0; passed = passed.plusSeconds(30)) {
            int before = log.from(WARN).size();
            time.advance(ofSeconds(30));
            if (log.from(WARN).size() > before) {
                minutes.add(passed.toSeconds() / 60.0);
            }
        }
        return minutes;
    }

    private LoopBody sleeping(Duration duration) {
        return run -> time.sleep(duration);
    }

    @Test
    void a_run_that_hangs_is_reported_after_5_minutes_and_at_twice_the_time_each() {
        Loops.every(ofMinutes(1)).name("hung").scheduler(time).start(sleeping(ofHours(1)));
        assertThat(minutesOfWarnings(ofMinutes(59))).containsExactly(5.0, 10.0, 20.0, 40.0);
        assertThat(log.from(WARN).get(0))
                .contains("Run 0 of loop hung", "5 minutes", "VirtualLoopScheduler.sleep", "SlowRunTest");
        assertThat(log.from(WARN).get(3)).contains("40 minutes");
    }

    @Test
    void a_slow_run_is_told_with_its_attempt_only_if_one_has_failed() {
        Loops.every(ofMinutes(1))
                .name("hung")
                .scheduler(time)
                .retry(RetryPolicy.fixedDelay(ofSeconds(1)).maxAttempts(2))
                .start(run -> {
                    time.sleep(ofMinutes(9));
                    if (run.attempt() == 1) {
                        throw new SocketException("reset");
                    }
                });
        assertThat(minutesOfWarnings(ofMinutes(15))).containsExactly(5.0, 9.0, 14.5);
        assertThat(log.from(WARN).get(0)).startsWith("WARN Run 0 of loop hung takes long, 5 minutes so far");
        assertThat(log.from(WARN).get(1)).startsWith("WARN Run 0 of loop hung, attempt 1, failed; retrying in");
        assertThat(log.from(WARN).get(2))
                .startsWith("WARN Run 0 of loop hung, attempt 2, takes long, 5 minutes so far");
    }

    @Test
    void each_run_is_looked_at_by_itself() {
        Loops.every(ofMinutes(1)).name("slow").scheduler(time).start(sleeping(ofMinutes(6)));
        assertThat(minutesOfWarnings(ofMinutes(18))).containsExactly(5.0, 11.0, 17.0);
    }

    @Test
    void a_run_that_ends_in_time_is_not_reported() {
        Loops.every(ofSeconds(10))
                .name("steady")
                .scheduler(time)
                .start(sleeping(ofMinutes(5).minusMillis(1)));
        assertThat(minutesOfWarnings(ofMinutes(30))).isEmpty();
    }

    @Test
    void a_run_is_not_reported_before_its_interval_is_over() {
        Loops.every(ofHours(1)).name("hourly").scheduler(time).start(sleeping(ofMinutes(150)));
        assertThat(minutesOfWarnings(ofMinutes(149))).containsExactly(60.0, 120.0);
    }

    @Test
    void the_interval_of_a_calendar_loop_is_the_time_to_its_next_tick() {
        Loops.cron("*/7 * * * *", ZoneOffset.UTC).name("cron").scheduler(time).start(sleeping(ofMinutes(20)));
        assertThat(minutesOfWarnings(ofMinutes(26))).containsExactly(14.0, 21.0);
        Loops.dailyAt(ZoneOffset.UTC, LocalTime.of(0, 30))
                .name("daily")
                .scheduler(time)
                .start(sleeping(ofHours(25)));
        time.advance(ofMinutes(4));
        int before = log.with("loop daily").size();
        time.advance(ofHours(24).minusMinutes(1));
        assertThat(log.with("loop daily")).hasSize(before);
        time.advance(ofMinutes(1));
        assertThat(log.with("loop daily")).hasSize(before + 1);
    }

    @Test
    void schedules_of_every_kind_are_watched() {
        Schedule users = after -> Optional.of(after.plusSeconds(90));
        Schedule broken = after -> {
            if (after.isAfter(MIDNIGHT.plusSeconds(60))) {
                throw new IllegalStateException("no schedule any more");
            }
            return Optional.of(MIDNIGHT.plusSeconds(60));
        };
        Loops.on(Schedule.fixedDelay(ofMinutes(1)))
                .name("delayed")
                .scheduler(time)
                .start(sleeping(ofMinutes(6)));
        Loops.on(Schedule.once(MIDNIGHT.plusSeconds(60)))
                .name("once")
                .scheduler(time)
                .start(sleeping(ofMinutes(6)));
        Loops.on(users).name("users").scheduler(time).start(sleeping(ofMinutes(6)));
        Loops.on(broken).name("broken").scheduler(time).start(sleeping(ofMinutes(6)));
        Loops.every(ofMinutes(1)).name("last").count(1).scheduler(time).start(sleeping(ofMinutes(6)));
        Loops.every(ofMinutes(1))
                .jitter(ofSeconds(1))
                .name("jittery")
                .scheduler(time)
                .start(sleeping(ofMinutes(6)));
        time.advance(ofMinutes(7));
        for (String name : List.of("delayed", "once", "users", "broken", "last", "jittery")) {
            assertThat(log.with("Run 0 of loop " + name)).as(name).hasSize(1);
        }
    }

    @Test
    void hooks_and_handlers_are_watched_too() {
        Loops.every(ofHours(1))
                .name("hooked")
                .count(1)
                .scheduler(time)
                .beforeLoop(run -> time.sleep(ofMinutes(11)))
                .onError((error, run) -> time.sleep(ofMinutes(6)))
                .afterLoop(run -> time.sleep(ofMinutes(21)))
                .start(run -> {
                    throw new IllegalStateException("failed");
                });
        time.advance(ofMinutes(11));
        assertThat(log.with("before-hook of loop hooked")).hasSize(2);
        time.advance(ofHours(1));
        assertThat(log.with("so far")).hasSize(2 + 3); // the handler's run counts to its hour
        assertThat(log.with("after-hook of loop hooked, ")).isEmpty();
        assertThat(log.with("after-hook of loop hooked")).hasSize(3);
    }

    @Test
    void an_after_hook_is_watched_however_the_loop_has_ended() {
        for (int count = 0; count < 2; count++) {
            LoopTask loop = Loops.every(ofHours(1))
                    .name("ended" + count)
                    .count(count)
                    .scheduler(time)
                    .afterLoop(run -> time.sleep(ofMinutes(6)))
                    .start(run -> {});
            time.runPending();
            loop.stop();
        }
        time.advance(ofMinutes(6));
        assertThat(log.with("after-hook of loop ended0")).hasSize(1);
        assertThat(log.with("after-hook of loop ended1")).hasSize(1);
    }

    @Test
    void an_asynchronous_run_is_said_to_have_a_stage_that_has_not_completed() {
        Loops.every(ofMinutes(1)).name("waiting").scheduler(time).startAsync(run -> new CompletableFuture<>());
        assertThat(minutesOfWarnings(ofMinutes(12))).containsExactly(5.0, 10.0);
        assertThat(log.from(WARN).get(0)).contains("a stage that has not completed");
    }

    @Test
    void runs_that_overlap_are_reported_one_by_one() {
        Loops.every(ofMinutes(1)).overlap(3).name("many").scheduler(time).start(sleeping(ofMinutes(8)));
        assertThat(minutesOfWarnings(ofMinutes(7))).containsExactly(5.0, 6.0, 7.0);
        assertThat(log.with("Run 2 of loop many")).hasSize(1);
    }

    @Test
    void a_run_by_runNow_is_watched() {
        LoopTask idle = Loops.every(ofMinutes(1)).name("idle").scheduler(time).build(sleeping(ofMinutes(6)));
        idle.runNow();
        assertThat(minutesOfWarnings(ofMinutes(7))).containsExactly(5.0);
        assertThat(log.from(WARN).get(0)).contains("runNow()");
    }

    @Test
    void a_loop_that_is_always_slow_is_reported_once_a_minute() {
        Loops.every(ofSeconds(1))
                .slowRunWarning(0.1)
                .name("always")
                .scheduler(time)
                .start(sleeping(ofMillis(500)));
        assertThat(minutesOfWarnings(ofSeconds(599))).hasSize(10);
    }

    @Test
    void runs_that_overlap_and_calls_of_runNow_share_the_minute() {
        LoopTask loop = Loops.every(ofSeconds(1))
                .slowRunWarning(0.1)
                .overlap(3)
                .name("many")
                .scheduler(time)
                .start(sleeping(ofSeconds(2)));
        for (int i = 0; i < 30; i++) {
            loop.runNow();
            time.advance(ofSeconds(1));
        }
        assertThat(log.from(WARN)).hasSize(1);
    }

    @Test
    void a_run_that_hangs_is_reported_though_the_one_before_has_just_been() {
        AtomicInteger runs = new AtomicInteger();
        Loops.every(ofSeconds(10))
                .slowRunWarning(0.1)
                .name("stuck")
                .scheduler(time)
                .start(run -> time.sleep(runs.getAndIncrement() == 0 ? ofSeconds(2) : ofMinutes(10)));
        time.advance(ofSeconds(60));
        assertThat(log.from(WARN)).hasSize(1);
        time.advance(ofSeconds(1));
        assertThat(log.from(WARN)).hasSize(2);
        assertThat(log.from(WARN).get(1)).contains("Run 1 of loop stuck");
    }

    @Test
    void zero_switches_the_warning_off() {
        Loops.every(ofMinutes(1))
                .slowRunWarning(0)
                .scheduler(time)
                .beforeLoop(run -> time.sleep(ofMinutes(6)))
                .start(sleeping(ofHours(1)));
        assertThat(minutesOfWarnings(ofMinutes(60))).isEmpty();
    }

    @Test
    void a_multiple_of_the_interval_takes_the_place_of_the_5_minutes_and_is_doubled_too() {
        Loops.every(ofMinutes(1))
                .slowRunWarning(1.5)
                .name("strict")
                .scheduler(time)
                .start(sleeping(ofMinutes(7)));
        assertThat(minutesOfWarnings(ofMinutes(7))).containsExactly(1.5, 3.0, 6.0);
        Loops.every(ofMinutes(1))
                .slowRunWarning(1e300)
                .name("lenient")
                .scheduler(time)
                .start(sleeping(ofHours(2)));
        time.advance(ofHours(2));
        assertThat(log.with("loop lenient")).noneMatch(line -> line.startsWith("WARN"));
    }

    static class Annotated extends LoopCog {
        private final VirtualLoopScheduler time;

        Annotated(VirtualLoopScheduler time) {
            this.time = time;
        }

        @Loop(minutes = 1, slowRunWarning = 2)
        void strict() throws InterruptedException {
            time.sleep(ofMinutes(3));
        }

        @Loop(minutes = 1, slowRunWarning = 0)
        void quiet() throws InterruptedException {
            time.sleep(ofMinutes(30));
        }

        @Loop(minutes = 1)
        void usual() throws InterruptedException {
            time.sleep(ofMinutes(6));
        }
    }

    @Test
    void an_annotation_says_it_too() {
        Annotated cog = time.create(() -> new Annotated(time));
        VirtualConnection.of(cog).ready();
        assertThat(minutesOfWarnings(ofMinutes(5))).containsExactly(2.0, 5.0);
        assertThat(log.with("Annotated.strict")).anyMatch(line -> line.contains("2 minutes so far"));
        assertThat(log.with("Annotated.usual")).anyMatch(line -> line.contains("5 minutes so far"));
    }

    static class Negative extends LoopCog {
        @Loop(minutes = 1, slowRunWarning = -2)
        void run() {}
    }

    @Test
    void a_negative_multiple_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(Negative::new)
                .withMessageContaining("Negative.run")
                .withMessageContaining("slowRunWarning")
                .withMessageContaining("-2");
    }

    @Test
    void loops_of_single_shards_are_reported_by_their_names() {
        class Sharded extends LoopCog {
            @Loop(minutes = 1, shards = ShardScope.EACH)
            void each() throws InterruptedException {
                time.sleep(ofMinutes(6));
            }
        }
        VirtualConnection.of(time.create(Sharded::new)).shards(2).ready();
        time.advance(ofMinutes(5));
        assertThat(log.with("Sharded.each#0")).anyMatch(line -> line.startsWith("WARN"));
        assertThat(log.with("Sharded.each#1")).anyMatch(line -> line.startsWith("WARN"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "hooked", "once", "delayed", "asynchronous", "paused", "runNow"})
    void a_run_that_is_over_leaves_no_wake_up_behind(String kind) {
        EngineByHand engine = new EngineByHand(1);
        LoopScheduler scheduler = engine.scheduler();
        LoopBuilder builder = switch (kind) {
            case "once" -> Loops.every(ofHours(10)).count(1);
            case "delayed" -> Loops.on(Schedule.fixedDelay(ofHours(10)));
            default -> Loops.every(ofHours(10));
        };
        builder.scheduler(scheduler);
        if (kind.equals("hooked")) {
            builder.beforeLoop(run -> {}).afterLoop(run -> {});
        }
        LoopTask loop = switch (kind) {
            case "asynchronous" -> builder.startAsync(run -> CompletableFuture.completedFuture("done"));
            case "paused" -> builder.start(run -> run.task().pause());
            case "runNow" -> builder.build(run -> {});
            default -> builder.start(run -> {});
        };
        if (kind.equals("runNow")) {
            loop.runNow();
        }
        engine.settle();
        long next = engine.timer().turn();
        assertThat(Duration.ofNanos(Math.min(next, ofHours(20).toNanos()))).isGreaterThanOrEqualTo(ofHours(10));
        loop.stop();
        engine.settle();
        assertThat(engine.timer().turn()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_schedule_that_fails_when_the_warning_asks_it_costs_no_run() {
        Schedule once = after -> {
            if (after.isBefore(MIDNIGHT.plusSeconds(1))) {
                return Optional.of(MIDNIGHT.plusSeconds(1));
            }
            throw new IllegalStateException("no more");
        };
        List<Long> runs = new ArrayList<>();
        Loops.on(once).name("once").scheduler(time).slowRunWarning(2).start(run -> runs.add(run.iteration()));
        time.advance(ofSeconds(2));
        assertThat(runs).containsExactly(0L);
        assertThat(log.from(WARN)).singleElement().asString().contains("The schedule of loop once failed");
    }
}
