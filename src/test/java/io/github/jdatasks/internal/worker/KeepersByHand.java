package io.github.jdatasks.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jdatasks.internal.timer.Clocks;
import io.github.jdatasks.internal.timer.LoopTimer;
import io.github.jdatasks.internal.timer.TimerEntry;
import io.github.jdatasks.internal.worker.Timekeepers.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Timekeepers whose threads are played by the test, in a time of its own: one turn after the other. */
final class KeepersByHand {
    static final long NEVER = Long.MAX_VALUE;

    /** By how much gathered wake-ups are late. */
    static final long GATHERED = TimeUnit.MICROSECONDS.toNanos(850);

    private long now;
    private final Map<Place, Actor> actors = new LinkedHashMap<>();
    private final List<Task> tasks = new ArrayList<>();

    boolean atTheLimit; // of threads
    boolean isSound = true; // so that all is checked after each turn
    static final long LATENCY = TimeUnit.MICROSECONDS.toNanos(60);
    LongSupplier latency = () -> LATENCY; // of wake-ups, at most LATENCY
    Runnable onLook = () -> {}; // at the clock
    int wakeUps;
    int ofPool; // pieces of work that were handed to the pool

    final Timekeepers keepers =
            new Timekeepers(new Clocks(() -> Instant.EPOCH, this::look, () -> 0), this::newThread, this::wake);
    final LoopTimer timer = keepers.timer();

    private enum State {
        PARKED,
        AWAKE,
        IN_RUN
    }

    /** What would be a thread. */
    private static final class Actor {
        State state = State.PARKED;
        long until;
        boolean called; // what LockSupport calls a permit
    }

    /** Work that is due from time to time. */
    final class Task extends TimerEntry implements Runnable {
        private final long period;
        private long due;
        LongSupplier duration = () -> 0;
        long late; // the last time
        long latest; // at most
        int handedOver;
        int runs;

        private Task(long first, long period) {
            this.due = first;
            this.period = period;
        }

        @Override
        protected void examine() {
            if (now >= due) {
                late = now - due;
                latest = Math.max(latest, late);
                due = period == NEVER ? NEVER : due + period;
                handedOver++;
                keepers.pool().execute(this);
            }
            if (due < NEVER) {
                timer.at(this, due);
            } else {
                timer.cancel(this);
            }
        }

        /** Changes when it is due, as another thread would. */
        void move(long newDue) {
            due = newDue;
            timer.signal(this, newDue);
        }

        @Override
        public void run() {
            runs++;
        }
    }

    Task task(long first, long period) {
        Task task = new Task(first, period);
        tasks.add(task);
        timer.signal(task, first);
        return task;
    }

    long now() {
        return now;
    }

    int runs() {
        return tasks.stream().mapToInt(task -> task.runs).sum();
    }

    /** Returns how many threads there are, without the pool's. */
    int threads() {
        return actors.size();
    }

    private long look() {
        onLook.run();
        return now;
    }

    private Thread newThread(Runnable work) {
        if (atTheLimit) {
            throw new Error("unable to create native thread");
        }
        return new Thread() {
            @Override
            public void start() {} // the test acts in its place; the pool's have nothing to do
        };
    }

    private void wake(Place place) {
        Actor actor = actor(place);
        actor.called = true;
        if (actor.state == State.PARKED) {
            actor.until = Math.min(actor.until, now + latency.getAsLong());
        }
    }

    private Actor actor(Place place) {
        return actors.computeIfAbsent(place, fresh -> {
            Actor actor = new Actor();
            actor.until = now + latency.getAsLong();
            return actor;
        });
    }

    /** Lets time pass, and everything happen when it does. */
    void pass(long nanos) {
        long end = now + nanos;
        meetWatcher();
        for (var next = nextBefore(end); next.isPresent(); next = nextBefore(end)) {
            Actor actor = next.get().getValue();
            now = Math.max(now, actor.until);
            act(next.get().getKey(), actor);
        }
        now = end;
    }

    private Optional<Map.Entry<Place, Actor>> nextBefore(long end) {
        return actors.entrySet().stream()
                .filter(entry -> entry.getValue().until <= end)
                .min(Comparator.comparingLong(entry -> entry.getValue().until));
    }

    private void act(Place place, Actor actor) {
        wakeUps += actor.state == State.PARKED ? 1 : 0;
        actor.state = State.AWAKE;
        actor.called = false;
        Runnable run = keepers.turnOrPause(place);
        meetWatcher();
        if (run != null) {
            run.run();
            long duration = ((Task) run).duration.getAsLong();
            actor.state = State.IN_RUN;
            actor.until = duration == NEVER ? NEVER : now + duration;
        } else if (place.ended) {
            actors.remove(place);
            keepers.leave(place);
        } else if (place.wait <= 0 || actor.called) {
            actor.until = now;
        } else {
            actor.state = State.PARKED;
            actor.until = place.wait > NEVER - now - LATENCY ? NEVER : now + place.wait + latency.getAsLong();
        }
        WorkQueue queue = keepers.pool().queue();
        for (Runnable work = queue.poll(); work != null; work = queue.poll()) {
            ofPool++;
            work.run();
        }
        if (isSound) {
            check();
        }
    }

    void close() {
        isSound = false;
        keepers.close();
    }

    Place watcher() {
        return Objects.requireNonNull(keepers.watcher());
    }

    /** Returns the thread that is parked and does not watch. */
    Place spare() {
        return placeOf(actor -> actor.state == State.PARKED && actor != actors.get(watcher()));
    }

    Place inRun() {
        return placeOf(actor -> actor.state == State.IN_RUN);
    }

    long threadsInRun() {
        return actors.values().stream()
                .filter(actor -> actor.state == State.IN_RUN)
                .count();
    }

    private Place placeOf(Predicate<Actor> kind) {
        return actors.keySet().stream()
                .filter(place -> kind.test(actor(place)))
                .findFirst()
                .orElseThrow();
    }

    /** Ends a thread as {@code Thread.stop()} does, or an error in what it runs. */
    void stop(Place place) {
        actors.remove(place);
        keepers.leave(place);
        meetWatcher();
    }

    /** A new thread is known by the watch that it was given. */
    private void meetWatcher() {
        Place watcher = keepers.watcher();
        if (watcher != null) {
            actor(watcher);
        }
    }

    /** No thread is in a turn now: so one will wake in time, or is on its way, and no work is in between. */
    private void check() {
        Place watcher = keepers.watcher();
        assertThat(watcher).isNotNull();
        assertThat(actors.get(watcher))
                .as("the thread that signals wake")
                .isNotNull()
                .matches(actor -> actor.state != State.IN_RUN);
        long first = tasks.stream().mapToLong(task -> task.due).min().orElse(NEVER);
        long inTime = Math.max(first, now);
        long wake = actors.values().stream()
                .filter(actor -> actor.state != State.IN_RUN)
                .mapToLong(actor -> actor.until)
                .min()
                .orElseThrow();
        assertThat(wake).isLessThanOrEqualTo(inTime == NEVER ? NEVER : inTime + GATHERED + LATENCY);
        for (Task task : tasks) {
            assertThat(task.runs).isEqualTo(task.handedOver);
        }
    }
}
