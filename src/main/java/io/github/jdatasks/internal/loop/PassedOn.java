package io.github.jdatasks.internal.loop;

import io.github.jdatasks.internal.worker.Errand;

/**
 * A loop that its worker gives to another one, so that others have their turn. Made and handed over by one thread only,
 * which alone changes it.
 */
final class PassedOn implements Errand {
    private final LoopMachine machine;
    private final Thread giver = Thread.currentThread();
    private boolean given;

    PassedOn(LoopMachine machine) {
        this.machine = machine;
    }

    /** Hands it over. */
    void give() {
        machine.handOver(this);
        given = true;
    }

    @Override
    public void run() {
        if (Thread.currentThread() == giver && !given) {
            machine.handBack(); // a user's executor that calls us from here: to go on would nest deeper each time
        } else {
            machine.run();
        }
    }

    @Override
    public String subject() {
        return machine.subject();
    }

    @Override
    public Urgency urgency() {
        return machine.urgency();
    }

    @Override
    public void runRejected(Throwable rejection) {
        machine.runRejected(rejection);
    }
}
