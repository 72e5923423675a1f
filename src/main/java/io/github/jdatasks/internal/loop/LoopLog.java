package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.gate.GateView;
import io.github.jdatasks.internal.schedule.Planner;
import io.github.jdatasks.internal.util.DurationWords;
import io.github.jdatasks.internal.util.FailureLog;
import io.github.jdatasks.internal.util.FailureNews;
import io.github.jdatasks.internal.util.Loggers;
import io.github.jdatasks.internal.util.UserExceptions;
import io.github.jdatasks.internal.worker.BorrowedThread;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.MDC;

/**
 * Every line that a loop writes to the log. The logger is {@code io.github.jdatasks.loop.<Cog>.<loop>}; unnamed loops
 * share {@code io.github.jdatasks.loop.unnamed}.
 */
public final class LoopLog {
    /** For lines that are about no loop. */
    private static final Logger LOG = Loggers.get("io.github.jdatasks.LoopLog");

    private static final long MILLI = 1_000_000;

    private LoopLog() {}

    /** Names the loop in the MDC of the calling thread, if the logging in use has one; the worker clears it later. */
    static void enter(LoopMachine loop) {
        if (BorrowedThread.hasLoggingContext()) {
            LoopSettings settings = loop.settings;
            if (settings.cog() != null) {
                MDC.put("cog", settings.cog().name());
            }
            MDC.put("loop", loop.nameOfAllShards());
            if (settings.shard() != GateView.WHOLE) {
                MDC.put("shard", String.valueOf(settings.shard()));
            }
        }
    }

    static void started(LoopMachine loop) {
        FailureLog.quietly(() -> {
            if (logger(loop).isDebugEnabled()) {
                String schedule = inWords(loop.schedule());
                elsewhere(loop, log -> log.debug("Loop {} started: {}", loop.name(), schedule));
            }
        });
    }

    /** Returns a schedule in words, or its class if the user's describe() throws. */
    public static String inWords(Schedule schedule) {
        try {
            return schedule.describe();
        } catch (Throwable t) { // a loop must not end because a log line fails
            return schedule.getClass().getName();
        }
    }

    /**
     * Logs the end of a loop.
     *
     * @param fatal the failure that has ended it, if no line says so yet
     */
    static void ended(LoopMachine loop, LoopOutcome outcome, boolean ran, @Nullable Throwable fatal) {
        String text = "Loop {} ended without a run: its schedule, {}, has no instant left. To run it once now, call"
                + " runNow()";
        if (outcome == LoopOutcome.COMPLETED && !ran) {
            here(loop, log -> log.warn(text, loop.name(), inWords(loop.schedule())));
        } else if (outcome == LoopOutcome.FAILED && fatal != null) {
            write(loop, fatal, log -> log.error("Loop {} has ended because of its failures", loop.name(), fatal));
        } else {
            here(loop, log -> log.debug("Loop {} ended: {}", loop.name(), outcome));
        }
    }

    static void returnedTooLate(Run run, @Nullable Throwable error) {
        Consumer<Logger> line =
                log -> log.warn("{} that was given up at shutdown has ended after all", shortly(run), error);
        if (error == null) {
            here(loop(run), line);
        } else {
            write(loop(run), error, line);
        }
    }

    static void broken(LoopMachine loop, Throwable error) {
        String line = "Loop " + loop.name() + " has stopped working; this is a bug in jda-tasks";
        FailureLog.error(logger(loop), line, error);
    }

    static void missed(LoopMachine loop, Planner.Plan plan) {
        FailureLog.quietly(() -> {
            Logger logger = frequentLogger(loop);
            if (logger.isDebugEnabled()) {
                String ticks = plan.missed() == 1 ? "tick" : "ticks";
                String text = "Loop {} missed {} {}; skipped without a run: {}";
                logger.debug(text, loop.name(), plan.missed(), ticks, plan.skipped());
            }
        });
    }

