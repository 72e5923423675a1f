package io.github.jdatasks.internal.cog;

import io.github.jdatasks.internal.worker.Errand;

/** The call of {@code cogLoad} as it is handed to a worker: it is also made if the user's executor drops it. */
record CogLoading(CogLifecycle life) implements Errand {
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
