package io.github.jdatasks.example.demo;

import io.github.jdatasks.mockdiscord.MockDiscord;
import io.github.jdatasks.mockdiscord.MockUser;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** People who write messages all the time. */
final class Chat {
    private static final MockUser ALICE = MockUser.person(7, "alice");

    private Chat() {}

    static void start(MockDiscord discord, int perSecond) {
        ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "chat");
            thread.setDaemon(true);
            return thread;
        });
        writer.scheduleAtFixedRate(() -> write(discord), 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
    }

    private static void write(MockDiscord discord) {
        try {
            discord.sendMessage(discord.guild().channel().id(), ALICE, "hello");
        } catch (IllegalStateException noSession) {
            // The bot has no session now. Discord would not tell it of this message either.
        }
    }
}
