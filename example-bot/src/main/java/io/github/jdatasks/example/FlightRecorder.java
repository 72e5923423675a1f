package io.github.jdatasks.example;

import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/** Records the JVM and the runs of the loops, as {@code -XX:StartFlightRecording} does. */
final class FlightRecorder {
    private FlightRecorder() {}

    /** Starts a recording that is written to a file when the process ends, however it does. */
    @SuppressWarnings("resource") // it is closed, and written, at the end of the process
    static void record(Path file) throws IOException {
        try {
            Recording recording = new Recording(Configuration.getConfiguration("default"));
            recording.setDumpOnExit(true);
            recording.setDestination(file);
            recording.start();
        } catch (ParseException e) {
            throw new IOException("The JDK's own settings cannot be read", e);
        }
    }
}
