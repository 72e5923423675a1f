package io.github.jdatasks.docs.recipes;

import io.github.jdatasks.*;
import java.util.List;
import net.dv8tion.jda.api.entities.Activity;

final class RotatingStatus extends LoopCog {
    private static final List<Activity> ACTIVITIES =
            List.of(Activity.playing("chess"), Activity.watching("the news"), Activity.customStatus("Try /help"));

    @Loop(minutes = 1)
    void rotate(LoopContext run) {
        Activity next = ACTIVITIES.get((int) (run.iteration() % ACTIVITIES.size()));
        run.shards().forEach(shard -> shard.getPresence().setActivity(next));
    }
}
