package io.github.jdatasks.example;

import io.github.jdatasks.AfterLoop;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A loop that ends by itself after a number of runs. */
public final class CountdownCog extends LoopCog {
    private static final Logger LOG = LoggerFactory.getLogger(CountdownCog.class);
    private static final int COUNT = 3;

    @Loop(seconds = 1, count = COUNT)
    void countdown(LoopContext run) {
        LOG.info("{} to go.", COUNT - run.iteration());
    }

    @AfterLoop("countdown")
    void afterCountdown() {
        LOG.info("The countdown is over.");
    }
}
