package io.github.jdatasks.simulation;

import io.github.jdatasks.Missed;
import io.github.jdatasks.OnFailure;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.WhenDisconnected;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a loop, as a line of a script has them: {@code loop A schedule=every:10 count=5 bodies=ok,io}.
 */
final class LoopSpec {
    final String name;
    private final Map<String, String> settings;
    final Timing timing;
    final List<Behaviour> bodies;
    final @Nullable List<Behaviour> before;
    final @Nullable List<Behaviour> after;
    final @Nullable List<Behaviour> onError;

    LoopSpec(String name, Map<String, String> settings) {
        this.name = name;
        this.settings = settings;
        this.timing = Timing.parse(settings.getOrDefault("schedule", "every:10"));
        this.bodies = Behaviour.parseAll(settings.getOrDefault("bodies", "ok"));
        this.before = behaviours("before");
        this.after = behaviours("after");
        this.onError = behaviours("error");
    }

    static LoopSpec parse(String line) {
        String[] words = line.split(" ", -1);
        Map<String, String> settings = Arrays.stream(words)
                .skip(2)
                .map(word -> word.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (a, b) -> b, LinkedHashMap::new));
        return new LoopSpec(words[1], settings);
    }

    private @Nullable List<Behaviour> behaviours(String key) {
        String text = settings.get(key);
        return text == null ? null : Behaviour.parseAll(text);
    }

    private long number(String key) {
        return Long.parseLong(settings.getOrDefault(key, "0"));
    }

    private long time(String key) {
        return Seconds.nanos(settings.getOrDefault(key, "0"));
    }

    long count() {
        return number("count");
    }

    int maxFailures() {
        return (int) number("maxFailures");
    }

    int overlap() {
        return (int) Math.max(1, number("overlap"));
    }

    long timeout() {
        return time("timeout");
    }

    long initialDelay() {
        return time("initialDelay");
    }

    long jitter() {
        return time("jitter");
    }

    long maxLateness() {
        return time("maxLateness");
    }

    Missed missed() {
        return Missed.valueOf(settings.getOrDefault("missed", "RUN_ONCE"));
    }

    OnFailure onFailure() {
        return OnFailure.valueOf(settings.getOrDefault("onFailure", "CONTINUE"));
    }

    /** Returns what the loop does while disconnected; null if it has no gate, as loops outside of cogs may. */
    @Nullable WhenDisconnected gate() {
        String policy = settings.getOrDefault("gate", inCog() ? "PAUSE" : null);
        return policy == null ? null : WhenDisconnected.valueOf(policy);
    }

    /** Whether it belongs to a cog. */
    boolean inCog() {
        return settings.containsKey("cog");
    }

    /** Whether its ticks come again if the clock is set back: second, minute or hour of a cron expression are any. */
    boolean followsClock() {
        String schedule = settings.getOrDefault("schedule", "");
        String[] fields = schedule.replaceFirst("^cron:", "").split("_", -1);
        return schedule.startsWith("cron:")
                && Arrays.stream(fields).limit(fields.length - 3L).anyMatch(field -> field.startsWith("*"));
    }

    /** Whether the before-hook may be retried. */
    boolean retriesBefore() {
        return before != null && before.stream().anyMatch(call -> call.acts().contains("io"));
    }

    ShardScope shards() {
        return ShardScope.valueOf(settings.getOrDefault("shards", "ALL"));
    }

    int maxAttempts() {
        return (int) Math.max(1, number("attempts"));
    }

    /** Returns the fixed time between two attempts; 0 for random ones. */
    long retryDelay() {
        return time("retryDelay");
    }

    RetryPolicy retry() {
        if (maxAttempts() == 1) {
            return RetryPolicy.never();
        }
        RetryPolicy policy = retryDelay() == 0
                ? RetryPolicy.exponentialBackoff()
                : RetryPolicy.fixedDelay(java.time.Duration.ofNanos(retryDelay()));
        return policy.maxAttempts(maxAttempts());
    }
}
