package io.github.jdatasks.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.Inside;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.e2e.Await;
import io.github.jdatasks.internal.timer.TimerEntry;
import io.github.jdatasks.support.Garbage;
import io.github.jdatasks.support.JavaProgram;
import io.github.jdatasks.testing.VirtualConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordingFile;
import jdk.jfr.consumer.RecordingStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When loops notice that the JVM records, and what they load. */
class StartOfRecordingTest {
    private static final String RUN = "io.github.jdatasks.Run";
    private static final String THREAD_OF_A_RECORDER = "JFR Periodic Tasks";
    private static final int ROUNDS = 20;

    @TempDir
    private Path directory = Path.of("");

    /** A bot whose loop runs, fails, and loses its connection. An argument names the main thread. */
    static final class Bot {
        public static void main(String[] arguments) {
            if (arguments.length > 0) {
                Thread.currentThread().setName(arguments[0]);
            }
            ConnectionGate gate = new ConnectionGate();
            VirtualConnection connection = VirtualConnection.of(gate).login().ready();
            try (LoopScheduler scheduler = LoopScheduler.builder().build()) {
                LoopTask loop = start(scheduler, gate);
                awaitRuns(loop);
                connection.disconnect();
                Await.until("a pause", () -> loop.state() == LoopState.PAUSED);
                connection.resume();
                awaitRuns(loop);
            }
            System.out.println(ModuleLayer.boot().findModule("jdk.jfr").isPresent());
        }
    }

    /** A bot that is recorded after its start, and once more. */
    static final class RecordedLater {
        public static void main(String[] arguments) throws Exception {
            try (LoopScheduler scheduler = LoopScheduler.builder().build()) {
                LoopTask loop = start(scheduler, null);
                awaitRuns(loop);
                System.out.println(isRecorded());
                awaitRuns(loop);
                System.out.println(isRecorded());
            }
        }

