package io.github.jdatasks.internal.schedule;

import io.github.jdatasks.Schedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The union of schedules; equality ignores their order. */
public final class AnyOfSchedule extends OwnSchedule {
    /** At least two, none a union itself. */
    private final List<Schedule> members;

    private AnyOfSchedule(List<Schedule> members) {
        this.members = List.copyOf(members);
    }

    public static Schedule of(Schedule @Nullable ... schedules) {
        List<Schedule> members = new ArrayList<>();
        for (Schedule schedule : schedules == null ? new Schedule[0] : schedules) {
            addTo(members, schedule);
        }
        if (members.isEmpty()) {
            throw new IllegalArgumentException("anyOf: give at least one schedule");
        }
        return members.size() == 1 ? members.get(0) : new AnyOfSchedule(members);
    }

    private static void addTo(List<Schedule> members, @Nullable Schedule schedule) {
        if (schedule == null) {
            throw new IllegalArgumentException("anyOf: a schedule is null");
        }
        if (Planner.isFixedDelay(schedule)) {
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
        return members.stream().anyMatch(member -> member == schedule)
                || (schedule instanceof OwnSchedule && members.contains(schedule));
    }

    boolean hasInterval() {
        return members.stream().anyMatch(LimitedSchedule::hasInterval);
    }

    /** Returns the union in which intervals count from an instant on, since they have none of their own. */
    Schedule withIntervalsFrom(Instant start) {
        return of(members.stream()
                .map(member -> LimitedSchedule.hasInterval(member) ? LimitedSchedule.startingAt(member, start) : member)
                .toArray(Schedule[]::new));
    }

    @Override
    boolean followsClock() {
        return members.stream().allMatch(Planner::followsClock);
    }

    @Override
    List<Object> parts() {
        Set<Schedule> own = new HashSet<>();
        Set<Schedule> users = Collections.newSetFromMap(new IdentityHashMap<>());
        members.forEach(member -> (member instanceof OwnSchedule ? own : users).add(member));
        return List.of(own, users);
    }

    @Override
    public Optional<Instant> nextAfter(Instant after) {
        return members.stream()
                .map(member -> member.nextAfter(after))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    @Override
    public Optional<Instant> previousBefore(Instant before) {
        return members.stream()
                .map(member -> member.previousBefore(before))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }

    @Override
    public String describe() {
        return members.stream().map(Schedule::describe).collect(Collectors.joining(" or "));
    }
}
