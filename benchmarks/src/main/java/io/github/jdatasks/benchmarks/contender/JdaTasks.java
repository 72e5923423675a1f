package io.github.jdatasks.benchmarks.contender;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopBody;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopScheduler;
import io.github.jdatasks.LoopState;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.benchmarks.measure.Probe;
import io.github.jdatasks.benchmarks.measure.Task;
import java.time.Duration;
import java.util.concurrent.Executor;
import net.dv8tion.jda.api.JDA;
import org.jspecify.annotations.Nullable;

/** Loops of this library, complete with state, statistics and, by default, the gate of a bot that is connected. */
public final class JdaTasks implements Contender {
    private final LoopScheduler scheduler;
    private @Nullable Bot bot; // made when it is needed: an idle JVM has no JDA
    private @Nullable ConnectionGate gate;
    private boolean hasGate = true;
    private @Nullable Task lastTask;
    private LoopBody lastBody = run -> {};

    /** Runs bodies on what the library thinks best. */
    public JdaTasks() {
        this(LoopScheduler.builder());
    }

    public JdaTasks(Executor executor) {
        this(LoopScheduler.builder().executor(executor));
    }

    private JdaTasks(LoopScheduler.Builder builder) {
        scheduler = builder.build();
    }

    public Bot bot() {
        if (bot == null) {
            bot = new Bot();
            bot.connect();
        }
        return bot;
    }

    @Override
    public void follow(@Nullable JDA jda) {
        gate = jda == null ? null : ConnectionGate.of(jda);
        hasGate = jda != null;
    }

    @Override
    public void start(Task task, long delay) {
        task.plan(System.nanoTime() + delay, false);
        var unused = build(task.period(), delay, body(task)).start();
    }

    /** Builds a loop, not started yet. */
    public LoopTask build(long period, long delay, LoopBody body) {
        LoopBuilder builder = Loops.every(Duration.ofNanos(period));
        if (delay > 0) {
            builder.initialDelay(Duration.ofNanos(delay));
        }
        if (hasGate) {
            gate = gate == null ? bot().gate() : gate;
            builder.gate(gate);
        }
        return builder.scheduler(scheduler).name("loop").build(body);
    }

    /** A task that is started more than once is one body: what the user brings is not counted with the loops. */
    private LoopBody body(Task task) {
        if (task != lastTask) {
            lastTask = task;
            lastBody = task instanceof Probe probe ? run -> run(probe, run) : run -> task.run();
        }
        return lastBody;
    }

    /** The initial delay of a loop counts from the moment its life has begun, which its runs tell. */
    private static void run(Probe probe, LoopContext run) {
        if (probe.isSettling()) {
            probe.plannedFor(System.nanoTime() - run.lateness().toNanos());
        }
        probe.run();
    }

    @Override
    public void awaitStarted() {
        for (LoopTask loop : scheduler.loops()) {
            while (loop.state() == LoopState.STARTING) {
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void close() {
        scheduler.close();
    }
}
