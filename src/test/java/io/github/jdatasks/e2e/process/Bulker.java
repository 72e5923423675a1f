package io.github.jdatasks.e2e.process;

import io.github.jdatasks.LoopBody;
import io.github.jdatasks.LoopCog;
import io.github.jdatasks.LoopTask;
import io.github.jdatasks.OnFailure;
import io.github.jdatasks.RetryPolicy;
import io.github.jdatasks.Schedule;
import java.io.OutputStream;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.dv8tion.jda.api.events.message.MessageReceivedEvent;

/** Accepts a row for each message, saves them in bulk now and then, and what is left when the loop ends. */
final class Bulker extends LoopCog {
    private static final Duration NOW_AND_THEN = Duration.ofMillis(25);

    private final RowStore store;
    private final OutputStream journal;
    private final Set<Long> rows = new LinkedHashSet<>(); // accepted and not yet saved; guarded by itself
    private final LoopTask loop;
    private boolean open; // guarded by rows

    /**
     * Creates a bulker.
     *
     * @param meanwhile what its body does while it has rows in hand
     */
    Bulker(RowStore store, LoopBody meanwhile) {
        this.store = store;
        journal = store.openJournal();
        loop = newLoop(Schedule.every(NOW_AND_THEN))
                .name("bulker")
                .retry(RetryPolicy.fixedDelay(NOW_AND_THEN).retryOn(SQLTransientException.class))
                .onFailure(OnFailure.STOP)
                .beforeLoop(run -> {
                    store.create();
                    turn(true); // from here on it is certain that the after-hook will run
                })
                .afterLoop(run -> {
                    turn(false);
                    save(peek());
                })
                .build(run -> {
                    List<Long> inHand = peek();
                    meanwhile.run(run);
                    save(inHand);
                });
    }

    LoopTask loop() {
        return loop;
    }

    @Override
    public void onMessageReceived(MessageReceivedEvent event) {
        synchronized (rows) {
            if (open) {
                RowStore.accept(journal, event.getMessageIdLong());
                rows.add(event.getMessageIdLong());
            }
        }
    }

    private void turn(boolean newOpen) {
        synchronized (rows) {
            open = newOpen;
        }
    }

    private List<Long> peek() {
        synchronized (rows) {
            return List.copyOf(rows);
        }
    }

    private void save(List<Long> some) throws SQLException {
        if (some.isEmpty()) {
            return; // without the before-hook there is not even a table
        }
        store.save(some);
        synchronized (rows) { // only now: had the save failed, the next one, or the after-hook, would find them
            some.forEach(rows::remove);
        }
    }
}
