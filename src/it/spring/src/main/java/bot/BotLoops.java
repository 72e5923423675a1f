package bot;

import io.github.jdatasks.LoopCog;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDA;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Registers the cogs when all beans are there, and ends their loops while they still are. */
@Component
class BotLoops implements SmartLifecycle {
    private final JDA jda;
    private final List<LoopCog> cogs;
    private volatile boolean running;

    BotLoops(JDA jda, List<LoopCog> cogs) {
        this.jda = jda;
        this.cogs = cogs;
    }

    @Override
    public void start() {
        cogs.forEach(cog -> cog.attach(jda));
        running = true;
    }

    @Override
    public void stop() {
        CompletableFuture<?>[] ends = cogs.stream().map(LoopCog::unload).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(ends)
                .completeOnTimeout(null, 8, TimeUnit.SECONDS)
                .join();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
