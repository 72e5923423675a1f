package io.github.jdatasks.docs.recipes;

import io.github.jdatasks.*;
import java.io.*;
import java.nio.file.*;
import java.nio.file.attribute.FileTime;
import java.time.*;
import java.util.Properties;

final class Feeds extends LoopCog {
    private final Path file;
    private FileTime read = FileTime.fromMillis(0);

    Feeds(Path file) {
        this.file = file;
    }

    @Loop(seconds = 10, whenDisconnected = WhenDisconnected.IGNORE)
    void reload() throws IOException {
        FileTime changed = Files.getLastModifiedTime(file);
        if (changed.equals(read)) return;
        Properties config = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            config.load(in);
        }
        Duration interval = Duration.parse(config.getProperty("fetch"));
        Schedule times = Schedule.cron(config.getProperty("digest"), ZoneId.of(config.getProperty("zone")));
        loop("fetch").changeInterval(interval); // only now, when all has been read: a typo changes nothing
        loop("digest").changeSchedule(times);
        read = changed;
    }

    @Loop(minutes = 5)
    void fetch() {}

    @Loop(cron = "0 8 * * *")
    void digest() {}
}
