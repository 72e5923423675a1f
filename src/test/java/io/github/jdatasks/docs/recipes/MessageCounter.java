package io.github.jdatasks.docs.recipes;

import io.github.jdatasks.*;
import java.io.IOException;
import java.nio.file.*;
import java.util.concurrent.atomic.AtomicLong;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.events.message.MessageReceivedEvent;

final class MessageCounter extends LoopCog {
    private final AtomicLong messages = new AtomicLong(); // counted on JDA's threads, saved on others
    private final Path file;

    MessageCounter(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) messages.set(Long.parseLong(Files.readString(file)));
    }

    public static void main(String[] args) throws IOException {
        JDABuilder.createLight(System.getenv("DISCORD_TOKEN"))
                .addEventListeners(new MessageCounter(Path.of("messages.txt")))
                .build();
    }

    @Override
    public void onMessageReceived(MessageReceivedEvent event) {
        messages.incrementAndGet();
    }

    @Loop(minutes = 5)
    void save() throws IOException {
        Files.writeString(file, messages.toString());
    }

    @AfterLoop("save")
    void saveTheRest() throws IOException {
        save();
    }
}
