package io.github.jdatasks.example.cluster;

import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.Missed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.dv8tion.jda.api.entities.channel.concrete.TextChannel;
import net.dv8tion.jda.api.requests.RestAction;

/** Five durable loops. Each process of the cluster has them all, and each tick is run by one process. */
final class TickCog extends LoopCog {
    static final List<String> LOOPS = List.of("backups", "birthdays", "feeds", "polls", "reminders");
    static final Duration INTERVAL = Duration.ofSeconds(1);
    /** How long a run takes, so that there is something in hand when a process is killed. */
    static final Duration WORK = Duration.ofMillis(300);

    private static final String EACH_SECOND = "* * * * * *";

    TickCog(LoopScheduler scheduler) {
        super(scheduler);
    }

    @Loop(cron = EACH_SECOND, durable = true, missed = Missed.CATCH_UP)
    RestAction<?> backups(LoopContext run) {
        return work(run);
    }

    @Loop(cron = EACH_SECOND, durable = true, missed = Missed.CATCH_UP)
    RestAction<?> birthdays(LoopContext run) {
        return work(run);
    }

    @Loop(cron = EACH_SECOND, durable = true, missed = Missed.CATCH_UP)
    RestAction<?> feeds(LoopContext run) {
        return work(run);
    }

    @Loop(cron = EACH_SECOND, durable = true, missed = Missed.CATCH_UP)
    RestAction<?> polls(LoopContext run) {
        return work(run);
    }

    @Loop(cron = EACH_SECOND, durable = true, missed = Missed.CATCH_UP)
    RestAction<?> reminders(LoopContext run) {
        return work(run);
    }

    private static RestAction<?> work(LoopContext run) {
        if (run.attempt() == 1) {
            print(Note.Kind.BEGAN, run, run.startedAt());
        }
        TextChannel channel = run.jda().getTextChannels().get(0);
        return channel.sendMessage(run.task().name()).delay(WORK).map(message -> {
            print(Note.Kind.ENDED, run, Instant.now());
            return message;
        });
    }

    /** For the parent process, which reads it and judges. */
    private static void print(Note.Kind kind, LoopContext run, Instant at) {
        System.out.println(Note.line(kind, run.task().name(), run.scheduledAt(), at));
    }
}
