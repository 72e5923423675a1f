package io.github.jdatasks.example.cluster;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.durable.DurableLoops;
import io.github.jdatasks.mockdiscord.MockDiscord;
import java.io.IOException;
import java.time.Duration;
import net.dv8tion.jda.api.JDABuilder;

/** A process of the cluster: a bot that is logged in to a mock Discord of its own, on the database of all. */
final class Member {
    /** Printed when the bot is connected, so that its loops may run. */
    static final String READY = "ready";

    /** A process counts as dead after 2 s, instead of the usual 40 s, so that it can be watched. */
    static final Duration HEARTBEAT = Duration.ofMillis(500);

    static final int MISSED_HEARTBEATS = 4;
    static final Duration SILENCE = HEARTBEAT.multipliedBy(MISSED_HEARTBEATS);

    private Member() {}

    /**
     * Runs until it is told to end by a byte on standard input.
     *
     * @param args the database's URL, and the id of its process
     */
    public static void main(String[] args) throws IOException {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(args[0]);
        pool.setMaximumPoolSize(4);
        DurableLoops durable = DurableLoops.on(new HikariDataSource(pool))
                .createTable(true)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeats(MISSED_HEARTBEATS)
                .build();
        TickCog cog = new TickCog(LoopScheduler.builder().durable(durable).build());
        cog.gate().onChange(gate -> {
            if (gate.isOpen()) {
                System.out.println(READY);
            }
        });
        // The scheduler is closed when the JVM ends. That lets runs end first, for which they need JDA.
        MockDiscord.start()
                .login(JDABuilder.createLight("no-token-needed")
                        .setEnableShutdownHook(false)
                        .addEventListeners(cog));
        boolean toldToEnd = System.in.read() != -1;
        if (!toldToEnd) { // the parent has died; its database ends after the last process that is connected
            ProcessHandle.of(Long.parseLong(args[1])).ifPresent(ProcessHandle::destroy);
        }
        System.exit(0);
    }
}
