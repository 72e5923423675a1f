package io.github.jdatasks.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopState;
import java.util.List;
import java.util.function.LongSupplier;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.StatusChangeEvent;
import net.dv8tion.jda.api.hooks.EventListener;

/**
 * Sees that a loop makes no run between the loss of a connection and its return. It has JDA's thread wait, when the cog
 * has just been told of the loss, until the loop is at rest: a run that was claimed before is still made. The cog is told
 * of the return only after the runs have been counted again. So not a single run may come between.
 */
public final class PauseWitness {
    private final LoopCog cog;
    private final LongSupplier runs;
    private final Journal<Long> pausedAt = new Journal<>();
    private final Journal<Long> openedAt = new Journal<>();
    private final Journal<Long> openings = new Journal<>();

    PauseWitness(TickingCog cog) {
        this(cog, cog::runs);
    }

    /**
     * Watches all loops of a cog.
     *
     * @param runs how many runs they have begun in all
     */
    public PauseWitness(LoopCog cog, LongSupplier runs) {
        this.cog = cog;
        this.runs = runs;
    }

    /** Logs a bot in whose cog is between the two listeners of the witness. */
    public Object[] listeners() {
        EventListener first = this::beforeCog;
        EventListener last = this::afterCog;
        return new Object[] {first, cog, last};
    }

    private void beforeCog(GenericEvent event) {
        if (event instanceof StatusChangeEvent change
                && change.getNewStatus() == JDA.Status.CONNECTED
                && pausedAt.size() > openedAt.size()) {
            openedAt.add(runs.getAsLong());
            openings.add(System.nanoTime());
        }
    }

    private void afterCog(GenericEvent event) {
        if (event instanceof StatusChangeEvent change
                && change.getOldStatus() == JDA.Status.CONNECTED
                && change.getNewStatus() == JDA.Status.DISCONNECTED
                && !cog.gate().isOpen()) {
            Await.until("a pause", this::isAtRest, cog::loops);
            pausedAt.add(runs.getAsLong());
        }
    }

    private boolean isAtRest() {
        return cog.loops().stream().allMatch(loop -> loop.state() == LoopState.PAUSED || !loop.isRunning());
    }

    /** Returns when the cog was about to be told of the connection's returns, in nanoseconds. */
    public List<Long> openings() {
        return openings.entries();
    }

    /** Waits until so many losses are over, and checks that no run was made in any of them. */
    public void assertNoRunsWhileAway(int losses) {
        assertThat(openedAt.await(count -> true, losses))
                .isEqualTo(pausedAt.entries().subList(0, losses));
    }

    /** As {@link #assertNoRunsWhileAway(int)}, of all losses so far. */
    public void assertNoRunsWhileAway() {
        assertNoRunsWhileAway(pausedAt.size());
    }
}
