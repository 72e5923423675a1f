package io.github.jdatasks.support;

import io.github.jdatasks.LoopBody;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopHook;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the loops of a test did and when, in virtual time: each entry is a time and a word, such as {@code "20 run 2"}.
 *
 * <p>Times are seconds since the beginning of the diary; in one that begins at a given instant they are the day of the
 * month and the time of day in UTC, such as {@code "15 08:00 run 0"}.
 */
public final class Diary {
    public static final LoopBody NOTHING = run -> {};

    private static final Instant BEGINNING = Instant.parse("2026-03-01T00:00:00Z");
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("dd HH:mm").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("dd HH:mm:ss").withZone(ZoneOffset.UTC);

    public final VirtualLoopScheduler time;
    private final Function<Instant, String> clock;
    private final List<String> entries = new CopyOnWriteArrayList<>();

    public Diary() {
        this.time = VirtualLoopScheduler.startingAt(BEGINNING);
        this.clock = Diary::secondsSinceBeginning;
    }

    /** A diary in times of day. */
    public Diary(String beginning) {
        this.time = VirtualLoopScheduler.startingAt(Instant.parse(beginning));
        this.clock = now -> (now.getEpochSecond() % 60 == 0 ? MINUTES : SECONDS).format(now);
    }

    // ---- loops ----

    /** A loop every so many seconds, called "loop", whose hooks write into the diary. */
    public LoopBuilder every(long seconds) {
        return on(Schedule.every(Duration.ofSeconds(seconds)));
    }

    /** A loop at times of day in UTC, whose hooks write into the diary. */
    public LoopBuilder dailyAt(String... times) {
        return on(daily(times));
    }

    public LoopBuilder on(Schedule schedule) {
        return Loops.on(schedule)
                .name("loop")
                .scheduler(time)
                .beforeLoop(hook("before"))
                .afterLoop(hook("after"))
                .onError((error, run) -> write("error " + error.getMessage()));
    }

    public static Schedule daily(String... times) {
        return Schedule.dailyAt(
                ZoneOffset.UTC, Arrays.stream(times).map(LocalTime::parse).toArray(LocalTime[]::new));
    }

    /** A body that writes "run n" and does no more. */
    public LoopBody run() {
        return run(NOTHING);
    }

    /** A body that writes "run n", for a retry "run n again", and goes on with another. */
    public LoopBody run(LoopBody then) {
        return run -> {
            write("run " + run.iteration() + (run.attempt() > 1 ? " again" : ""));
            then.run(run);
        };
    }

    /** A body that writes "run n" and then lasts so many seconds. */
    public LoopBody runFor(long seconds) {
        return run(lasting(seconds));
    }

    /** A body that writes "run n" and fails with an error that is retried. */
    public LoopBody runInto(String transientError) {
        return run(run -> {
            throw new IOException(transientError);
        });
    }

    /** A body that writes "run n" and fails for good. */
    public LoopBody runIntoBug(String message) {
        return run(run -> {
            throw new IllegalStateException(message);
        });
    }

    public LoopBody lasting(long seconds) {
        return run -> time.sleep(Duration.ofSeconds(seconds));
    }

    /** A body that lasts so many seconds in a run by hand of a loop that was not started, and no time otherwise. */
    public LoopBody lastingByHand(long seconds) {
        return run -> {
            if (!run.task().isRunning()) {
                lasting(seconds).run(run);
            }
        };
    }

    public LoopHook hook(String word) {
        return hook(word, run -> {});
    }

    public LoopHook hook(String word, LoopHook then) {
        return run -> {
            write(word);
            then.run(run);
        };
    }

    // ---- time ----

    /** Lets so many seconds pass, and does what is due on the way. */
    public void pass(long seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    /** Lets time pass until an instant. */
    public void passUntil(String instant) {
        time.advanceTo(Instant.parse(instant));
    }

    // ---- entries ----

    public void write(String word) {
        entries.add(clock.apply(time.now()) + " " + word);
    }

    public List<String> entries() {
        return List.copyOf(entries);
    }

    /** Returns the entries that have a word in them. */
    public List<String> entries(String word) {
        return entries.stream().filter(entry -> entry.contains(word)).toList();
    }

    /** Tears the written pages out. */
    public void forget() {
        entries.clear();
    }

    // ---- futures ----

    /** Returns what a future has been completed with; null if it has not. */
    public static <T extends @Nullable Object> @Nullable T resultOf(CompletableFuture<T> future) {
        return future.isDone() ? future.join() : null;
    }

    /** Returns what a future has failed with; fails if it has not. */
    public static Throwable failureOf(CompletableFuture<?> future) {
        if (!future.isDone()) {
            throw new AssertionError("the future is not done");
        }
        Throwable[] failure = {new AssertionError("the future has succeeded")};
        future.handle((result, error) -> {
            if (error != null) {
                failure[0] = error;
            }
            return null;
        });
        return failure[0];
    }

    private static String secondsSinceBeginning(Instant now) {
        long millis = Duration.between(BEGINNING, now).toMillis();
        return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
    }
}
