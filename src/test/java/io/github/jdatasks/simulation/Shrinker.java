package io.github.jdatasks.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a script that fails as short as possible: leaves out steps, loops, settings and acts as long as it still fails.
 */
final class Shrinker {
    private static final String ADVANCE = "advance ";

    private final Predicate<Script> fails;
    private int trials;

    private Shrinker(Predicate<Script> fails, int trials) {
        this.fails = fails;
        this.trials = trials;
    }

    static Script shrink(Script script, int trials, Predicate<Script> fails) {
        Shrinker shrinker = new Shrinker(fails, trials);
        Script best = script;
        Script before;
        do {
            before = best;
            best = shrinker.withFewerSteps(best);
            best = shrinker.withLongerSteps(best);
            best = shrinker.withSimplerLoops(best);
        } while (!best.equals(before));
        return best;
    }

    private boolean stillFails(Script script) {
        return trials-- > 0 && fails.test(script);
    }

    /** Leaves out ever smaller pieces. */
    private Script withFewerSteps(Script script) {
        List<String> steps = script.steps();
        for (int size = Math.max(1, steps.size() / 2); size >= 1; size /= 2) {
            for (int from = steps.size() - size; from >= 0; from -= size) {
                List<String> fewer = new ArrayList<>(steps.subList(0, from));
                fewer.addAll(steps.subList(from + size, steps.size()));
                if (stillFails(new Script(script.loops(), fewer))) {
                    steps = fewer;
                    from = Math.min(from, steps.size());
                }
            }
        }
        return new Script(script.loops(), steps);
    }

    /** Lets time pass in one step instead of two. */
    private Script withLongerSteps(Script script) {
        List<String> steps = new ArrayList<>(script.steps());
        for (int i = steps.size() - 2; i >= 0; i--) {
            if (steps.get(i).startsWith(ADVANCE) && steps.get(i + 1).startsWith(ADVANCE)) {
                List<String> merged = new ArrayList<>(steps);
                long both = nanos(merged.remove(i + 1)) + nanos(merged.get(i));
                merged.set(i, ADVANCE + Seconds.text(both));
                if (stillFails(new Script(script.loops(), merged))) {
                    steps = merged;
                }
            }
        }
        return new Script(script.loops(), steps);
    }

    private static long nanos(String advance) {
        return Seconds.nanos(advance.substring(ADVANCE.length()));
    }

    private Script withSimplerLoops(Script script) {
        List<String> loops = new ArrayList<>(script.loops());
        for (int i = 0; i < loops.size(); i++) {
            for (String simpler : simpler(loops.get(i))) {
                String before = loops.set(i, simpler);
                if (!stillFails(new Script(List.copyOf(loops), script.steps()))) {
                    loops.set(i, before);
                } else {
                    return new Script(List.copyOf(loops), script.steps()); // the others are of the line before
                }
            }
        }
        return new Script(loops, script.steps());
    }

    private static List<String> simpler(String line) {
        List<String> candidates = new ArrayList<>();
        String[] words = line.split(" ", -1);
        for (int i = 2; i < words.length; i++) {
            candidates.add(line.replace(" " + words[i], ""));
            String key = words[i].substring(0, words[i].indexOf('='));
            if (List.of("bodies", "before", "after", "error").contains(key)) {
                String[] calls = words[i].substring(key.length() + 1).split(",", -1);
                for (int call = 0; call < calls.length; call++) {
                    List<String> fewer = new ArrayList<>(List.of(calls));
                    fewer.remove(call);
                    if (!fewer.isEmpty()) {
                        candidates.add(line.replace(" " + words[i], " " + key + "=" + String.join(",", fewer)));
                    }
                    if (!calls[call].equals("ok")) {
                        List<String> easier = new ArrayList<>(List.of(calls));
                        easier.set(call, "ok");
                        candidates.add(line.replace(" " + words[i], " " + key + "=" + String.join(",", easier)));
                    }
                }
            }
        }
        return candidates;
    }
}
