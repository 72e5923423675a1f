package io.github.jdatasks.internal.loop;

import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.internal.gate.GateView;
import io.github.jdatasks.internal.jfr.LoopEvents;
import io.github.jdatasks.internal.util.EpochNanos;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.dv8tion.jda.api.JDA;
import org.jspecify.annotations.Nullable;

/** The {@link LoopContext} of one attempt at a run, or of one call of a hook. */
public final class RunContext implements LoopContext {
    private final LoopMachine machine;
    private final long iteration;
    private final int attempt;
    private final long startNanos; // since 1970
    private final long lateNanos; // since the planned instant
    volatile LoopEvents.@Nullable Attempt recorded; // null if the JVM does not record
    private final int instancesGone; // when it began
    volatile boolean stopped; // or cancelled, since it began: it must not request another run

    RunContext(LoopMachine machine, long iteration, int attempt, long startNanos, long lateNanos) {
        this.machine = machine;
        this.iteration = iteration;
        this.attempt = attempt;
        this.startNanos = startNanos;
        this.lateNanos = lateNanos;
        GateView view = machine.settings().view();
        this.instancesGone = view == null ? 0 : view.instancesGone();
    }

    LoopMachine machine() {
        return machine;
    }

    @Override
    public long iteration() {
        return iteration;
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public LoopTask task() {
        return machine.task();
    }

    @Override
    public Instant scheduledAt() {
        return EpochNanos.toInstant(scheduledNanos());
    }

    @Override
    public Instant startedAt() {
        return EpochNanos.toInstant(startNanos);
    }

    @Override
    public Duration lateness() {
        return Duration.ofNanos(lateNanos);
    }

    /** Returns whether an instance has shut down since this began; there may be a new one. */
    boolean isInstanceGone() {
        GateView view = machine.settings().view();
        return view != null && view.instancesGone() != instancesGone;
    }

    @Override
    public JDA jda() {
        GateView view = view();
        JDA instance = view.jda();
        if (instance != null) {
            return instance;
        }
        String whose = " of the loop " + machine.name();
        if (!view.hasBeenMet()) {
            throw new IllegalStateException(
                    "The gate" + whose + " has not met a bot; register the gate, or its cog, with JDA as a listener");
        }
        throw new IllegalStateException(
                "The " + (view.isWhole() ? "bot" : "shard") + whose + " has shut down, so there is no JDA any more."
                        + " If the hook needs JDA, end the loop first: call cog.unload().join(), or cancel().join() of the"
                        + " loop, before jda.shutdown(). At the end of the JVM, JDABuilder.setEnableShutdownHook(false)"
                        + " keeps JDA from shutting down first");
    }

    @Override
    public List<JDA> shards() {
        return view().shards();
    }

    @Override
    public boolean isStopRequested() {
        return stopped || machine.isStopRequested();
    }

    private GateView view() {
        GateView view = machine.settings().view();
        if (view == null) {
            throw new IllegalStateException(
                    "The loop " + machine.name() + " has no JDA, because it was built without a gate;"
                            + " call gate(ConnectionGate) on its builder, or build it with newLoop(…) inside a LoopCog");
        }
        return view;
    }

    /** Returns the planned instant in nanoseconds since 1970. */
    long scheduledNanos() {
        return EpochNanos.minus(startNanos, lateNanos);
    }

    @Override
    public String toString() {
        return machine.name() + " run " + iteration + ", attempt " + attempt;
    }
}
