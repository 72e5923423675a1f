package io.github.jdatasks.benchmarks.report;

import io.github.jdatasks.benchmarks.contender.Entrant;
import io.github.jdatasks.benchmarks.report.Svg.Point;
import java.util.ArrayList;
import java.util.List;

/** A picture with a panel for each JDK, in which each contender has a line. */
final class Plot {
    private static final int PANEL = 440;
    private static final int LEFT = 64;
    private static final int RIGHT = 32;
    private static final int TOP = 34;
    private static final int PLOT_HEIGHT = 300;
    private static final int BELOW = 48;
    private static final int LINE = 18;
    private static final int LEGEND_COLUMN = 270;
    private static final double OURS = 3.5;
    private static final double THEIRS = 1.6;

    private final Axis across;
    private final Axis up;
    private final Lines lines;

    /** The lines to draw. */
    @FunctionalInterface
    interface Lines {
        /** Returns the y of an x; NaN where there is none. */
        double at(Entrant entrant, int jdk, double x);
    }

    Plot(Axis across, Axis up, Lines lines) {
        this.across = across;
        this.up = up;
        this.lines = lines;
    }

    String draw(Iterable<Integer> jdks) {
        List<Integer> panels = new ArrayList<>();
        jdks.forEach(panels::add);
        List<Entrant> drawn = new ArrayList<>();
        for (Entrant entrant : Entrant.values()) {
            if (panels.stream().anyMatch(jdk -> !points(entrant, jdk, 0).isEmpty())) {
                drawn.add(entrant);
            }
        }
        int width = PANEL * panels.size();
        int legendColumns = Math.max(1, width / LEGEND_COLUMN);
        int legendLines = (drawn.size() + legendColumns - 1) / legendColumns;
        Svg svg = new Svg(width, TOP + PLOT_HEIGHT + BELOW + (legendLines + 1) * LINE);
        for (int i = 0; i < panels.size(); i++) {
            frame(svg, i * PANEL, "JDK " + panels.get(i));
            for (int j = drawn.size() - 1; j >= 0; j--) { // the library's own on top
                draw(svg, drawn.get(j), points(drawn.get(j), panels.get(i), i * PANEL));
            }
        }
        for (int i = 0; i < drawn.size(); i++) {
            legend(svg, drawn.get(i), i % legendColumns, i / legendColumns);
        }
        return svg.toString();
    }

    private void frame(Svg svg, int left, String title) {
        svg.heading(new Point(left + (PANEL + LEFT - RIGHT) / 2.0, TOP - LINE / 2.0), title);
        across.marks().forEach((value, mark) -> {
            Point bottom = at(left, value, up.from());
            svg.line(bottom, at(left, value, up.to()), Svg.FAINT);
            svg.text(new Point(bottom.x(), bottom.y() + LINE), "middle", mark);
        });
        up.marks().forEach((value, mark) -> {
            Point start = at(left, across.from(), value);
            svg.line(start, at(left, across.to(), value), Svg.FAINT);
            svg.text(new Point(start.x() - 6, start.y() + 4), "end", mark);
        });
        svg.text(
                new Point(left + (PANEL + LEFT - RIGHT) / 2.0, TOP + PLOT_HEIGHT + 2.0 * LINE),
                "middle",
                across.label());
        svg.upright(new Point(left + 14, TOP + PLOT_HEIGHT / 2.0), up.label());
    }

    private List<Point> points(Entrant entrant, int jdk, int left) {
        List<Point> points = new ArrayList<>();
        for (double x : across.marks().keySet().stream().sorted().toList()) {
            double y = lines.at(entrant, jdk, x);
            if (!Double.isNaN(y)) {
                points.add(at(left, x, Math.max(y, up.from())));
            }
        }
        return points;
    }

    private static void draw(Svg svg, Entrant entrant, List<Point> points) {
        svg.path(points, colourOf(entrant), strokeOf(entrant));
        points.forEach(point -> svg.dot(point, colourOf(entrant), strokeOf(entrant)));
    }

    private static void legend(Svg svg, Entrant entrant, int column, int row) {
        double x = LEFT + column * LEGEND_COLUMN;
        double y = TOP + PLOT_HEIGHT + BELOW + (row + 0.5) * LINE;
        draw(svg, entrant, List.of(new Point(x, y), new Point(x + 2.0 * LINE, y)));
        svg.text(new Point(x + 2.5 * LINE, y + 4), "start", entrant.label());
    }

    private Point at(int left, double x, double y) {
        return new Point(
                left + LEFT + across.position(x) * (PANEL - LEFT - RIGHT), TOP + PLOT_HEIGHT * (1 - up.position(y)));
    }

    private static double strokeOf(Entrant entrant) {
        return entrant == Entrant.LOOPS ? OURS : THEIRS;
    }

    private static String colourOf(Entrant entrant) {
        return switch (entrant) {
            case LOOPS -> "#0550ae";
            case LOOPS_ON_POOL -> "#54aeff";
            case JDK_POOL -> "#cf222e";
            case JDK_FORK_JOIN -> "#bc4c00";
            case JDK_SLEEPERS -> "#8250df";
            case NETTY -> "#1a7f37";
            case SPRING_POOL -> "#9a6700";
            case SPRING_ASYNC -> "#d4a72c";
            case GUAVA -> "#bf3989";
            case QUARTZ -> "#6e7781";
            case WISP -> "#24292f";
            case TIMERS, NOTHING -> "#8c959f"; // in no picture so far
        };
    }
}
