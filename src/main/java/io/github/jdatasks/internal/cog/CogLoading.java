package io.github.jdatasks.internal.cog;

import io.github.jdatasks.internal.worker.Errand;

/**
 * The hand-over of the call of {@code cogLoad}: an unload does not wait for an executor that drops it.
 */
record CogLoading(CogLife life) implements Errand {
    @Override
    public void run() {
        life.load();
    }

    @Override
    public void runRejected(Throwable rejection) {
        life.load();
    }

    @Override
    public String subject() {
        return "cogLoad of " + life.name();
    }

    @Override
    public Urgency urgency() {
        return life.isLoadAwaited() ? Urgency.END : Urgency.RUN;
    }
}
