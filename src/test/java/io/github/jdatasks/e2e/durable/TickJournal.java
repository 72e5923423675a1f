package io.github.jdatasks.e2e.durable;

import io.github.jdatasks.LoopBody;
import io.github.jdatasks.LoopContext;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The file in which a process writes down what it does, line by line. A line is one write to the end of the file, so that
 * it is whole, and in the file even if the process is killed right after.
 */
final class TickJournal {
    static final String BEGIN = "begin";
    static final String END = "end";
    static final String OPEN = "open";
    static final String CLOSED = "closed";
    static final String HELD = "held";
    static final String LOG = "log";

    private final OutputStream file;

    TickJournal(Path path) {
        try {
            file = new FileOutputStream(path.toFile(), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes one line of words; the last one may have spaces. */
    void write(Object... words) {
        StringBuilder line = new StringBuilder();
        for (Object word : words) {
            line.append(line.length() == 0 ? "" : " ").append(word.toString().replace('\n', ' '));
        }
        try {
            file.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns a body that takes a random time, and writes down when it begins and ends.
     *
     * @param isOpen whether the gate of the loop is open
     */
    LoopBody body(BooleanSupplier isOpen, int longestMillis) {
        CountDownLatch never = new CountDownLatch(1);
        return run -> {
            write(BEGIN, key(run), Instant.now(), isOpen.getAsBoolean() ? OPEN : CLOSED);
            int millis = ThreadLocalRandom.current().nextInt(longestMillis);
            boolean unused = never.await(millis, TimeUnit.MILLISECONDS); // throws if it is interrupted
            write(END, key(run), Instant.now());
        };
    }

    private static String key(LoopContext run) {
        return new Tick(run.task().name(), run.scheduledAt()).toString();
    }
}
