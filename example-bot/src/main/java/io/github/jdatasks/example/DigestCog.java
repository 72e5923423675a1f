package io.github.jdatasks.example;

import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopScheduler;
import java.time.LocalTime;
import java.time.ZoneId;
import net.dv8tion.jda.api.entities.channel.concrete.TextChannel;
import net.dv8tion.jda.api.requests.RestAction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says good morning and good evening by the clocks of Berlin, also on the days when they change, and later if the bot is
 * off at that time: the loop is durable, so its next time is a row in the database.
 */
public final class DigestCog extends LoopCog {
    private static final Logger LOG = LoggerFactory.getLogger(DigestCog.class);
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    public DigestCog(LoopScheduler scheduler) {
        super(scheduler);
    }

    /** The run lasts until Discord has answered; if it answers with an error of its own, the run is retried. */
    @Loop(
            time = {"08:00", "20:30"},
            zone = "Europe/Berlin",
            durable = true)
    RestAction<?> digest(LoopContext run) {
        TextChannel channel = run.jda().getTextChannels().stream()
                .filter(TextChannel::canTalk)
                .findFirst()
                .orElse(null);
        if (channel == null) {
            LOG.info("There is no channel for the digest.");
            return null; // nothing to do: the run is done
        }
        LocalTime time = run.scheduledAt().atZone(BERLIN).toLocalTime();
        LOG.info("Sending the digest of {} to #{}, attempt {}.", time, channel.getName(), run.attempt());
        return channel.sendMessage(time.getHour() < 12 ? "Good morning!" : "Good evening!");
    }
}