        private static boolean isRecorded() throws InterruptedException {
            CountDownLatch recorded = new CountDownLatch(3);
            try (RecordingStream stream = new RecordingStream()) {
                stream.onEvent(RUN, event -> recorded.countDown());
                stream.startAsync();
                return recorded.await(Await.SOON.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    /** A bot that loses its connection again and again while it is recorded, and has nothing else to do. */
    static final class Offline {
        public static void main(String[] arguments) {
            ConnectionGate gate = new ConnectionGate();
            VirtualConnection connection = VirtualConnection.of(gate).login().ready();
            CountDownLatch recorded = new CountDownLatch(1);
            try (LoopScheduler scheduler = LoopScheduler.builder().build();
                    RecordingStream stream = new RecordingStream()) {
                LoopTask loop = Loops.every(Duration.ofHours(1))
                        .gate(gate)
                        .scheduler(scheduler)
                        .start(run -> {});
                Await.until("the only run", () -> loop.stats().runs() == 1);
                stream.onEvent("io.github.jdatasks.GateClosed", event -> recorded.countDown());
                stream.startAsync();
                Await.until("a closed gate in the recording", () -> {
                    connection.disconnect();
                    connection.resume();
                    return recorded.getCount() == 0;
                });
            }
            System.out.println("recorded");
        }
    }

    /** A bot that is recorded from outside. The argument is a file for the recording. */
    static final class RecordedByCommand {
        public static void main(String[] arguments) throws IOException {
            Path file = Path.of(arguments[0]);
            try (LoopScheduler scheduler = LoopScheduler.builder().build()) {
                awaitRuns(start(scheduler, null));
                command("JFR.start", "name=late");
                Await.until("a run in the recording", () -> {
                    command("JFR.dump", "name=late", "filename=" + file);
                    return has(file, RUN);
                });
            }
            System.out.println("recorded");
        }

        private static void command(String... words) {
            ProcessBuilder jcmd = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                    Long.toString(ProcessHandle.current().pid()));
            jcmd.command().addAll(List.of(words));
            try {
                Process process = jcmd.redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                assertThat(process.onExit().join().exitValue()).isZero();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static boolean has(Path file, String event) {
            try {
                return RecordingFile.readAllEvents(file).stream()
                        .anyMatch(one -> one.getEventType().getName().equals(event));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A bot whose schedulers are closed while its connection is lost. */
    static final class ClosedOffline {
        public static void main(String[] arguments) throws Exception {
            Garbage gates = new Garbage();
            for (int round = 0; round < ROUNDS; round++) {
                closeOffline(gates);
            }
            gates.assertCollected();
            System.out.println("collected");
        }

        private static void closeOffline(Garbage gates) {
            ConnectionGate gate = new ConnectionGate();
            gates.add(gate);
            VirtualConnection connection = VirtualConnection.of(gate).login().ready();
            try (LoopScheduler scheduler = LoopScheduler.builder().build()) {
                LoopTask loop = start(scheduler, gate);
                awaitRuns(loop);
                connection.disconnect();
                Await.until("a pause", () -> loop.state() == LoopState.PAUSED);
                CountDownLatch noticed = new CountDownLatch(1);
                Inside.scheduler(scheduler).timer().signal(new TimerEntry() {
                    @Override
                    protected void examine() {
                        noticed.countDown();
                    }
                });
                Await.until("a turn of the timer", () -> noticed.getCount() == 0);
            }
        }
    }

    private static LoopTask start(LoopScheduler scheduler, @Nullable ConnectionGate gate) {
        LoopBuilder builder = Loops.every(Duration.ofMillis(10)).name("tick").scheduler(scheduler);
        return (gate == null ? builder : builder.gate(gate)).start(run -> {});
    }

    private static void awaitRuns(LoopTask loop) {
        long before = loop.stats().runs();
        Await.until("runs", () -> loop.stats().runs() > before + 3);
    }

    @Test
    void a_bot_that_is_not_recorded_loads_nothing_of_the_recorder() throws Exception {
        Path classes = directory.resolve("classes.txt");
        assertThat(output(Bot.class, List.of("-Xlog:class+load:file=" + classes)))
                .isEqualTo("true");
        List<String> loaded = Files.readAllLines(classes);
        assertThat(loaded).anyMatch(line -> line.contains("io.github.jdatasks.internal.jfr.Recorder "));
        assertThat(loaded)
                .filteredOn(line ->
                        line.contains(" jdk.jfr.") || line.matches(".*internal\\.jfr\\.(JfrEvents|\\w+Event) .*"))
                .isEmpty();
    }

    @Test
    void loops_run_in_a_JVM_without_a_recorder_even_if_a_thread_is_named_like_one_of_its() throws Exception {
        List<String> without = List.of("--limit-modules=java.se,jdk.unsupported");
        assertThat(output(Bot.class, without)).isEqualTo("false");
        assertThat(output(Bot.class, without, THREAD_OF_A_RECORDER)).isEqualTo("false");
    }

    @Test
    void a_recording_that_begins_later_has_the_runs_after_that_and_so_has_the_next_one() throws Exception {
        assertThat(output(RecordedLater.class, List.of())).isEqualTo("true" + System.lineSeparator() + "true");
    }

    @Test
    void a_recording_that_begins_later_has_the_closing_of_a_gate_even_if_no_loop_runs() throws Exception {
        assertThat(output(Offline.class, List.of())).isEqualTo("recorded");
    }

    @Test
    void a_recording_that_is_begun_with_jcmd_has_runs() throws Exception {
        String file = directory.resolve("late.jfr").toString();
        assertThat(output(RecordedByCommand.class, List.of(), file)).isEqualTo("recorded");
    }

    private String output(Class<?> program, List<String> options, String... arguments) throws Exception {
        JavaProgram ended = JavaProgram.run(directory, program, options, arguments);
        assertThat(ended.exitStatus()).as(ended.output()).isZero();
        return ended.output().strip();
    }

    @Test
    void a_scheduler_that_is_closed_while_a_gate_is_closed_records_that_and_lets_go_of_the_gate() throws Exception {
        Path file = directory.resolve("closed.jfr");
        List<String> recorded = List.of("-XX:StartFlightRecording:filename=" + file, "-Xlog:disable");
        assertThat(output(ClosedOffline.class, recorded)).endsWith("collected");
        assertThat(RecordingFile.readAllEvents(file))
                .filteredOn(event -> event.getEventType().getName().equals("io.github.jdatasks.GateClosed"))
                .hasSize(ROUNDS);
    }
}
