package io.github.jdatasks.internal.panel;

import io.github.jdatasks.LoopState;
import io.github.jdatasks.internal.loop.LoopControl;
import java.util.Locale;

/** How a loop is, in a sign, a word and a color; the signs differ in shape too. */
final class LoopStateText {
    static final int GREEN = 0x2ECC71;
    static final int YELLOW = 0xF1C40F;
    static final int RED = 0xE74C3C;
    static final int GRAY = 0x95A5A6;

    private LoopStateText() {}

    static String sign(LoopControl loop) {
        if (loop.isFailing()) {
            return "❌";
        }
        return switch (loop.state()) {
            case IDLE, FINISHED -> "⚪";
            case STARTING, WAITING -> "🟢";
            case PAUSED -> "⏸️";
            case RUNNING -> "▶️";
            case BACKING_OFF -> "🔁";
            case STOPPING -> "⏹️";
        };
    }

    static int color(LoopControl loop) {
        if (loop.isFailing()) {
            return RED;
        }
        return switch (loop.state()) {
            case IDLE, FINISHED -> GRAY;
            case STARTING, WAITING, RUNNING -> GREEN;
            case PAUSED, BACKING_OFF, STOPPING -> YELLOW;
        };
    }

    static String words(LoopControl loop, PanelTexts texts) {
        LoopState state = loop.state();
        boolean byGate = state == LoopState.PAUSED && !loop.isPaused();
        boolean notYet = state == LoopState.RUNNING && loop.isPaused();
        String words = texts.get(
                byGate ? "state.disconnected" : "state." + state.name().toLowerCase(Locale.ROOT));
        return words
                + (notYet ? " · " + texts.get("state.pausing") : "")
                + (loop.isFailing() ? " · " + texts.get("state.failing") : "");
    }
}
