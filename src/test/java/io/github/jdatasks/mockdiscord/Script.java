package io.github.jdatasks.mockdiscord;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Replies that were prepared for the next inputs that match; older rules go first. */
final class Script<T, R> {
    private final List<Rule<T, R>> rules = new ArrayList<>();

    synchronized void add(int times, Predicate<? super T> when, R reply) {
        if (times < 1) {
            throw new IllegalArgumentException("A rule must hold at least once, not " + times + " times");
        }
        rules.add(new Rule<>(when, reply, times));
    }

    synchronized Optional<R> next(T input) {
        Optional<Rule<T, R>> match =
                rules.stream().filter(rule -> rule.when.test(input)).findFirst();
        match.ifPresent(rule -> {
            rule.timesLeft--;
            if (rule.timesLeft == 0) {
                rules.remove(rule);
            }
        });
        return match.map(rule -> rule.reply);
    }

    synchronized void clear() {
        rules.clear();
    }

    private static final class Rule<T, R> {
        private final Predicate<? super T> when;
        private final R reply;
        private int timesLeft;

        Rule(Predicate<? super T> when, R reply, int timesLeft) {
            this.when = when;
            this.reply = reply;
            this.timesLeft = timesLeft;
        }
    }
}
