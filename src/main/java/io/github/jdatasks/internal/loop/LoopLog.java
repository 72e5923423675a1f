package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.schedule.Planner;
import io.github.jdatasks.internal.util.Asking;
import io.github.jdatasks.internal.util.DurationWords;
import io.github.jdatasks.internal.util.FailureLog;
import io.github.jdatasks.internal.util.Loggers;
import io.github.jdatasks.internal.worker.BorrowedThread;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.MDC;

/**
 * Every line a loop writes to the log, by the logger {@code io.github.jdatasks.loop.<Cog>.<loop>}, without a name of its
 * own {@code io.github.jdatasks.loop.unnamed}.
 */
public final class LoopLog {
    /** For what has to do with no loop. */
    private static final Logger LOG = Loggers.get("io.github.jdatasks.LoopLog");

    private static final String PREFIX = "io.github.jdatasks.loop.";

    /** Of all loops without a name of their own: a logger is never let go, and there may be a loop for each reminder. */
    private static final String UNNAMED = "unnamed";

    private LoopLog() {}

    /** Names the loop in the MDC of the calling thread, if the logging in use has one; the thread forgets it by itself. */
    static void enter(LoopMachine machine) {
        if (BorrowedThread.hasLoggingContext()) {
            String cog = machine.settings().cogName();
            if (!cog.isEmpty()) {
                MDC.put("cog", cog);
            }
            LoopSettings.ShardFamily group = machine.settings().group();
            MDC.put("loop", group == null ? machine.ownName() : group.ownName());
            if (group != null) {
                MDC.put("shard", machine.settings().shard());
            }
        }
    }

    /** Writes a line on a thread that is not at work for the loop, be it at work for another. */
    private static void named(LoopMachine machine, Runnable line) {
        FailureLog.quietly(() -> writeNamed(machine, line));
    }

    private static void writeNamed(LoopMachine machine, Runnable line) {
        if (!BorrowedThread.hasLoggingContext()) {
            line.run();
            return;
        }
        Map<String, String> before = MDC.getCopyOfContextMap();
        MDC.remove("cog");
        MDC.remove("shard");
        enter(machine);
        try {
            line.run();
        } finally {
            MDC.setContextMap(before == null ? Map.of() : before);
        }
    }

    static void started(LoopMachine machine) {
        FailureLog.quietly(() -> {
            Logger logger = logger(machine);
            if (logger.isDebugEnabled()) {
                String schedule = inWords(machine.task().schedule());
                named(machine, () -> logger.debug("Loop {} started: {}", machine.name(), schedule));
            }
        });
    }

    /** Returns a schedule in words; one of the user's may fail to find any. */
    public static String inWords(Schedule schedule) {
        try {
            return schedule.describe();
        } catch (Throwable speechless) { // a loop does not end for want of a line in the log
            return schedule.getClass().getName();
        }
    }

    static void ended(LoopMachine machine, LoopOutcome outcome, boolean ran) {
        FailureLog.quietly(() -> {
            if (outcome == LoopOutcome.COMPLETED && !ran) {
                logger(machine)
                        .warn(
                                "Loop {} ended without a run: its schedule, {}, has no instant left. To make up for one"
                                        + " that has passed, call runNow()",
                                machine.name(),
                                inWords(machine.task().schedule()));
            } else {
                logger(machine).debug("Loop {} ended: {}", machine.name(), outcome);
            }
        });
    }

    static void returnedTooLate(Run run, @Nullable Throwable error) {
        Runnable line = () ->
                logger(machine(run)).warn("{} that was given up at shutdown has ended after all", shortly(run), error);
        if (error == null) {
            FailureLog.quietly(line);
        } else {
            write(machine(run), error, line);
        }
    }

    static void broken(LoopMachine machine, Throwable error) {
        FailureLog.error(
                logger(machine), "Loop " + machine.name() + " has come to a halt; this is a bug in jda-tasks", error);
    }

