package io.github.jdatasks.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.support.JavaProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bot without durable loops, metrics and a panel, which has no optional library on its class path. */
class PlainBotTest {
    @TempDir
    private Path directory = Path.of("");

    /** The bot. */
    static final class Program extends LoopCog {
        private static final CountDownLatch RUNS = new CountDownLatch(3);

        private Program(LoopScheduler scheduler) {
            super(scheduler);
        }

        @Loop(seconds = 0.05)
        void work() {
            RUNS.countDown();
        }

        public static void main(String[] args) throws InterruptedException {
            try (LoopScheduler scheduler =
                    LoopScheduler.builder().shutdownGrace(Duration.ofSeconds(1)).build()) {
                LoopTask work = new Program(scheduler).loop("work");
                LoopTask plain = Loops.every(Duration.ofMillis(50))
                        .name("plain")
                        .scheduler(scheduler)
                        .start(run -> RUNS.countDown());
                System.out.println(RUNS.await(30, TimeUnit.SECONDS) + " " + work.state() + " " + plain.isDurable());
            }
            switch (String.join(" ", args)) {
                case "durable" -> Asking.forDurableLoops();
                case "suspend" -> new Suspending();
                default -> System.out.println("no more");
            }
        }
    }

    /** Loaded only if it is used. */
    private static final class Asking {
        static void forDurableLoops() {
            DurableLoops.on(new JdbcDataSource()).build();
        }
    }

    /** A suspend function of Kotlin, as its compiler makes it. */
    private static final class Suspending extends LoopCog {
        @SuppressWarnings("UnusedVariable")
        @Loop(seconds = 1)
        Object work(Continuation<? super Unit> continuation) {
            return Unit.INSTANCE;
        }
    }

    @Test
    void it_loads_no_class_of_durable_loops_metrics_the_panel_or_coroutines() throws Exception {
        Path classes = directory.resolve("classes.txt");
        assertThat(run(classes)).contains("true IDLE false");
        List<String> loaded = Files.readAllLines(classes);
        assertThat(loaded).anyMatch(line -> line.contains("io.github.jdatasks.internal.loop.LoopMachine "));
        assertThat(loaded)
                .filteredOn(line -> line.contains("jdatasks.internal.durable")
                        || line.contains("jdatasks.durable.DurableLoops")
                        || line.contains("loop.DurableTicks ")
                        || line.contains("jdatasks.metrics")
                        || line.contains("io.micrometer")
                        || line.contains("kotlinx.coroutines")
                        || line.contains("cog.Coroutines")
                        || line.contains("jdatasks.panel")
                        || line.contains("jdatasks.internal.panel")
                        || line.contains("jdatasks.internal.history")
                        || line.contains(" javax.sql."))
                .isEmpty();
    }

    @Test
    void it_is_told_what_to_add_if_it_asks_for_some() throws Exception {
        assertThat(run(directory.resolve("classes.txt"), "durable"))
                .contains("IllegalStateException: Durable loops need db-scheduler on the class path; add"
                        + " com.github.kagkarlsson:db-scheduler:16.12.0 to the dependencies of the bot");
    }

    @Test
    void it_is_told_what_to_add_for_a_suspend_function() throws Exception {
        assertThat(run(directory.resolve("classes.txt"), "suspend"))
                .contains("Suspending.work(Continuation): a suspend function needs coroutines; add"
                        + " org.jetbrains.kotlinx:kotlinx-coroutines-core to the class path");
    }

    private String run(Path classes, String... arguments) throws IOException, InterruptedException {
        List<String> options = List.of("-Xlog:class+load:file=" + classes);
        return JavaProgram.runWithout(
                        List.of("db-scheduler", "micrometer", "kotlinx-coroutines"),
                        directory,
                        Program.class,
                        options,
                        arguments)
                .output();
    }
}
