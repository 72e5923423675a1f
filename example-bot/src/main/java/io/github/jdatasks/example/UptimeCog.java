package io.github.jdatasks.example;

import io.github.jdatasks.BeforeLoop;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.WhenDisconnected;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loop that waits in its before-hook until the bot is ready.
 *
 * <p>Other loops need no such hook: they wait for ready anyway. This one does not look at the connection, so that it
 * goes on while the bot is offline, and would start before the login without it.
 */
public final class UptimeCog extends LoopCog {
    private static final Logger LOG = LoggerFactory.getLogger(UptimeCog.class);

    private long readySince;

    @BeforeLoop("uptime")
    void waitForTheBot() throws InterruptedException {
        waitUntilReady();
        readySince = System.nanoTime();
    }

    @Loop(seconds = 4, whenDisconnected = WhenDisconnected.IGNORE)
    void uptime() {
        Duration up = Duration.ofNanos(System.nanoTime() - readySince);
        LOG.info(
                "It is {} s since the bot was ready; now it is {}.",
                up.toSeconds(),
                gate().isOpen() ? "online" : "offline");
    }
}
