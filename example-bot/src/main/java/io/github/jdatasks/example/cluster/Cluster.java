package io.github.jdatasks.example.cluster;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.jdatasks.example.Options;
import io.github.jdatasks.example.demo.Expectations;
import io.github.jdatasks.example.demo.Expectations.TimeUp;
import io.github.jdatasks.example.demo.Expectations.Unmet;
import io.github.jdatasks.example.demo.LogLines;
import io.github.jdatasks.example.demo.Timeline;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** Runs several processes of a bot with the same durable loops, kills one of them, and shows who runs what. */
public final class Cluster {
    private static final Duration USUAL_TIME = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration QUIET = Duration.ofSeconds(2);
    /** After so long at the latest a tick has been run to its end, unless it is held up. */
    private static final Duration RUN = Duration.ofSeconds(1);

    private final Timeline timeline = new Timeline();
    private final Journal journal = new Journal(timeline);
    private final Processes processes = new Processes(journal);
    private final Expectations expect = new Expectations(timeline, Optional.empty());
    private final int size;
    private final Duration time;

    private Cluster(int size, Duration time) {
        this.size = size;
        this.time = time;
    }

    /** Returns the exit code: 1 if a tick had no run, or two without need, or if anything else went wrong. */
    public static int run(Options options) throws InterruptedException {
        Duration time = options.duration().orElse(USUAL_TIME);
        return new Cluster(options.cluster().orElseThrow(), time).run();
    }

    private int run() throws InterruptedException {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        LogLines.showIn(timeline);
        Thread onSignal = new Thread(
                () -> {
                    expect.freeze();
                    journal.silence();
                    timeline.say("demo", "The process is told to end, and the others with it.");
                    end(Instant.MIN);
                },
                "end");
        Runtime.getRuntime().addShutdownHook(onSignal);
        boolean asExpected = play();
        Instant until = Instant.now().minus(RUN);
        asExpected &= awaitTicks(until);
        if (expect.isFrozen()) {
            Thread.sleep(Long.MAX_VALUE); // a signal ends the process
        }
        Runtime.getRuntime().removeShutdownHook(onSignal);
        journal.silence();
        timeline.say("demo", "All processes are told to end.");
        return end(until) && asExpected ? 0 : 1;
    }

    private boolean play() throws InterruptedException {
        try {
            startAll();
            expect.endAfter(time); // a slow disk takes long to start a PostgreSQL
            pass(QUIET);
            killAndStartAgain();
            timeline.say("demo", "That was all; it goes on like this until the time is up.");
            pass(Duration.ofDays(365));
            return true;
        } catch (TimeUp end) {
            return true;
        } catch (Unmet unmet) {
            timeline.error("demo", unmet.getMessage());
            return false;
        } catch (IOException | SQLException | RuntimeException fault) {
            if (expect.isFrozen()) {
                Thread.sleep(Long.MAX_VALUE); // a signal has ended what was to be started
            }
            timeline.error("demo", fault.toString());
            return false;
        }
    }

    private void startAll() throws InterruptedException, IOException, SQLException, Unmet, TimeUp {
        timeline.say("demo", "Starting a PostgreSQL.");
        processes.startServer();
        timeline.say(
                "demo",
                "Starting " + size + " processes, each with the same five durable loops, which have a tick"
                        + " each second.");
        List<Life> lives = new ArrayList<>();
        for (int number = 1; number <= size; number++) {
            lives.add(processes.start(number));
        }
        for (Life life : lives) {
            expect.await(life.name() + " logs in", START, () -> journal.isReady(life));
        }
    }

    private void killAndStartAgain() throws InterruptedException, IOException, Unmet, TimeUp {
        expect.await(
                "a run is under way",
                SOON,
                () -> journal.inHand(journal.lastAtWork()).stream().anyMatch(Cluster::isUnderWay));
        Life victim = journal.lastAtWork();
        processes.kill(victim.process());
        List<Note> inHand = journal.inHand(victim);
        timeline.say(
                "demo", "Process " + victim.process() + " is killed (SIGKILL) while it runs " + inWords(inHand) + ".");
        timeline.say(
                "demo",
                "When " + Member.MISSED_HEARTBEATS + " of its heartbeats of " + Member.HEARTBEAT.toMillis()
                        + " ms are missing, the others repeat what it had in hand.");
        expect.await(
                "the other processes repeat " + inWords(inHand),
                SOON,
                () -> inHand.stream().allMatch(journal::isRepeated));
        expect.await("no tick is late", SOON, () -> hasAll(Instant.now().minus(RUN)));
        timeline.say("demo", "All ticks that waited for that have been made up for.");
        pass(QUIET);
        timeline.say("demo", "Process " + victim.process() + " is started again.");
        Life again = processes.start(victim.process());
        // Ticks go to the process that is first, which is seldom one that has just been started.
        expect.await(again.name() + " makes a run", START, () -> journal.hasRun(again));
    }

    /** A run that has just begun, or is about to end, may not be in hand when the kill arrives. */
    private static boolean isUnderWay(Note run) {
        Duration age = Duration.between(run.at(), Instant.now());
        return age.compareTo(TickCog.WORK.dividedBy(3)) > 0
                && age.compareTo(TickCog.WORK.dividedBy(3).multipliedBy(2)) < 0;
    }

    private void pass(Duration time) throws InterruptedException, Unmet, TimeUp {
        Duration end = timeline.elapsed().plus(time);
        expect.await("time passes", time.plus(SOON), () -> timeline.elapsed().compareTo(end) >= 0);
    }

    /** Lets what is due be run before the processes end. */
    private boolean awaitTicks(Instant until) throws InterruptedException {
        Expectations last = new Expectations(timeline, Optional.empty());
        try {
            if (!journal.notes().isEmpty()) {
                last.await("the ticks so far are run", SOON, () -> hasAll(until));
            }
            return true;
        } catch (Unmet unmet) {
            timeline.error("demo", unmet.getMessage());
            return false;
        } catch (TimeUp never) {
            throw new IllegalStateException("There is no end", never);
        }
    }

    private boolean hasAll(Instant until) {
        return verdict(until).missing().isEmpty();
    }

    private Verdict verdict(Instant until) {
        return Judge.of(journal.notes(), TickCog.LOOPS, TickCog.INTERVAL, Member.SILENCE, until);
    }

    /** Ends everything, and shows what has become of the ticks. */
    private boolean end(Instant until) {
        boolean inOrder;
        try {
            inOrder = processes.end();
        } catch (InterruptedException | IOException problem) {
            timeline.error("demo", problem.toString());
            inOrder = false;
        }
        if (journal.notes().isEmpty()) {
            timeline.say("demo", "There was no time for a tick.");
            return inOrder && journal.faults().isEmpty();
        }
        Verdict verdict = verdict(until);
        timeline.plain("\n" + verdict.table());
        verdict.faults().forEach(fault -> timeline.error("demo", fault + "."));
        if (verdict.isAsExpected()) {
            timeline.plain(verdict.inWords());
        }
        return inOrder && verdict.isAsExpected() && journal.faults().isEmpty();
    }

    private static String inWords(List<Note> runs) {
        return runs.isEmpty()
                ? "nothing"
                : runs.stream()
                        .map(run -> run.loop() + " of " + Journal.time(run.tick()))
                        .collect(Collectors.joining(" and "));
    }
}
