package io.github.jdatasks.simulation;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopStats;
import io.github.jdatasks.LoopTask;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A loop of the library that does what its {@link LoopSpec} says and writes down what happens.
 */
final class RealLoop {
    private static final Behaviour NOTHING = Behaviour.parse("ok");

    final LoopSpec spec;
    final LoopTask task;
    final Chance chance = new Chance();
    final List<String> entries = new ArrayList<>();
    final List<CompletableFuture<?>> futures = new ArrayList<>();
    private final Stage stage;
    private final Witness witness;
    private final Brake brake = new Brake();
    private int bodies;
    private int befores;
    private int afters;
    private int errors;

    /** The time, and what the acts of bodies need of their surroundings. */
    interface Stage {
        /** Nanoseconds since the start. */
        long now();

        void sleep(long nanos) throws InterruptedException;

        void later(long nanos, Runnable task);

        /** Does what a body does to its surroundings: {@code on.B.stop}, {@code conn.disconnect.0}. */
        void elsewhere(String act);
    }

    /** Sees all calls of bodies and hooks. */
    interface Witness {
        Witness NOBODY = (run, word) -> () -> {};

        /**
         * Sees a call begin.
         *
         * @param word "before", "run" or "after", "error", and more
         * @return called when it ends
         */
        Runnable sees(LoopContext run, String word);
    }

    /**
     * Builds a loop.
     *
     * @param builder new, with scheduler and schedule
     * @param gate for a loop that its spec gives one; null if the builder has it
     */
    RealLoop(LoopSpec spec, Stage stage, LoopBuilder builder, @Nullable ConnectionGate gate, Witness witness) {
        this.spec = spec;
        this.stage = stage;
        this.witness = witness;
        builder.name(spec.name)
                .count(spec.count())
                .missed(spec.missed())
                .onFailure(spec.onFailure())
                .maxFailures(spec.maxFailures())
                .overlap(spec.overlap())
                .timeout(Duration.ofNanos(spec.timeout()))
                .initialDelay(Duration.ofNanos(spec.initialDelay()))
                .jitter(Duration.ofNanos(spec.jitter()))
                .maxLateness(Duration.ofNanos(spec.maxLateness()))
                .retry(spec.retry());
        if (gate != null && spec.gate() != null) {
            builder.gate(gate);
        }
        if (spec.gate() != null) {
            builder.whenDisconnected(spec.gate()).shards(spec.shards());
        }
        if (witness != Witness.NOBODY || (spec.maxAttempts() > 1 && spec.retryDelay() == 0)) {
            builder.listener(chance);
        }
        if (spec.before != null) {
            builder.beforeLoop(run -> act(run, next(spec.before, befores++), "before " + run.attempt()));
        }
        if (spec.after != null) {
            builder.afterLoop(run ->
                    act(run, next(spec.after, afters++), "after " + run.task().isBeingCancelled()));
        }
        if (spec.onError != null) {
            builder.onError((error, run) -> act(
                    run,
                    next(spec.onError, errors++),
                    "error " + error.getClass().getSimpleName()));
        }
        this.task = builder.buildAsync(this::body);
    }

    private @Nullable CompletionStage<?> body(LoopContext run) throws Exception {
        String word =
                "run " + run.iteration() + "." + run.attempt() + " @" + Seconds.text(Timing.nanos(run.scheduledAt()));
        return act(run, next(spec.bodies, bodies++), word);
    }

    static Behaviour next(@Nullable List<Behaviour> behaviours, int call) {
        return behaviours == null ? NOTHING : behaviours.get(call % behaviours.size());
    }

    // ---- acts ----

    private @Nullable CompletionStage<?> act(LoopContext run, Behaviour behaviour, String word) throws Exception {
        note(word);
        Runnable end = witness.sees(run, word);
        CompletionStage<?> pending = null;
        try {
            pending = act(behaviour);
        } finally {
            if (pending == null) {
                end.run();
            }
        }
        if (pending != null) {
            pending.whenComplete((result, error) -> end.run());
        }
        return pending;
    }

    private @Nullable CompletionStage<?> act(Behaviour behaviour) throws Exception {
        for (String act : behaviour.acts()) {
            if (Behaviour.isTime(act)) {
                sleep(Seconds.nanos(act), behaviour.stubborn());
            } else if (Behaviour.isStage(act)) {
                return later(act, behaviour.stubborn());
            } else if (act.equals("io") || act.equals("bug") || act.equals("error")) {
                Throwable thrown = thrown(act);
                if (thrown instanceof Error error) {
                    throw error;
                }
                throw (Exception) thrown;
            } else if (act.startsWith("on.") || act.startsWith("conn.")) {
                stage.elsewhere(act);
            } else {
                ask(act);
            }
        }
        return null;
    }

    static Throwable thrown(String act) {
        return switch (act) {
            case "io" -> new IOException("reset");
            case "bug" -> new IllegalStateException("bug");
            default -> new StackOverflowError("deep");
        };
    }

    private void sleep(long nanos, boolean stubborn) throws InterruptedException {
        long end = stage.now() + nanos;
        do {
            try {
                stage.sleep(end - stage.now());
            } catch (InterruptedException e) {
                if (!stubborn) {
                    throw e;
                }
            }
        } while (stage.now() < end);
    }

