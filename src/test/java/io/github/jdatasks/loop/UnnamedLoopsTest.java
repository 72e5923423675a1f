package io.github.jdatasks.loop;

import static ch.qos.logback.classic.Level.WARN;
import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopBody;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.ShardScope;
import io.github.jdatasks.support.Garbage;
import io.github.jdatasks.support.LogLines;
import io.github.jdatasks.testing.VirtualConnection;
import io.github.jdatasks.testing.VirtualLoopScheduler;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Loops without a name of their own, since there are many of them and none for long: one for each reminder, say. */
class UnnamedLoopsTest {
    private static final LoopBody FAILING = run -> {
        throw new IllegalStateException("failed");
    };

    private final VirtualLoopScheduler time = VirtualLoopScheduler.startingAt(MIDNIGHT);

    @Test
    void they_share_a_logger_and_are_told_apart_by_the_message_and_the_context() {
        class Cog extends LoopCog {
            final LoopTask loop = newLoop(Schedule.every(ofMinutes(1))).build(FAILING);
        }
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection.of(gate).shards(2).ready();
        Cog cog = time.create(Cog::new);
        VirtualConnection.of(cog).ready();
        try (LogLines log = LogLines.of("io.github.jdatasks.loop.unnamed")) {
            LoopTask plain = Loops.every(ofMinutes(1)).scheduler(time).start(FAILING);
            LoopTask gated =
                    Loops.every(ofMinutes(1)).scheduler(time).gate(gate).start(FAILING);
            LoopTask group = Loops.every(ofMinutes(1))
                    .scheduler(time)
                    .gate(gate)
                    .shards(ShardScope.EACH)
                    .start(FAILING);
            time.runPending();
            for (LoopTask loop : List.of(plain, gated, group, cog.loop)) {
                int lines = loop == group ? 2 : 1;
                assertThat(log.from(WARN).stream().filter(line -> line.matches(".*\\b" + loop.name() + "\\b.*")))
                        .hasSize(lines);
                assertThat(log.events().stream()
                                .filter(event -> loop.name()
                                        .equals(event.getMDCPropertyMap().get("loop")))
                                .filter(event -> event.getLevel().isGreaterOrEqual(WARN)))
                        .hasSize(lines);
            }
            assertThat(log.from(WARN)).hasSize(5);
        }
    }

    @Test
    void a_loop_whose_name_looks_like_theirs_has_a_logger_of_its_own() {
        LoopTask unnamed = Loops.every(ofMinutes(1)).scheduler(time).build(FAILING);
        try (LogLines log = LogLines.of("io.github.jdatasks.loop." + unnamed.name())) {
            Loops.every(ofMinutes(1)).scheduler(time).name(unnamed.name()).start(FAILING);
            unnamed.start();
            time.runPending();
            assertThat(log.from(WARN)).hasSize(1);
        }
    }

    @Test
    void nothing_is_left_of_those_that_have_ended() throws InterruptedException {
        Garbage garbage = new Garbage();
        int loggers = loggers();
        CountDownLatch ran = new CountDownLatch(4_000);
        ConnectionGate gate = new ConnectionGate();
        VirtualConnection.of(gate).ready();
        try (LoopScheduler scheduler = LoopScheduler.builder().build()) {
            for (int i = 0; i < 4_000; i++) {
                LoopBuilder builder = Loops.on(
                                Schedule.once(java.time.Instant.now().plusMillis(50)))
                        .scheduler(scheduler)
                        .missed(Missed.RUN_ONCE)
                        .afterLoop(run -> ran.countDown());
                garbage.add((i % 2 == 0 ? builder : builder.gate(gate).count(1)).start(run -> {}));
            }
            assertThat(ran.await(60, TimeUnit.SECONDS)).isTrue();
            CountDownLatch last = new CountDownLatch(1);
            Loops.every(ofSeconds(1))
                    .count(1)
                    .scheduler(scheduler)
                    .afterLoop(run -> last.countDown())
                    .start(run -> {});
            assertThat(last.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(loggers() - loggers).isLessThan(5);
            garbage.assertCollected();
        }
    }

    private static int loggers() {
        return ((LoggerContext) LoggerFactory.getILoggerFactory())
                .getLoggerList()
                .size();
    }
}
