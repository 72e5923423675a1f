package io.github.jdatasks.loop;

import static ch.qos.logback.classic.Level.WARN;
import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Inside;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopErrorHandler;
import io.github.jdatasks.LoopHook;
import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.OnFailure;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.internal.gate.GateView;
import io.github.jdatasks.internal.group.LoopGroup;
import io.github.jdatasks.internal.listener.ListenerCalls;
import io.github.jdatasks.internal.loop.LoopSettings;
import io.github.jdatasks.internal.retry.RetrySettings;
import io.github.jdatasks.internal.schedule.OnceAtStartSchedule;
import io.github.jdatasks.internal.scheduler.Scheduler;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.support.OfflineJda;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users give a loop is used as it is: equal objects may do different things, and none is asked whether it is. */
class UserObjectsTest {
    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);
    private final ConnectionGate gate = new ConnectionGate();
    private final List<String> calls = new ArrayList<>();

    /** Equal to each other of its guild, and yet another object with data of its own. */
    private record Part(String guild, List<String> data) implements LoopHook, LoopErrorHandler, Schedule {
        @Override
        public void run(LoopContext run) {
            data.add("hook");
        }

        @Override
        public void handle(Throwable error, LoopContext run) {
            data.add("handler");
        }

        @Override
        public Optional<Instant> nextAfter(Instant after) {
            data.add("schedule");
            return Optional.of(after.plusSeconds(60));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Part part && guild.equals(part.guild);
        }

        @Override
        public int hashCode() {
            return guild.hashCode();
        }
    }

    private LoopBuilder on(Schedule schedule, boolean gated) {
        LoopBuilder builder = Loops.on(schedule).name("loop").scheduler(time);
        return gated ? builder.gate(gate) : builder;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void each_loop_has_the_very_objects_it_was_given_however_equal_they_are(boolean gated) {
        VirtualConnection.of(gate).ready();
        List<Part> parts = new ArrayList<>();
        List<LoopTask> loops = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Part part = new Part("guild", new ArrayList<>());
            parts.add(part);
            loops.add(on(part, gated)
                    .beforeLoop(part)
                    .afterLoop(part)
                    .onError(part)
                    .count(1)
                    .start(run -> {
                        throw new IllegalStateException("failed");
                    }));
        }
        time.advance(ofMinutes(2));
        assertThat(loops).allMatch(loop -> loop.state() == LoopState.FINISHED);
        for (Part part : parts) {
            assertThat(part.data()).contains("schedule", "handler");
            assertThat(part.data().stream().filter("hook"::equals)).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothing_a_loop_is_given_is_asked_whether_it_is_equal_or_for_its_hash_or_text(boolean gated) {
        VirtualConnection.of(gate).ready();
        try (LogLines log = LogLines.ofLibrary()) {
            for (int i = 0; i < 2; i++) {
                on(new Untouchable.Call(() -> calls.add("schedule")), gated)
                        .beforeLoop(new Untouchable.Call(() -> calls.add("before")))
                        .afterLoop(new Untouchable.Call(() -> calls.add("after")))
                        .onError(new Untouchable.Call(() -> calls.add("error")))
                        .listener(new Untouchable.Call(() -> calls.add("listener")))
                        .retry(RetryPolicy.exponentialBackoff()
                                .retryIf(new Untouchable.Call(() -> calls.add("first test")))
                                .retryIf(new Untouchable.Call(() -> calls.add("second test"))))
                        .maxFailures(1)
                        .start(new Untouchable.Call(() -> {
                            calls.add("body");
                            throw new IllegalStateException("failed");
                        }));
            }
            time.advance(ofMinutes(2));
            assertThat(calls.stream().distinct())
                    .contains("schedule", "before", "after", "error", "listener", "first test", "second test", "body");
            assertThat(calls.stream().filter("after"::equals)).hasSize(2);
            assertThat(log.from(WARN)).hasSize(2).allMatch(line -> line.contains("[stack of failed]"));
        }
    }

    @Test
    void a_stage_that_cannot_be_cancelled_is_not_asked_for_its_text() {
        try (LogLines log = LogLines.of("io.github.jdatasks.LoopLog")) {
            LoopTask loop = on(Schedule.every(ofMinutes(1)), false).startAsync(new Untouchable.Async());
            time.runPending();
            var ended = loop.cancel();
            time.runPending();
            assertThat(ended).isCompletedWithValue(LoopOutcome.CANCELLED);
            assertThat(log.with("cannot be cancelled"))
                    .singleElement()
                    .asString()
                    .contains(Untouchable.Async.class.getName())
                    .endsWith("[stack of cancel]");
        }
    }

    @Test
    void a_schedule_of_the_users_is_left_out_of_a_union_for_no_other_one() {
        Schedule first = new Part("guild", calls);
        List<String> others = new ArrayList<>();
        Schedule union =
                Schedule.anyOf(first, new Part("guild", others), Schedule.anyOf(first, new Part("guild", others)));
        assertThat(union.nextAfter(MIDNIGHT)).contains(MIDNIGHT.plusSeconds(60));
        assertThat(calls).hasSize(1);
        assertThat(others).hasSize(2);

        Schedule untouchable = new Untouchable.Call(() -> calls.add("asked"));
        Schedule hourly = Schedule.every(ofMinutes(60));
        Schedule mixed = Schedule.anyOf(untouchable, hourly, untouchable);
        assertThat(mixed.equals(Schedule.anyOf(hourly, untouchable))).isTrue();
        assertThat(mixed.hashCode())
                .isEqualTo(Schedule.anyOf(hourly, untouchable).hashCode());
        assertThat(mixed.equals(Schedule.anyOf(hourly, new Untouchable.Call(() -> {}))))
                .isFalse();
    }

    @Test
    void an_executor_is_not_asked() throws InterruptedException {
        class Untold extends Untouchable.Part implements Executor {
            @Override
            public void execute(Runnable command) {
                new Thread(command, "jda-tasks-test-executor").start();
            }
        }
        LinkedBlockingQueue<String> runs = new LinkedBlockingQueue<>();
        try (LoopScheduler scheduler =
                LoopScheduler.builder().executor(new Untold()).build()) {
            Loops.every(ofMinutes(1)).scheduler(scheduler).count(1).start(run -> runs.add("run"));
            assertThat(runs.poll(20, TimeUnit.SECONDS)).isEqualTo("run");
        }
    }

    @Test
    void of_two_equal_cogs_each_is_a_listener_by_itself() {
        OfflineJda jda = new OfflineJda();
        Untouchable.Cog first = time.create(Untouchable.Cog::new);
        Untouchable.Cog second = time.create(Untouchable.Cog::new);
        first.attach(jda);
        second.attach(jda);
        jda.logIn();
        time.runPending();
        assertThat(List.of(first.loads, second.loads)).containsExactly(1, 1);
        assertThat(jda.getRegisteredListeners().stream().filter(listener -> listener == second))
                .hasSize(1);
        var unloaded = first.unload();
        time.runPending();
        assertThat(unloaded).isCompleted();
        jda.fire("Resume"); // the other is registered, which is not this one
        time.runPending();
        assertThat(first.loads).isEqualTo(1);
    }

    @Test
    void settings_are_shared_only_if_they_are_the_same_in_everything() throws ReflectiveOperationException {
        Scheduler scheduler = Inside.scheduler(time);
        GateView view = new GateView(Inside.gate(gate), ShardScope.ALL, GateView.WHOLE);
        GateView other = new GateView(Inside.gate(new ConnectionGate()), ShardScope.ANY, 3);
        LoopSettings.Hooks hooks = LoopSettings.Hooks.NONE;
        LoopSettings.Policies policies = LoopSettings.Policies.DEFAULTS;
        LoopCog cog = time.create(() -> new LoopCog() {});
        LoopHook hook = run -> {};
        LoopSettings.Hooks otherHooks = new LoopSettings.Hooks(hook, hook, (error, run) -> {});
        LoopGroup group = new LoopGroup(
                Inside::loopTask,
                "g",
                run -> null,
                new LoopSettings(null, true, hooks, policies, view, null),
                new OnceAtStartSchedule(),
                scheduler);
        LoopSettings.Policies otherPolicies = new LoopSettings.Policies(
                RetrySettings.NEVER,
                Missed.SKIP,
                OnFailure.STOP,
                WhenDisconnected.IGNORE,
                1,
                1,
                2,
                1,
                1,
                1,
                1,
                1,
                true,
                new ListenerCalls(new LoopListener() {}, scheduler.timer(), scheduler::onWorker));
        assertEachComponentCounts(hooks, otherHooks, LoopSettings.Hooks::isSameAs);
        assertEachComponentCounts(policies, otherPolicies, LoopSettings.Policies::isSameAs);
        assertEachComponentCounts(view, other, GateView::isSameAs);
        assertEachComponentCounts(
                new LoopSettings(null, true, hooks, policies, view, null),
                new LoopSettings(Inside.life(cog), false, otherHooks, otherPolicies, other, group),
                LoopSettings::isSameAs);
    }

    /** Makes records that differ in one component each. */
    private static <R extends Record> void assertEachComponentCounts(R one, R other, BiPredicate<R, R> isSame)
            throws ReflectiveOperationException {
        RecordComponent[] components = one.getClass().getRecordComponents();
        assertThat(isSame.test(one, with(one, components, one, -1))).isTrue();
        for (int i = 0; i < components.length; i++) {
            assertThat(isSame.test(one, with(one, components, other, i)))
                    .as("another %s", components[i].getName())
                    .isFalse();
        }
    }

    @SuppressWarnings("unchecked")
    private static <R extends Record> R with(R one, RecordComponent[] components, R other, int index)
            throws ReflectiveOperationException {
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = components[i].getAccessor().invoke(i == index ? other : one);
        }
        return (R) one.getClass()
                .getDeclaredConstructor(
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new))
                .newInstance(values);
    }
}
