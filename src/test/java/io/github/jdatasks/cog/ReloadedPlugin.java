package io.github.jdatasks.cog;

import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopError;
import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.support.OfflineJda;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDA;

/** The plugin of {@link ReloadTest}: uses what there is to use, as it is loaded and as it is unloaded. */
public final class ReloadedPlugin implements Runnable {
    @Override
    public void run() {
        try {
            Plugin cog = new Plugin();
            OfflineJda jda = new OfflineJda();
            cog.attach(jda);
            jda.logIn();
            if (!cog.runs.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("not run: " + cog.loops());
            }
            look(cog);
            cog.unload().get(30, TimeUnit.SECONDS);
            LoopScheduler.shared().close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Plugin extends LoopCog {
        final CountDownLatch runs = new CountDownLatch(8);

        Plugin() {
            Schedule both = Schedule.anyOf(
                    Schedule.every(Duration.ofMillis(20)), Schedule.cron("* * * * *", ZoneId.of("Europe/Berlin")));
            LoopTask unused = newLoop(both)
                    .name("both")
                    .retry(RetryPolicy.exponentialBackoff().retryIf(error -> false))
                    .listener(new LoopListener() {
                        @Override
                        public void onIterationFinished(LoopContext run, Duration took) {
                            runs.countDown();
                        }
                    })
                    .build(run -> {});
        }

        @Override
        protected void cogLoad(JDA jda) {
            runs.countDown();
        }

        @Loop(time = "08:00", zone = "Europe/Berlin")
        void daily() {}

        @Loop(cron = "*/5 * * * *")
        void cron() {}

        @Loop(seconds = 0.02, shards = ShardScope.EACH)
        void each() {
            runs.countDown();
        }

        @Loop(seconds = 0.02, overlap = 2)
        CompletableFuture<?> later() {
            return CompletableFuture.completedFuture(null); // no timer of the JDK, whose thread would keep the plugin
        }

        @Loop(seconds = 0.02, timeout = 0.005)
        void failing() {
            throw new IllegalStateException("on purpose");
        }

        @LoopError
        void failed(IllegalStateException error) {
            if (error.getMessage() == null) {
                throw new AssertionError(error);
            }
        }
    }

    /** Compares, hashes and prints every value that the library gives. */
    private static void look(Plugin cog) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            values.addAll(List.of(
                    Schedule.every(Duration.ofSeconds(1)),
                    Schedule.fixedDelay(Duration.ofSeconds(1)),
                    Schedule.alignedTo(Duration.ofHours(1), ZoneOffset.UTC),
                    Schedule.dailyAt(ZoneOffset.UTC, LocalTime.NOON),
                    Schedule.weeklyAt(ZoneOffset.UTC, EnumSet.of(DayOfWeek.MONDAY), LocalTime.NOON),
                    Schedule.monthlyAt(ZoneOffset.UTC, 31, LocalTime.NOON),
                    Schedule.cron("0 12 L * *", ZoneOffset.UTC),
                    Schedule.once(Instant.EPOCH),
                    Schedule.anyOf(
                            Schedule.dailyAt(ZoneOffset.UTC, LocalTime.NOON), Schedule.every(Duration.ofHours(1))),
                    RetryPolicy.exponentialBackoff(),
                    RetryPolicy.fixedDelay(Duration.ofSeconds(1))));
        }
        values.addAll(cog.loops());
        cog.loops().forEach(loop -> values.add(loop.stats()));
        cog.loops().forEach(loop -> values.add(loop.stats()));
        values.add(cog.gate());
        values.add(cog);
        Set<Object> different = new HashSet<>(values);
        StringBuilder words = new StringBuilder();
        for (Object value : different) {
            words.append(value).append(different.contains(value));
        }
        if (words.isEmpty()) {
            throw new AssertionError("nothing to look at");
        }
    }
}
