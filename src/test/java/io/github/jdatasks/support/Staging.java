package io.github.jdatasks.support;

import io.github.jdatasks.ConnectionGate;
import io.github.jdatasks.LoopBuilder;
import io.github.jdatasks.LoopContext;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.Loops;
import io.github.jdatasks.OnFailure;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.testing.VirtualConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Brings a loop that runs every minute into a {@link Situation}, in which it is at second 5 of the diary and stays until
 * second 35. Later lives of the loop have no such troubles, and fast hooks and bodies.
 */
public final class Staging {
    public final Diary diary = new Diary();
    public final LoopTask loop;
    private final ConnectionGate gate = new ConnectionGate();
    private final VirtualConnection connection = VirtualConnection.of(gate);
    private final Situation situation;
    private int life;
    private int bodies;
    private boolean atWork;

    public Staging(Situation situation) {
        this.situation = situation;
        LoopBuilder builder = diary.every(60)
                .retry(RetryPolicy.fixedDelay(Duration.ofSeconds(35)))
                .onFailure(OnFailure.STOP)
                .beforeLoop(diary.hook("before", this::before))
                .afterLoop(diary.hook("after", run -> {
                    checkNoBodyIsAtWork();
                    if (isNow(Situation.IN_THE_AFTER_HOOK)) {
                        diary.lasting(31).run(run);
                    }
                }));
        boolean gated = situation == Situation.WAITING_FOR_THE_FIRST_READY || situation == Situation.DISCONNECTED;
        this.loop = (gated ? builder.gate(gate) : builder).buildAsync(this::body);
        lead();
    }

    /** Connects the bot, for the two situations that wait for it. */
    public void connect() {
        if (situation == Situation.WAITING_FOR_THE_FIRST_READY) {
            connection.ready();
        } else if (situation == Situation.DISCONNECTED) {
            connection.resume();
        }
    }

    private void lead() {
        if (situation == Situation.DISCONNECTED) {
            connection.ready();
        }
        boolean later = situation == Situation.NEVER_STARTED || situation == Situation.JUST_STARTED;
        if (!later) {
            loop.start();
        }
        diary.pass(4);
        switch (situation) {
            case PAUSED, BACKING_OFF_AND_PAUSED -> loop.pause();
            case DISCONNECTED -> connection.disconnect();
            case IN_A_RUN_BY_HAND -> {
                loop.runNow();
            }
            case IN_THE_AFTER_HOOK, FINISHED -> {
                loop.stop();
            }
            default -> {}
        }
        diary.pass(1);
        if (situation == Situation.JUST_STARTED) {
            loop.start();
        }
        diary.forget();
    }

    private void before(LoopContext run) throws Exception {
        life += run.attempt() == 1 ? 1 : 0;
        checkNoBodyIsAtWork();
        if (isNow(Situation.IN_THE_BEFORE_HOOK)) {
            diary.lasting(35).run(run);
        }
        if (isNow(Situation.RETRYING_THE_BEFORE_HOOK) && run.attempt() == 1) {
            throw new IOException("reset");
        }
    }

    private @Nullable CompletionStage<?> body(LoopContext run) throws Exception {
        checkNoBodyIsAtWork();
        boolean first = bodies++ == 0;
        diary.write("body");
        if (isNow(Situation.IN_AN_ASYNCHRONOUS_BODY) && first) {
            return laterAt35();
        }
        atWork = true;
        try {
            troubles(run, first);
        } finally {
            atWork = false;
        }
        return null;
    }

    private void troubles(LoopContext run, boolean first) throws Exception {
        if (isNow(Situation.IN_THE_BODY) && first) {
            diary.lasting(35).run(run);
        }
        if (isNow(Situation.IN_A_RUN_BY_HAND) && bodies == 2) {
            diary.lasting(31).run(run);
        }
        if ((isNow(Situation.BACKING_OFF) || isNow(Situation.BACKING_OFF_AND_PAUSED)) && first) {
            throw new IOException("reset");
        }
        if (isNow(Situation.FAILED) && first) {
            throw new IllegalStateException("boom");
        }
    }

    private CompletionStage<?> laterAt35() {
        CompletableFuture<String> stage = new CompletableFuture<>();
        atWork = true;
        stage.whenComplete((result, error) -> atWork = false);
        Loops.every(Duration.ofHours(1))
                .initialDelay(Duration.ofSeconds(35))
                .scheduler(diary.time)
                .start(run -> stage.complete("done"));
        return stage;
    }

    private boolean isNow(Situation candidate) {
        return candidate == situation && life == 1;
    }

    private void checkNoBodyIsAtWork() {
        if (atWork) {
            diary.write("A BODY IS AT WORK");
        }
    }
}
