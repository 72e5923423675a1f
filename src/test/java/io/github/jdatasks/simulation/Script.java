package io.github.jdatasks.simulation;

import java.util.List;

/**
 * What happens: first the loops, then the steps, a line each.
 */
record Script(List<String> loops, List<String> steps) {
    static Script parse(String text) {
        List<String> lines = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        return new Script(
                lines.stream().filter(Script::isLoop).toList(),
                lines.stream().filter(line -> !isLoop(line)).toList());
    }

    private static boolean isLoop(String line) {
        return line.startsWith("loop ");
    }

    @Override
    public String toString() {
        return String.join("\n", loops) + "\n" + String.join("\n", steps) + "\n";
    }
}
