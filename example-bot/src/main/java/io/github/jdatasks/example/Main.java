package io.github.jdatasks.example;

import io.github.jdatasks.example.cluster.Cluster;
import io.github.jdatasks.example.demo.Demo;
import io.github.jdatasks.example.demo.Summary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.exceptions.InvalidTokenException;

/** Starts the bot: on Discord if there is a token, else on a mock Discord in this process; or a cluster of bots. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException mistake) {
            System.err.println(mistake.getMessage());
            usage().lines().takeWhile(line -> !line.isBlank()).forEach(System.err::println);
            System.exit(2);
            return;
        }
        if (options.jfr().isPresent() && !options.help()) {
            FlightRecorder.record(options.jfr().get());
        }
        String token = System.getenv("DISCORD_TOKEN");
        if (options.help()) {
            System.out.print(usage());
        } else if (options.cluster().isPresent()) {
            System.exit(Cluster.run(options));
        } else if (token == null || token.isBlank()) {
            System.exit(Demo.run(options));
        } else {
            runOnDiscord(token, options);
        }
    }

    private static void runOnDiscord(String token, Options options) throws InterruptedException, IOException {
        Bot bot = new Bot(new Database(options.data().orElse(Path.of("data"))));
        if (options.metrics().isPresent()) {
            System.out.println(
                    "Metrics: " + bot.metrics().serve(options.metrics().getAsInt()));
        }
        JDA jda;
        try {
            jda = bot.builder(token).build();
        } catch (InvalidTokenException | ErrorResponseException refused) {
            System.err.println("The bot cannot log in to Discord with DISCORD_TOKEN: " + refused.getMessage());
            System.exit(1);
            return;
        }
        if (options.duration().isPresent()) {
            Thread.sleep(options.duration().get().toMillis());
            jda.shutdown();
            boolean ended = bot.awaitEnd();
            System.out.print(Summary.of(bot));
            // JDA itself may take a minute more to wind up; nothing of this bot depends on that.
            System.exit(ended ? 0 : 1);
        }
        // JDA's threads keep the process alive; SIGTERM ends it, and the loops' after-hooks run before it is gone.
    }

    private static String usage() {
        try (InputStream text = Main.class.getResourceAsStream("/usage.txt")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
