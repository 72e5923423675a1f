package io.github.jdatasks.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An SVG picture in the making: lines and words on white. */
final class Svg {
    static final String INK = "#24292f";
    static final String FAINT = "#d8dee4";

    private final StringBuilder body = new StringBuilder();
    private final int width;
    private final int height;

    Svg(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** A point of the picture, from the left and from the top. */
    record Point(double x, double y) {}

    void line(Point from, Point to, String colour) {
        append(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
                from.x, from.y, to.x, to.y, colour);
    }

    void path(List<Point> points, String colour, double strokeWidth) {
        String coordinates = points.stream()
                .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", point.x, point.y))
                .collect(Collectors.joining(" "));
        append(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\" stroke-linejoin=\"round\"/>",
                coordinates, colour, strokeWidth);
    }

    void dot(Point centre, String colour, double radius) {
        append("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\"/>", centre.x, centre.y, radius, colour);
    }

    /** Writes words that begin ({@code start}), are centred ({@code middle}) or end ({@code end}) at a point. */
    void text(Point at, String anchor, String words) {
        append("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", at.x, at.y, anchor, escape(words));
    }

    void heading(Point at, String words) {
        append(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" font-weight=\"bold\">%s</text>",
                at.x, at.y, escape(words));
    }

    /** Writes words upwards, centred at a point. */
    void upright(Point at, String words) {
        append(
                "<text transform=\"translate(%.1f %.1f) rotate(-90)\" text-anchor=\"middle\">%s</text>",
                at.x, at.y, escape(words));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" \
                font-family="system-ui, sans-serif" font-size="12" fill="%3$s">
                <rect width="%1$d" height="%2$d" rx="6" fill="#ffffff"/>
                %4$s</svg>
                """, width, height, INK, body);
    }

    private void append(String format, Object... values) {
        body.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String escape(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;");
    }
}
