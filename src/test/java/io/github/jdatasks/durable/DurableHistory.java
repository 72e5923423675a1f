package io.github.jdatasks.durable;

import static io.github.jdatasks.support.RunNotes.MIDNIGHT;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Missed;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.WhenDisconnected;
import io.github.jdatasks.testing.VirtualCluster;
import io.github.jdatasks.testing.VirtualConnection;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A random history of three processes with one durable loop, and what must hold in it. */
final class DurableHistory {
    private static final Duration STEP = ofSeconds(10);
    private static final int ACTIONS = 60;

    private final VirtualCluster cluster = new VirtualCluster(MIDNIGHT);
    private final Random random;
    private final List<Member> processes = new ArrayList<>();
    private final Map<Instant, Integer> completed = new HashMap<>();
    private final List<String> events = new ArrayList<>();
    private int inProgress;
    private boolean killed;

    DurableHistory(int seed) {
        random = new Random(seed);
        events.add("seed " + seed);
    }

    /** A process, which is up until it is closed or killed. */
    private final class Member {
        final VirtualCluster.Node node = cluster.start();
        final ConnectionGate gate = new ConnectionGate();
        final VirtualConnection connection = VirtualConnection.of(gate).ready();
        final LoopTask task;
        boolean dead;
        boolean stopped; // a failure is for good then
        int running;

        Member() {
            task = Loops.every(STEP)
                    .name("loop")
                    .durable(true)
                    .missed(Missed.CATCH_UP)
                    .gate(gate)
                    .whenDisconnected(random.nextBoolean() ? WhenDisconnected.CANCEL : WhenDisconnected.PAUSE)
                    .jitter(random.nextInt(3) == 0 ? ofSeconds(2) : Duration.ZERO)
                    .retry(RetryPolicy.fixedDelay(ofSeconds(2)).maxAttempts(3))
                    .scheduler(node)
                    .start(this::body);
        }

        private void body(LoopContext run) throws Exception {
            boolean tick = isTick(run.scheduledAt());
            events.add(cluster.now() + " run of " + run.scheduledAt() + " in " + processes.indexOf(this));
            begin(tick, run);
            try {
                if (random.nextInt(3) == 0) {
                    VirtualCluster.sleep(ofMillis(random.nextInt(15_000)));
                }
                if (tick && !stopped && run.attempt() == 1 && random.nextInt(5) == 0) {
                    throw new IOException("flaky");
                }
                if (tick && !dead) {
                    completed.merge(run.scheduledAt(), 1, Integer::sum);
                }
            } finally {
                end(tick);
                events.add(cluster.now() + " end of " + run.scheduledAt());
            }
        }

        private void begin(boolean tick, LoopContext run) {
            if (tick && !dead) {
                inProgress++;
                running++;
                assertAtOnce(run);
            }
        }

        private void end(boolean tick) {
            if (tick && !dead) {
                inProgress--;
                running--;
            }
        }

        void kill() {
            node.kill();
            dead = true;
            killed = true;
            inProgress -= running;
        }
    }

    /** Ends an outage, and lets all processes notice: several in a row could cost one its tick. */
    private void endOutage() {
        cluster.advance(ofMillis(random.nextInt(9_000)));
        cluster.table.beforePickIsAnswered = () -> {};
        cluster.table.away = false;
        cluster.advance(ofSeconds(12));
    }

    private boolean isTick(Instant instant) {
        return Duration.between(MIDNIGHT, instant).toNanos() % STEP.toNanos() == 0;
    }

    private void assertAtOnce(LoopContext run) {
        if (inProgress > 1) {
            events.add("two runs at once at " + cluster.now() + ", one of " + run.scheduledAt());
        }
    }

    void play() {
        try {
            processes.add(new Member());
            cluster.runPending();
            for (int i = 0; i < ACTIONS; i++) {
                act();
                cluster.advance(ofMillis(random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(7_000)));
            }
            cluster.table.away = false;
            for (Member process : List.copyOf(processes)) {
                process.node.close();
            }
            events.add(cluster.now() + " all are closed");
            processes.add(new Member());
            cluster.advance(Duration.ofMinutes(10));
            check();
        } finally {
            cluster.close();
        }
    }

    private void check() {
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).startsWith("two runs")) {
                throw new AssertionError(String.join(" | ", events.subList(Math.max(0, i - 14), i + 1)) + " "
                        + events.get(0));
            }
        }
        Instant until = cluster.now().minus(Duration.ofMinutes(2));
        for (Instant tick = MIDNIGHT; tick.isBefore(until); tick = tick.plus(STEP)) {
            assertThat(completed.getOrDefault(tick, 0))
                    .as("runs of %s in the history of %s", tick, String.join(" | ", around(tick)))
                    .isBetween(1, killed ? 5 : 1);
        }
    }

    /** Returns what happened in the minutes around a tick. */
    private List<String> around(Instant tick) {
        String from = tick.minusSeconds(30).toString();
        String to = tick.plusSeconds(90).toString();
        return events.stream()
                .filter(event -> event.startsWith("seed") || (event.compareTo(from) > 0 && event.compareTo(to) < 0))
                .toList();
    }

    private void act() {
        if (processes.isEmpty() || (processes.size() < 3 && random.nextInt(8) == 0)) {
            events.add(cluster.now() + " start");
            processes.add(new Member());
            return;
        }
        Member one = processes.get(random.nextInt(processes.size()));
        int what = random.nextInt(12);
        events.add(cluster.now() + " " + what + " of " + processes.indexOf(one));
        switch (what) {
            case 0 -> {
                if (random.nextInt(3) == 0) {
                    one.kill();
                    processes.remove(one);
                }
            }
            case 1 -> {
                one.node.close();
                processes.remove(one);
            }
            case 2 -> {
                if (random.nextBoolean()) {
                    cluster.table.away = true;
                } else {
                    cluster.table.loseNextPick();
                }
                endOutage();
            }
            case 3 -> one.connection.disconnect();
            case 4, 5 -> one.connection.resume();
            case 6 -> one.task.pause();
            case 7 -> one.task.resume();
            case 8 -> {
                if (random.nextBoolean()) {
                    one.stopped = true;
                    one.task.stop();
                } else {
                    one.task.cancel();
                }
            }
            case 9 -> one.task.restart();
            case 10 -> {
                if (!isTick(cluster.now())) {
                    one.task.runNow();
                }
            }
            default -> {
                cluster.table.away = true;
                one.task.restart();
                endOutage();
            }
        }
    }
}
