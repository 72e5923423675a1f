package io.github.jdatasks.simulation;

import java.util.Arrays;
import java.util.List;

/**
 * What one call of a body or hook does, act by act, such as {@code "2.1+stop+io"}: it takes 2.1 s, asks the loop to stop
 * and fails. A number is a time it takes; {@code io} a transient error, {@code bug} another exception, {@code error} an
 * Error; {@code later5} and {@code laterio5} a stage that completes after 5 s, {@code never} one that does not; all else
 * is asked of the loop. With {@code "!+"} in front it ignores interrupts; {@code "ok"} does nothing.
 */
record Behaviour(boolean stubborn, List<String> acts) {
    static Behaviour parse(String text) {
        boolean stubborn = text.startsWith("!+");
        String acts = stubborn ? text.substring(2) : text;
        return new Behaviour(stubborn, acts.equals("ok") ? List.of() : List.of(acts.split("\\+", -1)));
    }

    /** Reads several; call after call has the next, and the first again after the last. */
    static List<Behaviour> parseAll(String texts) {
        return Arrays.stream(texts.split(",", -1)).map(Behaviour::parse).toList();
    }

    static boolean isTime(String act) {
        return Character.isDigit(act.charAt(0));
    }

    /** Whether this act lets a stage complete, in the end or never. */
    static boolean isStage(String act) {
        return act.startsWith("later") || act.equals("never");
    }
}