    /** Logs that an attempt has failed and another one follows. */
    static void retrying(Run run, Throwable error, long delayNanos, FailureNews.@Nullable Earlier earlier) {
        String what = what(run, true);
        String delay = DurationWords.of(delayNanos - delayNanos % MILLI);
        write(loop(run), error, log -> {
            if (earlier == null) {
                log.debug("{} failed as before; retrying in {}: {}", what, delay, UserExceptions.text(error));
            } else if (earlier.count() == 0) {
                log.warn("{} failed; retrying in {}", what, delay, error);
            } else {
                String text = "{} failed as before, {} more times since the last such line {} ago; retrying in {}";
                log.warn(text, what, earlier.count(), earlier.ago(), delay, error);
            }
        });
    }

    /**
     * Logs a failure.
     *
     * @param earlier failures like it; null if this one is no news
     */
    static void failed(Run run, Throwable error, String what, String why, FailureNews.@Nullable Earlier earlier) {
        write(loop(run), error, log -> {
            if (earlier == null) {
                log.debug("{} failed as before{}: {}", what, why, UserExceptions.text(error));
            } else if (earlier.count() == 0) {
                log.error("{} failed{}", what, why, error);
            } else {
                String text = "{} failed as before, {} more times since the last such line {} ago{}";
                log.error(text, what, earlier.count(), earlier.ago(), why, error);
            }
        });
    }

    static void tooManyRunNow(LoopMachine loop) {
        String text = "Loop {} is run by one runNow() after another without a pause. Check whether its body, its error"
                + " handler, a listener or another loop calls runNow() every time it runs";
        here(loop, log -> log.warn(text, loop.name()));
    }

    static void beforeHookFailed(Run run, Throwable error) {
        String text = "The before-hook of loop {} failed, so the loop ends";
        write(loop(run), error, log -> log.error(text, loop(run).name(), error));
    }

    static void afterHookFailed(Run run, Throwable error) {
        LoopMachine loop = loop(run);
        String end = loop.settings.cog() == null ? "cancel().join() of the loop" : "unload().join() of the cog";
        String hint = " after its bot or scheduler was shut down. If it needs something that is closed right after"
                + " that, such as a database closed after jda.shutdown(), call " + end + " first";
        String why = loop.isBotGone() || loop.scheduler.isClosed() ? hint : "";
        write(loop, error, log -> log.error("The after-hook of loop {} failed{}", loop.name(), why, error));
    }

    static void scheduleFailed(LoopMachine loop, Schedule schedule, Throwable error) {
        String which = Planner.isOwn(schedule)
                ? inWords(schedule)
                : schedule.getClass().getName();
        String text = "The schedule of loop {} failed, so the loop ends: {}";
        write(loop, error, log -> log.error(text, loop.name(), which, error));
    }

    static void ignored(Run run, Throwable error) {
        String text = "{} was cancelled and ended with {}";
        write(loop(run), error, log -> log.debug(text, what(run, true), UserExceptions.text(error)));
    }

    static void repeated(Run run) {
        here(loop(run), log -> log.debug("{} lost its connection and will be repeated", what(run, true)));
    }

    public static void notStarted(LoopControl loop, IllegalStateException why) {
        here(loop, log -> log.debug("Loop {} is not started: {}", loop.name(), why.getMessage()));
    }

    static void notCancellable(CompletionStage<?> stage, Throwable why) {
        String type = stage.getClass().getName();
        FailureLog.write(LOG, "Cancelling a stage", why, () -> LOG.debug("A {} cannot be cancelled", type, why));
    }

    static void notInterruptible(Thread thread, Throwable why) {
        FailureLog.error(LOG, "Interrupting the thread " + thread.getName() + " failed", why);
    }

