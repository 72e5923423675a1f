import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Draws the badges and the pictures of the README and of the pages: {@code java docs/pictures/Pictures.java}, from the
 * root of the repository. The versions in the badges are those of pom.xml. An argument names another directory to write to.
 */
class Pictures {
    private static final String GREEN = "#2da44e";
    private static final String RED = "#cf222e";
    private static final String GREY = "#57606a";

    public static void main(String... arguments) throws IOException {
        Path directory = Path.of(arguments.length == 0 ? "docs/pictures" : arguments[0]);
        String pom = Files.readString(Path.of("pom.xml"));
        write(directory, "java.svg", badge("Java", property(pom, "maven.compiler.release") + " or newer"));
        write(directory, "jda.svg", badge("JDA", property(pom, "jda.oldest.version") + " to " + property(pom, "jda.version")));
        write(directory, "license.svg", badge("license", "Apache 2.0"));
        write(directory, "disconnect.svg", disconnect());
        write(directory, "recording.svg", recording());
    }

    private static void write(Path directory, String name, String svg) throws IOException {
        Files.writeString(directory.resolve(name), svg);
    }

    private static String property(String pom, String name) {
        Matcher value = Pattern.compile("<" + name + ">(.+?)</" + name + ">").matcher(pom);
        if (!value.find()) {
            throw new IllegalStateException("pom.xml has no property " + name);
        }
        return value.group(1);
    }

    // ---- badges ----

    private static String badge(String left, String right) {
        int split = width(left);
        int width = split + width(right);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="20" role="img" aria-label="%2$s: %3$s">
                  <title>%2$s: %3$s</title>
                  <clipPath id="round"><rect width="%1$d" height="20" rx="3"/></clipPath>
                  <g clip-path="url(#round)">
                    <rect width="%4$d" height="20" fill="%5$s"/>
                    <rect x="%4$d" width="%6$d" height="20" fill="%7$s"/>
                  </g>
                  <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">
                    <text x="%8$s" y="14">%2$s</text>
                    <text x="%9$s" y="14">%3$s</text>
                  </g>
                </svg>
                """
                .formatted(
                        width, left, right, split, GREY, width - split, GREEN, number(split / 2.0), number((split + width) / 2.0));
    }

    private static int width(String text) {
        return 14 + 7 * text.length();
    }

    // ---- a loop that pauses and resumes with the connection ----

    private static final int LEFT = 190;
    private static final double SECOND = 7.2;
    private static final int END = 90;
    private static final int LOST = 22;
    private static final int RESUMED = 65;

    private static String disconnect() {
        StringBuilder svg = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" width="880" height="262" viewBox="0 0 880 262" role="img"
                    font-family="Verdana,DejaVu Sans,sans-serif" font-size="13">
                  <title>A loop pauses while the connection is lost, and makes up for the missed ticks with one run</title>
                  <rect x="0.5" y="0.5" width="879" height="261" rx="8" fill="#fff" stroke="#d0d7de"/>
                """);
        line(svg, x(LOST), 30, x(LOST), 222, RED);
        line(svg, x(RESUMED), 30, x(RESUMED), 222, GREEN);

        label(svg, 51, "connection", "");
        bar(svg, 34, 0, LOST, GREEN, "#fff", "connected");
        bar(svg, 34, LOST, RESUMED, RED, "#fff", "lost");
        bar(svg, 34, RESUMED, END, GREEN, "#fff", "resumed");

        label(svg, 102, "@Loop(seconds = 10)", "the default: PAUSE");
        bar(svg, 92, 0, LOST, "#dafbe1", GREY, "");
        bar(svg, 92, LOST, RESUMED, "#f6f8fa", GREY, "");
        bar(svg, 92, RESUMED, END, "#dafbe1", GREY, "");
        dots(svg, 105, List.of(0, 10, 20, RESUMED, 70, 80, 90), GREEN);
        dots(svg, 105, List.of(30, 40, 50, 60), null);
        text(svg, x(45), 136, "middle", GREY, "PAUSED: no run starts, 4 ticks are missed");
        text(svg, x(RESUMED) + 6, 86, "start", GREY, "one run makes up for them");

        label(svg, 170, "the same with", "KEEP_RUNNING");
        bar(svg, 160, 0, END, "#dafbe1", GREY, "");
        dots(svg, 173, List.of(0, 10, 20, 30, 40, 50, 60, 70, 80, 90), GREEN);