    private CompletionStage<?> later(String act, boolean stubborn) {
        CompletableFuture<String> promise = stubborn ? new Uncancellable() : new CompletableFuture<>();
        String time = act.replaceAll("[a-z]", "");
        if (!time.isEmpty()) {
            boolean fails = act.startsWith("laterio");
            stage.later(Seconds.nanos(time), () -> {
                if (fails) {
                    promise.completeExceptionally(thrown("io"));
                } else {
                    promise.complete("done");
                }
            });
        }
        return promise;
    }

    private static final class Uncancellable extends CompletableFuture<String> {
        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            return false;
        }
    }

    /** Asks something of the loop. */
    void ask(String order) {
        if (!brake.allows(order, stage.now(), bodies + befores + afters)) {
            return;
        }
        try {
            String word = order.replaceFirst("@.*", "");
            switch (word) {
                case "start" -> futures.add(task.start());
                case "startIfStopped" -> word += " " + task.startIfStopped();
                case "stop" -> futures.add(task.stop());
                case "cancel" -> futures.add(task.cancel());
                case "restart" -> futures.add(task.restart());
                case "runNow" -> futures.add(task.runNow());
                case "pause" -> task.pause();
                case "resume" -> task.resume();
                case "postpone" -> task.postpone(Seconds.duration(order.substring(order.indexOf('@') + 1)));
                case "change" -> change(Timing.parse(order.substring(order.indexOf('@') + 1)));
                default -> throw new IllegalArgumentException(order);
            }
            note(word);
        } catch (IllegalStateException e) {
            note(order.replaceFirst("@.*", "") + " refused");
        }
    }

    private void change(Timing timing) {
        if (timing.isCalendar() || timing.afterRuns()) {
            task.changeSchedule(timing.schedule());
        } else {
            task.changeInterval(Duration.ofNanos(timing.step()));
        }
    }

    private void note(String word) {
        entries.add(Seconds.text(stage.now()) + " " + word);
    }

    // ---- what can be seen ----

    String describe(boolean next) {
        LoopStats stats = task.stats();
        StringBuilder text = new StringBuilder().append(task.state());
        text.append(" loop ").append(task.currentLoop()).append(" paused ").append(task.isPaused());
        text.append(" cancelled ")
                .append(task.isBeingCancelled())
                .append(" failed ")
                .append(task.hasFailed());
        text.append(" runs ").append(stats.runs()).append(" failures ").append(stats.failures());
        text.append(" retries ").append(stats.retries());
        text.append(" missed ").append(stats.missed()).append(" skipped ").append(stats.skipped());
        if (next) {
            text.append(" next ");
            text.append(task.nextIteration()
                    .map(instant -> Seconds.text(Timing.nanos(instant)))
                    .orElse("none"));
        }
        return text.toString();
    }

    /** Says what a future has been completed with. */
    static String resultOf(CompletableFuture<?> future) {
        if (!future.isDone()) {
            return ModelFuture.PENDING;
        }
        try {
            return String.valueOf(future.get());
        } catch (ExecutionException | CompletionException e) {
            return e.getCause() == null ? e.toString() : e.getCause().getClass().getSimpleName();
        } catch (InterruptedException | RuntimeException e) {
            return e.getClass().getSimpleName();
        }
    }

    /** Keeps bodies and hooks that start or run themselves from doing so for ever at one instant. */
    static final class Brake {
        private static final int CALLS = 30;

        private long instant = -1;
        private int callsBefore;

        boolean allows(String order, long now, int calls) {
            if (now != instant) {
                instant = now;
                callsBefore = calls;
            }
            boolean begins = order.startsWith("start") || order.equals("restart") || order.equals("runNow");
            return !begins || calls - callsBefore < CALLS;
        }
    }

    /** Hears how lives begin and end, and what the library has drawn by lot: the model checks the bounds. */
    static final class Chance implements LoopListener {
        private static final long FIRST = Seconds.nanos("1");
        private static final long LONGEST = Seconds.nanos("120");

        private final Deque<Long> delays = new ArrayDeque<>();
        long started;
        long ended;

        @Override
        public void onStarted(LoopTask task) {
            started++;
        }

        @Override
        public void onEnded(LoopTask task, LoopOutcome outcome) {
            ended++;
        }

        @Override
        public void onRetried(LoopContext run, Throwable error, Duration delay) {
            delays.add(delay.toNanos());
        }

        long delay(LoopSpec spec, int failedAttempt, long cap) {
            if (spec.retryDelay() > 0) {
                return Math.min(spec.retryDelay(), cap);
            }
            if (delays.isEmpty()) {
                throw new AssertionError("no retry of " + spec.name + " after attempt " + failedAttempt);
            }
            long delay = delays.remove();
            long bound = Math.min(Math.min(LONGEST, FIRST << Math.min(failedAttempt - 1, 10)), cap);
            if (delay < 0 || delay > bound) {
                throw new AssertionError("a retry delay of " + Seconds.text(delay) + " s after attempt " + failedAttempt
                        + " of " + spec.name + " is beyond " + Seconds.text(bound) + " s");
            }
            return delay;
        }
    }
}
