package io.github.jdatasks.example.cluster;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The database server and the processes of the cluster, which all end with this one. */
final class Processes {
    private final Journal journal;

    // Guarded by this: a signal may want the end of all while one is being started.
    private final Map<Integer, Child> children = new LinkedHashMap<>();
    private Server server;
    private boolean ended;

    Processes(Journal journal) {
        this.journal = journal;
    }

    synchronized void startServer() throws IOException, SQLException {
        if (!ended) {
            server = new Server();
        }
    }

    /** Starts a process for the first time, or again after it has been killed. */
    synchronized Life start(int number) throws IOException {
        Child before = children.get(number);
        Life life = before == null ? new Life(number, 1) : before.life().next();
        if (!ended) {
            children.put(number, Child.start(life, journal, server));
        }
        return life;
    }

    synchronized void kill(int number) throws InterruptedException {
        if (!ended) {
            children.get(number).kill();
        }
    }

    /** Ends them all; false if one of them did not end by itself. */
    synchronized boolean end() throws InterruptedException, IOException {
        if (ended) {
            return true;
        }
        ended = true;
        List<Child> all = new ArrayList<>(children.values());
        all.forEach(Child::tellToEnd);
        boolean inOrder = true;
        for (Child child : all) {
            inOrder &= child.awaitEnd();
        }
        if (server != null) {
            server.close();
        }
        return inOrder;
    }
}