    static void missed(LoopMachine machine, Planner.Plan plan) {
        FailureLog.quietly(() -> {
            Logger logger = frequentLogger(machine);
            if (logger.isDebugEnabled()) {
                logger.debug(
                        "Loop {} missed {} ticks, {} of which no run makes up for",
                        machine.name(),
                        plan.missed(),
                        plan.skipped());
            }
        });
    }

    static void retrying(Run run, Throwable error, long delayNanos) {
        LoopMachine machine = machine(run);
        String delay = DurationWords.of(TimeUnit.MILLISECONDS.toNanos(TimeUnit.NANOSECONDS.toMillis(delayNanos)));
        write(machine, error, () -> {
            if (run.context.attempt() == 1) {
                logger(machine).warn("{} failed; retrying in {}", what(run), delay, error);
            } else {
                logger(machine).warn("{} failed again; retrying in {}: {}", what(run), delay, Asking.text(error));
            }
        });
    }

    static void failed(Run run, Throwable error, String what, String why, boolean withStack, int unsaid) {
        String after = unsaid == 0 ? "" : ", after " + unsaid + " failures that were not logged";
        if (withStack) {
            write(machine(run), error, () -> logger(machine(run)).error("{} failed{}{}", what, why, after, error));
        } else {
            write(
                    machine(run),
                    error,
                    () -> logger(machine(run))
                            .error("{} failed as before{}{}: {}", what, why, after, Asking.text(error)));
        }
    }

    static void asksForItself(Run run) {
        FailureLog.quietly(() -> logger(machine(run))
                .warn(
                        "Loop {} is run by one runNow() after another without a pause: does its body or handler ask for the next"
                                + " run each time, or a listener, or another loop that it asks for? Until there is a pause, its"
                                + " failures are logged once a minute at most",
                        machine(run).name()));
    }

    static void beforeHookFailed(Run run, Throwable error) {
        write(
                machine(run),
                error,
                () -> logger(machine(run))
                        .error(
                                "The before-hook of loop {} failed, so the loop ends",
                                machine(run).name(),
                                error));
    }

    static void afterHookFailed(Run run, Throwable error) {
        LoopMachine machine = machine(run);
        String hint = machine.hasShutDown() ? hintAtOrder(machine) : "";
        write(
                machine,
                error,
                () -> logger(machine).error("The after-hook of loop {} failed{}", machine.name(), hint, error));
    }

    private static String hintAtOrder(LoopMachine machine) {
        boolean ofCog = !machine.settings().cogName().isEmpty();
        return " after its bot or scheduler was shut down; if it needs something that is closed right after that, as a"
                + " database after jda.shutdown(), call "
                + (ofCog ? "unload().join() of the cog" : "cancel().join() of the loop")
                + " first";
    }

    static void scheduleFailed(Run run, Throwable error) {
        LoopMachine machine = machine(run);
        write(
                machine,
                error,
                () -> logger(machine)
                        .error(
                                "The schedule of loop {} failed, so the loop ends: {}",
                                machine.name(),
                                machine.schedule().getClass().getName(),
                                error));
    }

    static void retryCapFailed(LoopMachine machine, Schedule schedule, Throwable error) {
        write(
                machine,
                error,
                () -> logger(machine)
                        .error(
                                "The schedule of loop {} failed, so a retry may come later than the next tick: {}",
                                machine.name(),
                                schedule.getClass().getName(),
                                error));
    }

    static void overlooked(Run run, Throwable error) {
        write(
                machine(run),
                error,
                () -> logger(machine(run))
                        .debug("{} was told to end, and did so with {}", what(run), Asking.text(error)));
    }

    static void repeated(Run run) {
        FailureLog.quietly(() -> logger(machine(run)).debug("{} lost its connection and will be repeated", what(run)));
    }

    public static void notStarted(LoopControl loop, IllegalStateException why) {
        FailureLog.quietly(() -> logger(loop).debug("Loop {} is not started: {}", loop.name(), why.getMessage()));
    }

