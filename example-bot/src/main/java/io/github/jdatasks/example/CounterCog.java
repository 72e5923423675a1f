package io.github.jdatasks.example;

import io.github.jdatasks.Loop;
import io.github.jdatasks.LoopCog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The simplest loop: it counts while the bot is connected, and pauses while it is not. */
public final class CounterCog extends LoopCog {
    private static final Logger LOG = LoggerFactory.getLogger(CounterCog.class);

    // Neither volatile nor locked: runs of one loop never overlap, and each sees what the one before it wrote.
    private int index;

    @Loop(seconds = 2)
    void counter() {
        LOG.info("The counter is at {}.", index++);
    }
}
