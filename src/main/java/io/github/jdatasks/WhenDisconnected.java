package io.github.jdatasks;

/** What a loop does while its connection to Discord is down. */
public enum WhenDisconnected {
    /** Start no run before the first ready or while disconnected; a run in progress goes on. The default. */
    PAUSE,
    /**
     * Wait for the first ready only: for work over REST, which needs no gateway connection. It needs a JDA, so runs wait
     * while all shards are down.
     */
    KEEP_RUNNING,
    /** As {@link #PAUSE}, and interrupt the run in progress; it is repeated once the connection is back. */
    CANCEL,
    /**
     * Never look at the connection, not even for the first ready. A loop of a {@link LoopCog} still waits until {@link
     * LoopCog#cogLoad} has ended, and so until the bot logs in.
     */
    IGNORE
}
