package io.github.jdatasks;

import io.github.jdatasks.internal.retry.RetrySettings;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.DayOfWeek;
import java.time.ZoneId;

/**
 * Makes a method of a {@link LoopCog}, or of an object given to {@link LoopCog#of}, the body of a loop.
 *
 * <p>The method may have any visibility, and returns nothing, a {@link java.util.concurrent.CompletionStage} or a JDA
 * {@link net.dv8tion.jda.api.requests.RestAction}: then the run lasts until that completes. It may take the
 * {@link LoopContext}, the {@link net.dv8tion.jda.api.JDA} and the {@link LoopTask}, in any order, each at most once;
 * the {@code JDA} is {@link LoopContext#jda()}, and the run fails as that does if there is none. A method that
 * overrides an annotated one takes its place in the loop.
 *
 * <p>It needs exactly one schedule: an interval, {@link #time() times of day}, a {@link #cron() cron} expression, or
 * {@code count = 1} alone, which runs once after the first ready.
 *
 * <pre>{@code
 * @Loop(minutes = 5)
 * void refresh() { … }
 *
 * @Loop(time = {"08:00", "20:30"}, zone = "Europe/Berlin")
 * RestAction<?> digest(JDA jda, LoopContext run) { … }
 *
 * @Loop(days = DayOfWeek.MONDAY, time = "09:00", zone = "Europe/Berlin")
 * void startTheWeek() { … }
 * }</pre>
 *
 * <p>It may also be on an annotation of your own, which then makes methods loops. The same holds for
 * {@link BeforeLoop}, {@link AfterLoop} and {@link LoopError}. A method that gets one of them twice is a mistake.
 *
 * <pre>{@code
 * @Loop(hours = 1, jitter = 60)
 * @Retention(RetentionPolicy.RUNTIME)
 * @interface Hourly {}
 *
 * @Hourly
 * void removeOldFiles() { … }
 * }</pre>
 *
 * <p>The texts of {@link #cron()}, {@link #time()} and {@link #zone()} may be placeholders that
 * {@link LoopScheduler.Builder#texts} replaces.
 *
 * <p>A mistake in any value is found when the cog is built, see {@link LoopCog#LoopCog()}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface Loop {
    /** {@return the interval in seconds; {@link #seconds()}, {@link #minutes()} and {@link #hours()} are added up} */
    double seconds() default 0;

    /** {@return the interval in minutes} */
    double minutes() default 0;

    /** {@return the interval in hours} */
    double hours() default 0;

    /** {@return whether the interval counts from the end of a run instead of from its planned start} */
    boolean fixedDelay() default false;

    /**
     * {@return the times of day to run at, as {@code "08:00"} or {@code "20:30:15"}; each may name its own zone, as
     * {@code "08:00 America/New_York"}}
     */
    String[] time() default {};

    /** {@return the days of the week that have the {@link #time() times}, each in its own zone; empty for every day} */
    DayOfWeek[] days() default {};

    /** {@return the cron expression, such as {@code "0 8 * * MON-FRI"}; see {@link Schedule#cron(String, ZoneId)}} */
    String cron() default "";

    /** {@return the zone of the {@link #cron() cron} expression, or of those {@link #time() times} that name none} */
    String zone() default "UTC";

    /**
     * {@return which instant is meant by a {@link #time() time} that happens twice when the clocks go back, also by one
     * of a {@link #cron() cron} expression}
     */
    AmbiguousTime ambiguous() default AmbiguousTime.EARLIER;

    /** {@return after how many scheduled runs the loop ends; 0 for never} */
    int count() default 0;

    /** {@return whether runs that fail with a transient error are retried} */
    boolean reconnect() default true;

    /** {@return the loop's name; empty for the method's} */
    String name() default "";

    /** {@return exceptions to retry beside those that are transient by default} */
    Class<? extends Throwable>[] retryOn() default {};

    /** {@return how often a run is attempted in all before it has failed for good} */
    int maxAttempts() default RetrySettings.DEFAULT_ATTEMPTS;

    /** {@return how many failed runs in a row end the loop; 0 for no limit} */
    int maxFailures() default 0;

    /** {@return whether the loop is started when the cog is loaded} */
    boolean autoStart() default true;

    /** {@return what the loop does while the bot is disconnected} */
    WhenDisconnected whenDisconnected() default WhenDisconnected.PAUSE;

    /** {@return which shards must be connected for the loop to run, or that each has a loop of its own} */
    ShardScope shards() default ShardScope.ALL;

    /** {@return what the loop does about ticks it missed} */
    Missed missed() default Missed.RUN_ONCE;

    /** {@return what the loop does when a run has failed for good} */
    OnFailure onFailure() default OnFailure.CONTINUE;

    /**
     * {@return the seconds from when the first run is possible until it is made; with times, from the start until
     * they count}
     */
    double initialDelay() default 0;

    /** {@return the most seconds by which each run is delayed at random; 0 for none} */
    double jitter() default 0;

    /**
     * {@return how many seconds after its tick, and its {@link #jitter()}, a run may begin; later it is skipped; 0 for no
     * limit; see {@link LoopBuilder#maxLateness}}
     */
    double maxLateness() default 0;

    /** {@return the seconds an attempt may take before it is interrupted and fails; 0 for no limit} */
    double timeout() default 0;

    /**
     * {@return the multiple of the interval after which a run in progress is reported in the log; 0 for never; -1 for the
     * default of {@link LoopBuilder#slowRunWarning}, which also says how often}
     */
    double slowRunWarning() default -1;

    /**
     * {@return whether the ticks are kept in the scheduler's database, so that they outlive the process and each is run
     * by one process only; see {@link LoopBuilder#durable}}
     */
    boolean durable() default false;

    /** {@return how many runs may be in progress at once} */
    int overlap() default 1;
}
