package io.github.jdatasks.e2e.process;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.e2e.Await;
import io.github.jdatasks.mockdiscord.Drop;
import io.github.jdatasks.mockdiscord.MockDiscord;
import io.github.jdatasks.mockdiscord.MockUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.requests.GatewayIntent;

/**
 * The program of {@link ProcessEndsTest}: a bot with a {@link Bulker}, and the Discord it is logged in to, with messages
 * that flow and a connection that comes and goes. It ends itself at a random moment unless a signal does.
 *
 * <p>JDA's own shutdown hook stays on, as with most bots.
 */
final class BulkerBot {
    static final String ENDING = "ending";

    private static final Duration WHILE = Duration.ofMillis(400);
    private static final int LONGEST_RUN_MILLIS = 40;

    private final ProcessEnd end;
    private final Path directory;
    private final SplittableRandom random;
    private final MockDiscord discord = MockDiscord.start();
    private final CountDownLatch never = new CountDownLatch(1);
    private final RowStore store;
    private volatile boolean due; // it is time for the body to do what ends the process

    private BulkerBot(ProcessEnd end, Path directory, SplittableRandom random) {
        this.end = end;
        this.directory = directory;
        this.random = random;
        this.store = new RowStore(directory);
    }

    public static void main(String[] args) throws Throwable {
        new BulkerBot(ProcessEnd.valueOf(args[0]), Path.of(args[1]), new SplittableRandom(Long.parseLong(args[2])))
                .run();
    }

    private void run() throws Throwable {
        SplittableRandom ofBody = random.split();
        Bulker bulker = new Bulker(store, run -> body(ofBody));
        JDA jda = discord.login(
                JDABuilder.createLight("token", GatewayIntent.GUILD_MESSAGES).addEventListeners(bulker));
        Thread chat = new Thread(() -> chat(random.split()), "chat");
        chat.setDaemon(true);
        jda.awaitReady();
        chat.start();
        if (end.isSignal()) {
            return; // JDA's threads keep the process alive
        }
        Await.until("an accepted row", store::hasAccepted);
        pause(random.nextLong(WHILE.toNanos()));
        switch (end) {
            case SHUTDOWN -> {
                begin();
                jda.shutdown();
            }
            case SHUTDOWN_NOW -> {
                begin();
                jda.shutdownNow();
            }
            default -> due = true;
        }
        if (end == ProcessEnd.ERROR) {
            LoopOutcome outcome = bulker.loop().completion().join();
            jda.shutdown();
            throw outcome == LoopOutcome.FAILED ? bulker.loop().failure().orElseThrow() : new Exception("" + outcome);
        }
    }

    private void body(SplittableRandom ofBody) throws Exception {
        boolean now = due;
        pause(TimeUnit.MILLISECONDS.toNanos(ofBody.nextInt(LONGEST_RUN_MILLIS)));
        if (now && end == ProcessEnd.EXIT) {
            begin();
            System.exit(end.status());
        }
        if (now && end == ProcessEnd.ERROR) {
            begin();
            throw new StackOverflowError("on purpose");
        }
    }

    /** Writes down when the end begins. */
    private void begin() throws IOException {
        Files.writeString(directory.resolve(ENDING), Instant.now().toString());
    }

    /** Throws if it is interrupted. */
    private void pause(long nanos) throws InterruptedException {
        boolean unused = never.await(nanos, TimeUnit.NANOSECONDS);
    }

    private void chat(SplittableRandom ofChat) {
        MockUser alice = MockUser.person(7, "alice");
        for (int i = 1; ; i++) {
            try {
                discord.sendMessage(discord.guild().channel().id(), alice, "message " + i);
                if (ofChat.nextInt(100) == 0) {
                    discord.gateway().drop(ofChat.nextBoolean() ? Drop.FIN : Drop.RST);
                }
            } catch (IllegalStateException away) {
                // There is no session, or no connection to drop.
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1 + ofChat.nextInt(4)));
        }
    }
}
