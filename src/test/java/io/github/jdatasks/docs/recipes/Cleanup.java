package io.github.jdatasks.docs.recipes;

import io.github.jdatasks.*;
import java.time.Duration;
import java.util.List;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.entities.channel.concrete.TextChannel;
import net.dv8tion.jda.api.utils.TimeUtil;

final class Cleanup extends LoopCog {
    private final long channelId;
    private final Duration keep;

    Cleanup(long channelId, Duration keep) {
        this.channelId = channelId;
        this.keep = keep;
    }

    @Loop(minutes = 10)
    void deleteOld(LoopContext run, JDA jda) {
        TextChannel channel = jda.getTextChannelById(channelId);
        if (channel == null) return;
        List<Message> old =
                channel.getHistoryBefore(idBefore(keep), 100).complete().getRetrievedHistory();
        long oldest = idBefore(Duration.ofDays(14).minusHours(1)); // an hour for clocks that differ
        List<Message> together =
                old.stream().filter(one -> one.getIdLong() > oldest).toList();
        boolean bulk = together.size() > 1;
        if (bulk) channel.deleteMessages(together).complete();
        for (Message one : bulk ? old.subList(together.size(), old.size()) : old) {
            if (run.isStopRequested()) return;
            one.delete().complete();
        }
    }

    private static long idBefore(Duration age) {
        return TimeUtil.getDiscordTimestamp(System.currentTimeMillis() - age.toMillis());
    }
}