        line(svg, x(0), 222, x(END), 222, GREY);
        for (int second = 0; second <= END; second += 10) {
            line(svg, x(second), 222, x(second), 227, GREY);
            text(svg, x(second), 243, "middle", GREY, second + (second == 0 ? " s" : ""));
        }
        text(svg, 16, 243, "start", GREY, "● a run   ○ a missed tick");
        return svg.append("</svg>\n").toString();
    }

    // ---- a flight recording ----

    private static final String BLUE = "#0969da";
    private static final String AMBER = "#bf8700";

    private static String recording() {
        StringBuilder svg = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" width="880" height="262" viewBox="0 0 880 262" role="img"
                    font-family="Verdana,DejaVu Sans,sans-serif" font-size="13">
                  <title>Runs, a retry, missed ticks and a closed gate on the time axis of a flight recording</title>
                  <rect x="0.5" y="0.5" width="879" height="261" rx="8" fill="#fff" stroke="#d0d7de"/>
                """);
        for (int second = 0; second <= END; second += 10) {
            line(svg, x(second), 22, x(second), 222, "#eaeef2");
        }
        label(svg, 45, "Run", "counter, every 10 s");
        for (int second : List.of(0, 10, 20, RESUMED, 70, 80)) {
            bar(svg, 30, second, second + 1, GREEN, "#fff", "");
        }
        text(svg, x(RESUMED) - 6, 48, "end", GREY, "lateness 5 s");
        label(svg, 85, "Run", "report, every 70 s");
        bar(svg, 70, 2, 11, AMBER, "#fff", "RETRIED");
        bar(svg, 70, 17, 21, GREEN, "#fff", "");
        bar(svg, 70, 72, 77, GREEN, "#fff", "");
        text(svg, x(21) + 6, 88, "start", GREY, "attempt 2");
        label(svg, 125, "Retry", "");
        bar(svg, 110, 11, 12, AMBER, "#fff", "");
        text(svg, x(12) + 6, 128, "start", GREY, "delay 6 s");
        label(svg, 165, "Missed Ticks", "");
        bar(svg, 150, RESUMED, RESUMED + 1, BLUE, "#fff", "");
        text(svg, x(RESUMED) - 6, 168, "end", GREY, "missed 4, skipped 3");
        label(svg, 205, "Gate Closed", "");
        bar(svg, 190, LOST, RESUMED, RED, "#fff", "43 s, shard 0");
        line(svg, x(0), 222, x(END), 222, GREY);
        for (int second = 0; second <= END; second += 10) {
            line(svg, x(second), 222, x(second), 227, GREY);
            text(svg, x(second), 243, "middle", GREY, second + (second == 0 ? " s" : ""));
        }
        return svg.append("</svg>\n").toString();
    }

    private static double x(double second) {
        return LEFT + 10 + second * SECOND;
    }

    private static void label(StringBuilder svg, int y, String first, String second) {
        text(svg, 16, y, "start", "#1f2328", first);
        if (!second.isEmpty()) {
            text(svg, 16, y + 18, "start", GREY, second);
        }
    }

    private static void text(StringBuilder svg, double x, int y, String anchor, String color, String text) {
        svg.append("  <text x=\"%s\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>\n"
                .formatted(number(x), y, anchor, color, text));
    }

    private static void bar(StringBuilder svg, int y, int from, int to, String color, String textColor, String text) {
        svg.append("  <rect x=\"%s\" y=\"%d\" width=\"%s\" height=\"26\" fill=\"%s\"/>\n"
                .formatted(number(x(from)), y, number((to - from) * SECOND), color));
        if (!text.isEmpty()) {
            text(svg, x((from + to) / 2.0), y + 18, "middle", textColor, text);
        }
    }

    /** Draws runs in a color, or missed ticks. */
    private static void dots(StringBuilder svg, int y, List<Integer> seconds, String color) {
        for (int second : seconds) {
            svg.append("  <circle cx=\"%s\" cy=\"%d\" r=\"6\" fill=\"%s\" stroke=\"%s\" stroke-width=\"1.5\"/>\n"
                    .formatted(number(x(second)), y, color == null ? "#fff" : color, color == null ? GREY : color));
        }
    }

    private static void line(StringBuilder svg, double x1, int y1, double x2, int y2, String color) {
        svg.append("  <line x1=\"%s\" y1=\"%d\" x2=\"%s\" y2=\"%d\" stroke=\"%s\"/>\n"
                .formatted(number(x1), y1, number(x2), y2, color));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
