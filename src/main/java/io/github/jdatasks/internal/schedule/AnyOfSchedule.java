package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.Schedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The union of schedules.
 *
 * @param members at least two, none a union itself; equality ignores their order
 */
public record AnyOfSchedule(List<Schedule> members) implements OwnSchedule.Calendar {
    public static Schedule of(Schedule @Nullable ... schedules) {
        List<Schedule> members = new ArrayList<>();
        if (schedules != null) {
            for (Schedule schedule : schedules) {
                addTo(members, schedule);
            }
        }
        if (members.isEmpty()) {
            throw new IllegalArgumentException("anyOf: give at least one schedule");
        }
        return members.size() == 1 ? members.get(0) : new AnyOfSchedule(List.copyOf(members));
    }

    private static void addTo(List<Schedule> members, @Nullable Schedule schedule) {
        if (schedule == null) {
            throw new IllegalArgumentException("anyOf: a schedule is null");
        }
        if (schedule instanceof Grid grid && grid.countsFromRunEnd()) {
            throw new IllegalArgumentException(
                    "anyOf: \"" + schedule.describe()
                            + "\" counts from the end of a run and cannot be combined; use Schedule.every or a loop of its own");
        }
        if (schedule instanceof AnyOfSchedule union) {
            union.members.forEach(member -> addTo(members, member));
        } else if (!has(members, schedule)) {
            members.add(schedule);
        }
    }

    /** Compares user schedules by identity, since their {@code equals} is user code. */
    private static boolean has(List<Schedule> members, Schedule schedule) {
        return members.stream()
                .anyMatch(member -> member == schedule || (member instanceof OwnSchedule && member.equals(schedule)));
    }

    @Override
    public boolean followsClock() {
        return members.stream().allMatch(Planner::followsClock);
    }

    @Override
    public List<Object> parts() {
        return List.copyOf(members);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AnyOfSchedule union
                && members.size() == union.members.size()
                && members.stream().allMatch(member -> has(union.members, member));
    }

    @Override
    public int hashCode() {
        return members.stream()
                .mapToInt(member -> member instanceof OwnSchedule ? member.hashCode() : System.identityHashCode(member))
                .sum();
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
