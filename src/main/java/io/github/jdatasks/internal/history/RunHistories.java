package io.github.jdatasks.internal.history;

import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopListener;
import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.internal.loop.LoopControl;
import io.github.jdatasks.internal.loop.LoopControls;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The histories of loops, those that have ended lately included. Guarded by its own monitor. */
public final class RunHistories implements LoopListener {
    /** A bot may have any number of loops. If it has more than that, those that ran last have a history. */
    public static final int LOOPS = 1_000;

    /** Each keeps its body from garbage collection. */
    public static final int ENDED = 100;

    private final Map<LoopControl, RunHistory> histories = new LinkedHashMap<>(16, 0.75f, true); // the last used last
    private final Set<LoopControl> ended = new LinkedHashSet<>(); // some of those with a history

    /** Returns the loops that have a history: they run, or may be started again. */
    public synchronized List<LoopControl> loops() {
        forgetThoseOfTheGone();
        return List.copyOf(histories.keySet());
    }

    /** Returns the history of a loop, or of all shards of a group. */
    public RunHistory of(LoopControl loop) {
        List<LoopControl> parts = loop.parts();
        List<RunHistory> all;
        synchronized (this) {
            all = parts.stream().map(histories::get).filter(Objects::nonNull).toList();
        }
        return RunHistory.merged(all);
    }

    @Override
    public synchronized void onStarted(LoopTask task) {
        LoopControl loop = LoopControls.of(task);
        ended.remove(loop);
        List<LoopControl> replaced = ended.stream()
                .filter(other -> other.name().equals(loop.name())) // built anew, under the same name
                .toList();
        replaced.forEach(this::forget);
        RunHistory unused = history(loop);
    }

    @Override
    public void onIterationFinished(LoopContext run, Duration took) {
        RunMark.Kind kind = run.attempt() > 1 ? RunMark.Kind.RETRIED : RunMark.Kind.DONE;
        add(run, kind, took);
    }

    @Override
    public void onFailed(LoopContext run, Throwable error, Duration took) {
        history(LoopControls.of(run.task())).addError(millis(run, took));
        add(run, RunMark.Kind.FAILED, took);
    }

    @Override
    public void onRetried(LoopContext run, Throwable error, Duration delay) {
        LoopControl loop = LoopControls.of(run.task());
        history(loop).addError(loop.scheduler().timer().instant().toEpochMilli());
    }

    @Override
    public void onMissed(LoopTask task, long ticks) {
        addGap(task, RunMark.Kind.MISSED);
    }

    @Override
    public void onSkipped(LoopTask task, long ticks) {
        addGap(task, RunMark.Kind.SKIPPED);
    }

    @Override
    public void onEnded(LoopTask task, LoopOutcome outcome) {
        hasEnded(LoopControls.of(task));
    }

    private synchronized void hasEnded(LoopControl loop) {
        if (histories.containsKey(loop)) {
            ended.add(loop);
        }
        forgetThoseOfTheGone();
        while (ended.size() > ENDED) {
            forget(ended.iterator().next());
        }
    }

    /** Forgets loops that have ended and will not be started again by hand. */
    private void forgetThoseOfTheGone() {
        List<LoopControl> gone = ended.stream()
                .filter(loop -> !loop.settings().isNamed()
                        || loop.settings().cogRefusal() != null
                        || loop.settings().isCogOut()
                        || loop.settings().isBotGone())
                .toList();
        gone.forEach(this::forget);
    }

    private void forget(LoopControl loop) {
        ended.remove(loop);
        histories.remove(loop);
    }

    private synchronized RunHistory history(LoopControl loop) {
        RunHistory history = histories.computeIfAbsent(loop, unused -> new RunHistory());
        if (histories.size() > LOOPS) {
            forget(histories.keySet().iterator().next());
        }
        return history;
    }

    private void add(LoopContext run, RunMark.Kind kind, Duration took) {
        LoopControl loop = LoopControls.of(run.task());
        history(loop).add(new RunMark(kind, took.toNanos(), millis(run, took)));
        if (!loop.isLive()) { // a runNow() run, after which no end is reported
            hasEnded(loop);
        }
    }

    private void addGap(LoopTask task, RunMark.Kind kind) {
        LoopControl loop = LoopControls.of(task);
        history(loop)
                .add(new RunMark(kind, 0, loop.scheduler().timer().instant().toEpochMilli()));
    }

    private static long millis(LoopContext run, Duration took) {
        return run.startedAt().plus(took).toEpochMilli();
    }
}
