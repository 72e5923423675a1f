package io.github.jdatasks;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The union of schedules.
 *
 * @param members at least two, none a union itself; equality ignores their order
 */
record AnyOfSchedule(Set<Schedule> members) implements Schedule {
    static Schedule of(Schedule @Nullable ... schedules) {
        Set<Schedule> members = new LinkedHashSet<>();
        if (schedules != null) {
            for (Schedule schedule : schedules) {
                addTo(members, schedule);
            }
        }
        if (members.isEmpty()) {
            throw new IllegalArgumentException("anyOf: give at least one schedule");
        }
        return members.size() == 1
                ? members.iterator().next()
                : new AnyOfSchedule(Collections.unmodifiableSet(members));
    }

    private static void addTo(Set<Schedule> members, @Nullable Schedule schedule) {
        if (schedule == null) {
            throw new IllegalArgumentException("anyOf: a schedule is null");
        }
        if (schedule instanceof FixedDelaySchedule) {
            throw new IllegalArgumentException(
                    "anyOf: \"" + schedule.describe()
                            + "\" counts from the end of a run and cannot be combined; use Schedule.every or a loop of its own");
        }
        if (schedule instanceof AnyOfSchedule union) {
            members.addAll(union.members);
        } else {
            members.add(schedule);
        }
    }

    @Override
    public Optional<Instant> nextAfter(Instant after) {
        Optional<Instant> earliest = Optional.empty();
        for (Schedule member : members) {
            Optional<Instant> next = member.nextAfter(after);
            if (next.isPresent() && (earliest.isEmpty() || next.get().isBefore(earliest.get()))) {
                earliest = next;
            }
        }
        return earliest;
    }

    @Override
    public String describe() {
        return members.stream().map(Schedule::describe).collect(Collectors.joining(" or "));
    }

    @Override
    public String toString() {
        return describe();
    }
}