    static void givenUp(Run run) {
        Thread thread = threadOf(run);
        elsewhere(loop(run), log -> {
            if (thread != null && isExitingJvm(thread)) { // the user wants this, so it is no error
                log.info("{} has called System.exit()", shortly(run));
            } else {
                String text = "{} did not end at shutdown and is given up; it is still here: {}";
                log.error(text, shortly(run), position(run));
            }
        });
    }

    static void slow(Run run) {
        long taken = loop(run).timer().now() - run.startTick;
        String text = "{} takes long, {} so far; it is still here: {}";
        elsewhere(
                loop(run), log -> log.warn(text, shortly(run), DurationWords.of(taken - taken % MILLI), position(run)));
    }

    static void outlivesTimeout(Run run) {
        String text = "{} has timed out but does not end; it is still here: {}";
        elsewhere(loop(run), log -> log.warn(text, shortly(run), position(run)));
    }

    private static String position(Run run) {
        Thread thread = threadOf(run);
        return thread == null ? "it returned a stage that has not completed" : stackOf(thread);
    }

    /** Returns the thread in user code; null while a stage is pending. */
    private static @Nullable Thread threadOf(Run run) {
        synchronized (loop(run)) {
            return run.thread;
        }
    }

    public static String stackOf(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .map(frame -> System.lineSeparator() + "\tat " + frame)
                .collect(Collectors.joining());
    }

    /** Returns whether a thread is inside {@code System.exit}, from which it never returns. */
    public static boolean isExitingJvm(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals("java.lang.Shutdown"));
    }

    /** Writes a line on the thread that works for the loop. */
    private static void here(LoopControl loop, Consumer<Logger> line) {
        FailureLog.quietly(() -> line.accept(logger(loop)));
    }

    /** Writes a line about what user code threw, on a worker of the loop. User code may have cleared the MDC. */
    private static void write(LoopMachine loop, Throwable error, Consumer<Logger> line) {
        FailureLog.quietly(() -> enter(loop));
        Logger logger = logger(loop);
        FailureLog.write(logger, "Loop " + loop.name(), error, () -> line.accept(logger));
    }

    /** Writes a line on a thread that is not running this loop, but may be running another one. */
    private static void elsewhere(LoopMachine loop, Consumer<Logger> line) {
        FailureLog.quietly(() -> {
            Map<String, String> before = MDC.getCopyOfContextMap();
            MDC.remove("cog");
            MDC.remove("shard");
            enter(loop);
            try {
                line.accept(logger(loop));
            } finally {
                MDC.setContextMap(before == null ? Map.of() : before);
            }
        });
    }

    /** Returns what is called, as the first words of a line; names only attempts after the first. */
    private static String shortly(Run run) {
        return what(run, run.context.attempt() > 1);
    }

    static String what(Run run, boolean withAttempt) {
        String name = loop(run).name();
        String attempt = withAttempt ? ", attempt " + run.context.attempt() + "," : "";
        return switch (run.kind) {
            case BEFORE -> "The before-hook of loop " + name + attempt;
            case REPORT -> "The planning of loop " + name;
            case AFTER -> "The after-hook of loop " + name;
            case NOW -> "The runNow() run of loop " + name;
            case SCHEDULED -> "Run " + run.context.iteration() + " of loop " + name + attempt;
        };
    }

    private static LoopMachine loop(Run run) {
        return run.context.machine();
    }

    /** As {@link #logger}, but looked up only once, since a loop that is always late logs its misses at every run. */
    private static Logger frequentLogger(LoopMachine loop) {
        synchronized (loop) {
            RareLoopState rare = loop.rare();
            if (rare.logger == null) {
                rare.logger = logger(loop);
            }
            return rare.logger;
        }
    }

    /** Loggers are never garbage collected, and there may be an unnamed loop for each reminder: they share one. */
    private static Logger logger(LoopControl loop) {
        return Loggers.get("io.github.jdatasks.loop." + (loop.settings().isNamed() ? loop.name() : "unnamed"));
    }
}
