package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.Schedule;
import io.github.jdatasks.internal.util.Checks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds instants of a schedule by asking it for the next one. */
public final class InstantSearch {
    private InstantSearch() {}

    /** Returns the next instants of a schedule, fewer than wanted if it has no more. */
    public static List<Instant> after(Schedule schedule, @Nullable Instant from, int number) {
        Checks.check(number >= 0, "nextAfter: the number of instants must be 0 or more, but it is " + number);
        List<Instant> found = new ArrayList<>();
        Optional<Instant> last = Optional.of(Checks.notNull("nextAfter", from));
        while (found.size() < number && last.isPresent()) {
            last = Planner.ask(schedule, last.get());
            last.ifPresent(found::add);
        }
        return List.copyOf(found);
    }

    /**
     * Returns the last instant of an ordered set that is strictly before another.
     *
     * @param nextAfter of the set; empty too for instants that are out of its range
     * @param start of the set's range
     */
    static Optional<Instant> before(Instant before, Instant start, Function<Instant, Optional<Instant>> nextAfter) {
        Duration back = Duration.ofSeconds(1);
        Instant from = before;
        Optional<Instant> found = Optional.empty();
        while (found.isEmpty() && from.isAfter(start)) {
            boolean far = Duration.between(start, before).compareTo(back) <= 0;
            from = far ? start : before.minus(back);
            found = nextAfter.apply(from).filter(next -> next.isBefore(before));
            back = back.multipliedBy(2);
        }
        return found.map(next -> last(next, before, nextAfter));
    }

    /** Returns the last instant of the set in an interval that begins with one of them, by bisection. */
    private static Instant last(Instant first, Instant before, Function<Instant, Optional<Instant>> nextAfter) {
        Instant last = first;
        Instant end = before; // from here on there is none
        while (nextAfter.apply(last).filter(next -> next.isBefore(before)).isPresent()) {
            Instant middle = last.plus(Duration.between(last, end).dividedBy(2));
            Optional<Instant> next = nextAfter.apply(middle).filter(found -> found.isBefore(before));
            if (next.isPresent()) {
                last = next.get();
            } else {
                end = middle;
            }
        }
        return last;
    }
}
