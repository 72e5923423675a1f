package io.github.jdatasks.internal.panel;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.loop.LoopFuture;
import io.github.jdatasks.internal.schedule.FixedDelaySchedule;
import io.github.jdatasks.internal.schedule.IntervalSchedule;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Does what people ask of loops. No method blocks. */
final class LoopActions {
    /**
     * What has come of it.
     *
     * @param key of the text that says so; {0} in it is the loop and {1} the detail
     */
    record Result(String key, Function<PanelTexts, String> detail) {
        Result(String key) {
            this(key, texts -> "");
        }

        /** Returns the text for the log. */
        String plain(String loop) {
            PanelTexts texts = PanelLanguages.english();
            return texts.get(key, loop, DiscordText.line(detail.apply(texts)));
        }

        String message(String loop, PanelTexts texts) {
            return texts.get(key, DiscordText.bold(loop), DiscordText.code(detail.apply(texts)));
        }
    }

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private LoopActions() {}

    /** Does what a command without options says, and tells listeners; the future completes when it has been done. */
    static CompletableFuture<Result> perform(LoopCommand command, LoopControl loop, String by) {
        loop.commanded(command.word, by);
        try {
            return switch (command) {
                case RUN -> run(loop);
                case PAUSE -> done(pause(loop));
                case RESUME -> done(resume(loop));
                case STOP -> stop(loop);
                case START -> done(start(loop));
                case RESTART -> restart(loop);
                case INTERVAL -> throw new IllegalArgumentException("an interval is changed by changeInterval");
            };
        } catch (IllegalStateException refused) { // its cog, bot or scheduler is closed
            String why = String.valueOf(refused.getMessage());
            return CompletableFuture.completedFuture(new Result("refused", texts -> DiscordText.cut(why, 500)));
        }
    }

    /** Changes the interval of a loop that has one, and tells listeners. */
    static Result changeInterval(LoopControl loop, String text, String by) {
        Duration interval = DurationReader.read(text).orElse(null);
        String typed = DiscordText.cut(text, 100);
        if (interval == null) {
            return new Result("interval.unreadable", texts -> typed);
        }
        if (interval.isZero() || interval.isNegative()) {
            return new Result("interval.notpositive", texts -> typed);
        }
        if (interval.compareTo(LONGEST) > 0) {
            return new Result("interval.toolong", texts -> typed);
        }
        if (loop.settings().policies().durable()) {
            return new Result("interval.durable");
        }
        Schedule changed = withInterval(loop.schedule(), interval.toNanos());
        if (changed == null) {
            return new Result("interval.none");
        }
        loop.commanded(LoopCommand.INTERVAL.word, by);
        loop.changeSchedule(changed);
        return new Result("interval.done", texts -> texts.duration(interval));
    }

    private static @Nullable Schedule withInterval(Schedule present, long nanos) {
        if (present instanceof IntervalSchedule) {
            return new IntervalSchedule(nanos);
        }
        return present instanceof FixedDelaySchedule ? new FixedDelaySchedule(nanos) : null;
    }

    private static CompletableFuture<Result> run(LoopControl loop) {
        LoopFuture<?> run = loop.runNow();
        return run.handle((done, unused) -> {
            Throwable error = LoopFuture.failure(run);
            if (error == null) {
                Duration took = loop.stats().lastDuration(); // without the wait for a run before it
                return new Result("run.done", texts -> texts.duration(took));
            }
            return run.isDropped()
                    ? new Result("run.dropped")
                    : new Result("run.failed", texts -> DiscordText.error(error, 300));
        });
    }

    private static String pause(LoopControl loop) {
        if (loop.isPaused()) {
            return "pause.already";
        }
        if (loop.state() == LoopState.FINISHED) {
            return "pause.ended";
        }
        loop.pause(true);
        return "pause.done";
    }

    private static String resume(LoopControl loop) {
        if (loop.isPaused()) {
            loop.pause(false);
            return "resume.done";
        }
        return loop.state() == LoopState.PAUSED ? "resume.disconnected" : "resume.notpaused";
    }

    private static String start(LoopControl loop) {
        if (!loop.startIfStopped()) {
            return "start.running";
        }
        return loop.settings().isCogOut() ? "start.later" : "start.done";
    }

    private static CompletableFuture<Result> stop(LoopControl loop) {
        return loop.isLive()
                ? loop.stop(LoopOutcome.STOPPED).thenApply(ended -> new Result("stop.done"))
                : done("stop.notrunning");
    }

    private static CompletableFuture<Result> restart(LoopControl loop) {
        boolean wasLive = loop.isLive();
        CompletableFuture<Result> over = loop.completion()
                .thenApply(
                        ended -> new Result(loop.isTaken() ? "restart.done" : "stop.done")); // a stop has come between
        var unused = loop.restart(); // it completes when the new life has ended
        return wasLive ? over : done("restart.done");
    }

    private static CompletableFuture<Result> done(String key) {
        return CompletableFuture.completedFuture(new Result(key));
    }
}
