package io.github.jdatasks.e2e.durable;

import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.Missed;
import io.github.jdatasks.Schedule;
import io.github.jdatasks.durable.DurableLoops;
import io.github.jdatasks.e2e.Managers;
import io.github.jdatasks.mockdiscord.MockDiscord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.sharding.DefaultShardManagerBuilder;

/**
 * The program of {@link ClusterTest}: a bot of two shards with durable loops, and the Discord it is logged in to. It obeys
 * what it reads: whether its gateway is up.
 */
final class ClusterNode {
    static final String GATEWAY_DOWN = "down";
    static final String GATEWAY_UP = "up";

    static final Duration STEP = Duration.ofSeconds(1);
    private static final int SHARDS = 2;
    private static final int LONGEST_RUN_MILLIS = 400;

    private final MockDiscord discord = MockDiscord.start(SHARDS);
    private final Cog cog;

    private ClusterNode(Cog cog) {
        this.cog = cog;
    }

    /** Durable loops, half of them on a grid that begins with the first start, the others on full seconds. */
    private static final class Cog extends LoopCog {
        private final TickJournal journal;
        private boolean wasOpen; // guarded by this

        Cog(TickJournal journal, LoopScheduler scheduler, int loops) {
            super(scheduler);
            this.journal = journal;
            for (int i = 0; i < loops; i++) {
                newLoop(i % 2 == 0 ? Schedule.every(STEP) : Schedule.alignedTo(STEP, ZoneOffset.UTC))
                        .name("loop-" + i)
                        .durable(true)
                        .missed(Missed.CATCH_UP)
                        .build(journal.body(gate()::isOpen, LONGEST_RUN_MILLIS));
            }
        }

        @Override
        protected synchronized void onAnyEvent(GenericEvent event) {
            if (gate().isOpen() != wasOpen) {
                wasOpen = !wasOpen;
                journal.write(wasOpen ? TickJournal.OPEN : TickJournal.CLOSED, Instant.now());
            }
        }
    }

    /** Runs until the process is ended. The arguments: journal, URL, loops, milliseconds between heartbeats, how many. */
    public static void main(String[] args) throws IOException {
        TickJournal journal = new TickJournal(Path.of(args[0]));
        NodeLog.writeTo(journal);
        DurableLoops durable = DurableLoops.on(PostgresServer.pool(args[1]))
                .createTable(true)
                .heartbeatInterval(Duration.ofMillis(Long.parseLong(args[3])))
                .missedHeartbeats(Integer.parseInt(args[4]))
                .pollingInterval(Duration.ofSeconds(1))
                .build();
        LoopScheduler scheduler = LoopScheduler.builder().durable(durable).build();
        new ClusterNode(new Cog(journal, scheduler, Integer.parseInt(args[2]))).run();
    }

    private void run() throws IOException {
        var unused = Managers.build(
                discord, DefaultShardManagerBuilder.createLight("token").addEventListeners(cog));
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            if (command.equals(GATEWAY_UP)) {
                discord.gateway().up();
            } else {
                discord.gateway().down();
            }
        }
        Runtime.getRuntime().halt(1); // the test is gone
    }
}
