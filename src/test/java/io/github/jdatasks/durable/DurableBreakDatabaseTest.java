package io.github.jdatasks.durable;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.Loops;
import io.github.jdatasks.e2e.Await;
import io.github.jdatasks.support.LogLines;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** What a bot may do in an unusual order, on a real database. */
class DurableBreakDatabaseTest {
    private final List<String> runs = new CopyOnWriteArrayList<>();

    @Test
    void a_loop_that_starts_after_the_end_of_the_durable_loops_has_no_tick_and_breaks_nothing() {
        JdbcDataSource database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:break-close;DB_CLOSE_DELAY=-1");
        DurableLoops durable = DurableLoops.on(database).createTable(true).build();
        try (LogLines log = LogLines.ofLibrary();
                LoopScheduler scheduler =
                        LoopScheduler.builder().durable(durable).build()) {
            Loops.every(Duration.ofMillis(50))
                    .name("a")
                    .durable(true)
                    .scheduler(scheduler)
                    .start(run -> runs.add("a"));
            Await.until("a run", () -> !runs.isEmpty());
            durable.close();
            Await.until("the threads end", DurableBreakDatabaseTest::noThreads);
            Loops.every(Duration.ofMillis(50))
                    .name("b")
                    .durable(true)
                    .scheduler(scheduler)
                    .start(run -> runs.add("b"));
            Loops.every(Duration.ofMillis(50)).name("c").scheduler(scheduler).start(run -> runs.add("c"));
            Await.until(
                    "the plain loop goes on",
                    () -> runs.stream().filter("c"::equals).count() > 10);
            assertThat(log.from(Level.WARN)).isEmpty();
        }
        assertThat(runs).doesNotContain("b");
    }

    private static boolean noThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .noneMatch(one -> one.getName().equals("jda-tasks-durable"));
    }
}
