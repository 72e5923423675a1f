package io.github.jdatasks.example.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints what happens, when and to whom, in columns; what does not fit into a terminal goes on in the next line. */
public final class Timeline {
    private static final int WIDTH = 80;
    private static final String INDENT = " ".repeat(24);

    private static final Map<String, Colour> SOURCES =
            Map.of("demo", Colour.BOLD, "gateway", Colour.MAGENTA, "gate", Colour.GREEN, "rest", Colour.BLUE);

    private static final List<Colour> PROCESSES =
            List.of(Colour.GREEN, Colour.CYAN, Colour.MAGENTA, Colour.BLUE, Colour.YELLOW);

    private final long begin = System.nanoTime();
    private final boolean coloured = wantsColours();

    /** A line about something that is as it should be. */
    public void say(String source, String text) {
        print(source, text, Colour.NONE);
    }

    /** A line that calls for attention, though the bot may deal with it by itself. */
    public void warn(String source, String text) {
        print(source, text, Colour.YELLOW);
    }

    public void error(String source, String text) {
        print(source, text, Colour.RED);
    }

    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** A line without columns. */
    public synchronized void plain(String text) {
        System.out.println(text);
        System.out.flush();
    }

    private synchronized void print(String source, String text, Colour colour) {
        String time = String.format(Locale.ROOT, "%+8.2fs", elapsed().toMillis() / 1000.0);
        String name = String.format(Locale.ROOT, "%-12s", source);
        Colour ofSource = colour(source);
        Colour ofText = source.equals("demo") && colour == Colour.NONE ? Colour.BOLD : colour;
        String begin = paint(time, Colour.DIM) + "  " + paint(name, ofSource) + " ";
        for (String line : broken(text, WIDTH - INDENT.length())) {
            plain(begin + paint(line, ofText));
            begin = INDENT;
        }
    }

    /** Processes have different colours, so that it can be seen at a glance who does what. */
    private static Colour colour(String source) {
        return source.startsWith("process ")
                ? PROCESSES.get(source.charAt(source.length() - 1) % PROCESSES.size())
                : SOURCES.getOrDefault(source, Colour.CYAN);
    }

    /** Breaks a text between words, and a word only if it is too long for a line of its own. */
    static List<String> broken(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text.strip();
        while (rest.length() > width) {
            int blank = rest.lastIndexOf(' ', width);
            int end = blank > 0 ? blank : width;
            lines.add(rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }

    private String paint(String text, Colour colour) {
        return coloured && colour != Colour.NONE ? colour.code + text + "\u001b[0m" : text;
    }

    private static boolean wantsColours() {
        if (isSet("NO_COLOR")) {
            return false;
        }
        // Before Java 22 the JDK cannot tell whether the output alone is a terminal, so the run script does.
        return isSet("FORCE_COLOR") || Boolean.getBoolean("example.terminal");
    }

    private static boolean isSet(String variable) {
        String value = System.getenv(variable);
        return value != null && !value.isEmpty() && !value.equals("0");
    }

    private enum Colour {
        NONE(""),
        BOLD("\u001b[1m"),
        DIM("\u001b[2m"),
        RED("\u001b[31m"),
        GREEN("\u001b[32m"),
        YELLOW("\u001b[33m"),
        BLUE("\u001b[34m"),
        MAGENTA("\u001b[35m"),
        CYAN("\u001b[36m");

        private final String code;

        Colour(String code) {
            this.code = code;
        }
    }
}
