package io.github.jdatasks.example;

import io.github.jdatasks.AfterLoop;
import io.github.jdatasks.BeforeLoop;
import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A loop that ends by itself after a number of runs. */
public final class CountdownCog extends LoopCog {
    private static final Logger LOG = LoggerFactory.getLogger(CountdownCog.class);
    private static final int COUNT = 3;

    private int left = COUNT;

    @BeforeLoop("countdown")
    void begin() {
        left = COUNT;
    }

    @Loop(seconds = 1, count = COUNT)
    void countdown() {
        LOG.info("{} to go.", left);
        left--;
    }

    /** Called whatever ended the loop, which may be a shutdown. */
    @AfterLoop("countdown")
    void afterCountdown() {
        if (left == 0) {
            LOG.info("The countdown is over.");
        } else {
            LOG.info("The countdown was ended with {} to go.", left);
        }
    }
}
