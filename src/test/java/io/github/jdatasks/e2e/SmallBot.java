package io.github.jdatasks.e2e;

import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.mockdiscord.MockDiscord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDA;

/** The program of {@link ProcessTest}: a bot, and the Discord it is logged in to, in a JVM of its own. */
final class SmallBot {
    private final Path journal;

    /** What the program is about to do. */
    enum Plan {
        /** Runs until it is told to end. */
        RUN,
        /** Is in the middle of a run of one second when it is told to end. */
        BE_BUSY,
        /** Is in the middle of a run that cannot be interrupted when it is told to end. */
        BE_DEAF,
        /** Ends the JVM inside a body. */
        EXIT,
        /** Shuts JDA down and leaves the rest to the JVM. */
        SHUT_DOWN,
        /** Has a loop without a bot, and comes to its end while that runs. */
        NO_BOT
    }

    private SmallBot(Path journal) {
        this.journal = journal;
    }

    public static void main(String[] args) throws InterruptedException {
        new SmallBot(Path.of(args[1])).run(Plan.valueOf(args[0].toUpperCase(Locale.ROOT)));
    }

    private void run(Plan plan) throws InterruptedException {
        if (plan == Plan.NO_BOT) {
            CountDownLatch ran = new CountDownLatch(1);
            LoopTask unused = Loops.every(Duration.ofMillis(20))
                    .afterLoop(run -> write("after"))
                    .start(run -> ran.countDown());
            ran.await();
            return;
        }
        JDA jda = MockDiscord.start()
                .login(Bot.builder().setEnableShutdownHook(plan == Plan.RUN).addEventListeners(new Cog(plan)));
        if (plan == Plan.SHUT_DOWN) {
            jda.awaitReady();
            Await.until("a run", () -> read(journal).contains("run"));
            jda.shutdown();
        }
    }

    private final class Cog extends LoopCog {
        Cog(Plan plan) {
            LoopTask unused = newLoop(Schedule.every(Duration.ofMillis(20)))
                    .name("loop")
                    .afterLoop(run -> write(loop("loop").isBeingCancelled() ? "after a cancel" : "after"))
                    .build(run -> body(plan));
        }

        @Override
        protected void cogUnload() {
            write("unload");
        }
    }

    private void body(Plan plan) {
        write("run");
        switch (plan) {
            case BE_BUSY -> {
                try {
                    boolean unused = new CountDownLatch(1).await(1, TimeUnit.SECONDS);
                    write("whole run");
                } catch (InterruptedException e) {
                    write("interrupted");
                }
            }
            case BE_DEAF -> {
                while (true) {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        write("interrupted");
                    }
                }
            }
            case EXIT -> System.exit(3);
            default -> {}
        }
    }

    private void write(String line) {
        try {
            Files.writeString(journal, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path journal) {
        try {
            return Files.exists(journal) ? Files.readString(journal) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
