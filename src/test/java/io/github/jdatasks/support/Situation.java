package io.github.jdatasks.support;

import io.github.jdatasks.LoopOutcome;
import io.github.jdatasks.LoopState;
import java.util.List;

/** Every state a loop can be in; {@link Staging} gets it there. */
public enum Situation {
    NEVER_STARTED(LoopState.IDLE),
    JUST_STARTED(LoopState.STARTING),
    WAITING_FOR_THE_FIRST_READY(LoopState.STARTING),
    IN_THE_BEFORE_HOOK(LoopState.STARTING),
    RETRYING_THE_BEFORE_HOOK(LoopState.STARTING),
    WAITING(LoopState.WAITING),
    PAUSED(LoopState.PAUSED),
    DISCONNECTED(LoopState.PAUSED),
    IN_THE_BODY(LoopState.RUNNING),
    IN_AN_ASYNCHRONOUS_BODY(LoopState.RUNNING),
    IN_A_RUN_BY_HAND(LoopState.RUNNING),
    BACKING_OFF(LoopState.BACKING_OFF),
    BACKING_OFF_AND_PAUSED(LoopState.PAUSED),
    IN_THE_AFTER_HOOK(LoopState.STOPPING),
    FINISHED(LoopState.FINISHED),
    FAILED(LoopState.FINISHED);

    public final LoopState state;

    Situation(LoopState state) {
        this.state = state;
    }

    /** Whether the loop has been started and has not ended. */
    public boolean isLive() {
        return state != LoopState.IDLE && state != LoopState.FINISHED;
    }

    /** Whether a stop lets something end first. */
    public boolean isAtWork() {
        return isInABody() || this == IN_THE_BEFORE_HOOK || this == IN_THE_AFTER_HOOK;
    }

    public boolean isInABody() {
        return state == LoopState.RUNNING;
    }

    /** What the diary has about an end that is due after so many seconds. */
    public List<String> endsAfter(long seconds) {
        return isLive() && this != IN_THE_AFTER_HOOK ? List.of(seconds + " after") : List.of();
    }

    /** What a life ends with that somebody ends in this situation, or the outcome that it had already. */
    public LoopOutcome outcome(LoopOutcome how) {
        return this == FINISHED ? LoopOutcome.STOPPED : this == FAILED ? LoopOutcome.FAILED : how;
    }
}
