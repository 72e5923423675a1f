package io.github.jdatasks.benchmarks.durable;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.DeadExecutionHandler;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.durable.DurableLoops;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Who keeps ticks in a database. */
enum Contender {
    OURS("jda-tasks") {
        @Override
        AutoCloseable start(DataSource database, int loops, Duration every, Work work) {
            LoopScheduler scheduler = LoopScheduler.builder()
                    .durable(DurableLoops.on(database).build())
                    .build();
            for (int i = 0; i < loops; i++) {
                Loops.every(every)
                        .name("loop-" + i)
                        .durable(true)
                        .missed(Missed.CATCH_UP)
                        .scheduler(scheduler)
                        .start(run -> work.run(run.scheduledAt()));
            }
            return scheduler;
        }
    },
    BARE("db-scheduler by itself, 10 threads") {
        @Override
        AutoCloseable start(DataSource database, int loops, Duration every, Work work) {
            List<CustomTask<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < loops; i++) {
                tasks.add(Tasks.custom("loop-" + i, Void.class)
                        .scheduleOnStartup("loop", null, now -> now)
                        .onDeadExecution(new DeadExecutionHandler.ReviveDeadExecution<>())
                        .execute((row, context) -> {
                            Instant tick = context.getExecution().executionTime;
                            work.run(tick);
                            return new CompletionHandler.OnCompleteReschedule<>(new NextTick(every));
                        }));
            }
            Scheduler scheduler = Scheduler.create(database)
                    .startTasks(tasks)
                    .threads(10)
                    .enableImmediateExecution()
                    .pollingInterval(Duration.ofMillis(100))
                    .heartbeatInterval(Duration.ofSeconds(10))
                    .build();
            scheduler.start();
            return scheduler::stop;
        }
    };

    final String label;

    Contender(String label) {
        this.label = label;
    }

    /** Starts loops whose ticks are so far apart, each due as soon as the one before it is over if it is late. */
    abstract AutoCloseable start(DataSource database, int loops, Duration every, Work work);
}
