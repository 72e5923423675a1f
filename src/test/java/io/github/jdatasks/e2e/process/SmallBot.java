package io.github.jdatasks.e2e.process;

import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.e2e.Await;
import io.github.jdatasks.e2e.Bot;
import io.github.jdatasks.mockdiscord.MockDiscord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDA;

/** The program of {@link ProcessTest}: a bot, and the Discord it is logged in to, in a JVM of its own. */
final class SmallBot {
    /** A file that is made just before the program ends the JVM. */
    static final String EXITING = "exiting";

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
        /** The same after it has closed the scheduler. */
        EXIT_AFTER_CLOSE,
        /** Ends the JVM inside of something else of the user's that a worker calls. */
        EXIT_IN_BEFORE_HOOK,
        EXIT_IN_AFTER_HOOK,
        EXIT_IN_HANDLER,
        EXIT_IN_LISTENER,
        EXIT_IN_SCHEDULE,
        EXIT_IN_GATE_CONSUMER,
        EXIT_IN_LOAD,
        EXIT_IN_UNLOAD,
        /** Ends the JVM in what depends on the end of the cog. */
        EXIT_AFTER_UNLOAD,
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
        Cog cog = new Cog(plan);
        JDA jda = MockDiscord.start()
                .login(Bot.builder().setEnableShutdownHook(plan == Plan.RUN).addEventListeners(cog));
        if (plan == Plan.EXIT_IN_UNLOAD || plan == Plan.EXIT_AFTER_UNLOAD) {
            jda.awaitReady();
            Await.until("a run", () -> read(journal).contains("run"));
            cog.unload().thenRun(() -> exitIf(plan == Plan.EXIT_AFTER_UNLOAD));
        }
        if (plan == Plan.SHUT_DOWN) {
            jda.awaitReady();
            Await.until("a run", () -> read(journal).contains("run"));
            jda.shutdown();
        }
    }

    private final class Cog extends LoopCog {
        private final Plan plan;

        Cog(Plan plan) {
            this.plan = plan;
            Schedule grid = Schedule.every(Duration.ofMillis(20));
            Schedule exiting = after -> {
                exitIf(true);
                return Optional.empty();
            };
            LoopTask unused = newLoop(plan == Plan.EXIT_IN_SCHEDULE ? exiting : grid)
                    .name("loop")
                    .beforeLoop(run -> exitIf(plan == Plan.EXIT_IN_BEFORE_HOOK))
                    .afterLoop(run -> {
                        write(loop("loop").isBeingCancelled() ? "after a cancel" : "after");
                        exitIf(plan == Plan.EXIT_IN_AFTER_HOOK);
                    })
                    .onError((error, run) -> exitIf(true))
                    .listener(new LoopListener() {
                        @Override
                        public void onStarted(LoopTask task) {
                            exitIf(plan == Plan.EXIT_IN_LISTENER);
                        }
                    })
                    .build(run -> {
                        body(plan);
                        if (plan == Plan.EXIT_IN_AFTER_HOOK) {
                            run.task().stop();
                        }
                    });
            gate().onChange(gate -> exitIf(plan == Plan.EXIT_IN_GATE_CONSUMER));
        }

        @Override
        protected void cogLoad(JDA jda) {
            exitIf(plan == Plan.EXIT_IN_LOAD);
        }

        @Override
        protected void cogUnload() {
            write("unload");
            exitIf(plan == Plan.EXIT_IN_UNLOAD);
        }
    }

    private void exitIf(boolean now) {
        if (now) {
            try {
                Files.writeString(journal.resolveSibling(EXITING), "");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            System.exit(3);
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
            case EXIT -> exitIf(true);
            case EXIT_AFTER_CLOSE -> {
                LoopScheduler.shared().close();
                exitIf(true);
            }
            case EXIT_IN_HANDLER -> throw new IllegalStateException("on purpose");
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
