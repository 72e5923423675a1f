package io.github.jdatasks.example.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** A {@link Member} as its parent sees it. What it prints goes to the journal. */
final class Child {
    private static final long PATIENCE_SECONDS = 10;

    private final Life life;
    private final Journal journal;
    private final Process process;
    private final Thread reader;
    private volatile boolean mayEnd;

    private Child(Life life, Journal journal, Process process) {
        this.life = life;
        this.journal = journal;
        this.process = process;
        reader = new Thread(this::read, life.name());
        reader.setDaemon(true);
    }

    static Child start(Life life, Journal journal, Server server) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=member-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                Member.class.getName(),
                server.url(),
                Long.toString(server.processId()));
        Child child = new Child(life, journal, builder.redirectErrorStream(true).start());
        child.reader.start();
        return child;
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                journal.heard(life, line);
            }
            int code = process.waitFor();
            if (!mayEnd) {
                journal.fault("Process " + life.process() + " has ended by itself, with exit code " + code + ".");
            }
        } catch (IOException | InterruptedException fault) {
            journal.fault("Process " + life.process() + " cannot be heard any more: " + fault);
        }
    }

    Life life() {
        return life;
    }

    /** Kills the process, and returns when everything it has printed is in the journal. */
    void kill() throws InterruptedException {
        mayEnd = true;
        process.destroyForcibly().waitFor();
        Instant dead = Instant.now();
        reader.join();
        journal.killed(life, dead);
    }

    /** Tells the process to end; returns at once. */
    void tellToEnd() {
        mayEnd = true;
        try (Writer order = process.outputWriter()) {
            order.write('\n');
        } catch (IOException hasEnded) {
            process.destroy();
        }
    }

    /** Waits until the process has ended, for a limited time; false if it has to be killed. */
    boolean awaitEnd() throws InterruptedException {
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        return ended;
    }
}