    static void notCancellable(CompletionStage<?> stage, Throwable why) {
        FailureLog.write(
                LOG,
                "Cancelling a stage",
                why,
                () -> LOG.debug("A {} cannot be cancelled", stage.getClass().getName(), why));
    }

    static void notInterruptible(Thread thread, Throwable why) {
        FailureLog.error(LOG, "Interrupting the thread " + thread.getName() + " failed", why);
    }

    static void givenUp(LoopMachine machine, Run run) {
        Thread thread = LoopRuns.threadOf(machine(run), run);
        if (thread != null && isExitingJvm(thread)) { // which was asked for, and is no error
            named(machine, () -> logger(machine).info("{} has called System.exit()", shortly(run)));
            return;
        }
        named(
                machine,
                () -> logger(machine)
                        .error(
                                "{} did not end at shutdown and is given up; it is still here: {}",
                                shortly(run),
                                whereabouts(run)));
    }

    static void slow(Run run) {
        LoopMachine machine = machine(run);
        long millis = TimeUnit.NANOSECONDS.toMillis(machine.timer().now() - run.startTick);
        String soFar = DurationWords.of(TimeUnit.MILLISECONDS.toNanos(millis));
        named(
                machine,
                () -> logger(machine)
                        .warn("{} takes long, {} so far; it is still here: {}", shortly(run), soFar, whereabouts(run)));
    }

    static void outlivesTimeout(Run run) {
        named(
                machine(run),
                () -> logger(machine(run))
                        .warn(
                                "{} has timed out but does not end; it is still here: {}",
                                shortly(run),
                                whereabouts(run)));
    }

    private static String whereabouts(Run run) {
        Thread thread = LoopRuns.threadOf(machine(run), run);
        return thread == null ? "it returned a stage that has not completed" : stackOf(thread);
    }

    public static String stackOf(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .map(frame -> System.lineSeparator() + "\tat " + frame)
                .collect(Collectors.joining());
    }

    /** Returns whether a thread is inside {@code System.exit}, from where it will not come back. */
    public static boolean isExitingJvm(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals("java.lang.Shutdown"));
    }

    /** Writes a line about what user code threw, whose own methods may throw when they are asked for its message. */
    private static void write(LoopMachine machine, Throwable error, Runnable line) {
        FailureLog.quietly(() -> enter(machine)); // again, since user code may have cleared the MDC
        FailureLog.write(logger(machine), "Loop " + machine.name(), error, line);
    }

    /** Returns what is called, with the number of the attempt, as the first words of a line. */
    static String what(Run run) {
        return what(run, true);
    }

    /** As {@link #what}, where no attempt has failed: to count runs from 0 and the only attempt from 1 would confuse. */
    private static String shortly(Run run) {
        return what(run, run.context.attempt() > 1);
    }

    private static String what(Run run, boolean withAttempt) {
        String attempt = withAttempt ? ", attempt " + run.context.attempt() + "," : "";
        return switch (run.kind) {
            case BEFORE -> "The before-hook of loop " + machine(run).name() + attempt;
            case REPORT -> "The planning of loop " + machine(run).name();
            case AFTER -> "The after-hook of loop " + machine(run).name();
            case NOW -> "The run of loop " + machine(run).name() + " asked for by runNow()";
            case SCHEDULED ->
                "Run " + run.context.iteration() + " of loop " + machine(run).name() + attempt;
        };
    }

    private static LoopMachine machine(Run run) {
        return run.context.machine();
    }

    /** As {@link #logger}, but looked up only once: a loop that is always behind asks for it at every run. */
    private static Logger frequentLogger(LoopMachine machine) {
        synchronized (machine) {
            LoopExtras extras = machine.extras();
            if (extras.logger == null) {
                extras.logger = logger(machine);
            }
            return extras.logger;
        }
    }

    private static Logger logger(LoopControl loop) {
        return Loggers.get(PREFIX + (loop.settings().isNamed() ? loop.name() : UNNAMED));
    }
}
