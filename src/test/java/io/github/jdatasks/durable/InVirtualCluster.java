package io.github.jdatasks.durable;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMinutes;

import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.testing.VirtualCluster;
import io.github.jdatasks.testing.VirtualCluster.Node;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;

/** Processes with one durable loop in virtual time, and who has run which tick of it. */
abstract class InVirtualCluster {
    final VirtualCluster cluster = new VirtualCluster(MIDNIGHT);
    final List<String> runs = new ArrayList<>();

    @AfterEach
    void close() {
        cluster.close();
    }

    static LoopBuilder loop(Node process, Schedule schedule) {
        return Loops.on(schedule).name("loop").durable(true).scheduler(process);
    }

    static LoopBuilder everyMinute(Node process) {
        return loop(process, Schedule.every(ofMinutes(1)));
    }

    void note(String who, LoopContext run) {
        runs.add(who + " " + LocalTime.ofInstant(run.scheduledAt(), ZoneOffset.UTC));
    }

    List<String> ticks() {
        return runs.stream().map(line -> line.substring(line.indexOf(' ') + 1)).toList();
    }

    Instant dueAt() {
        return Instant.ofEpochSecond(0, Objects.requireNonNull(cluster.table.dueAt("loop")));
    }
}
