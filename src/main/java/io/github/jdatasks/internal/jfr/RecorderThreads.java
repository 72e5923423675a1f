package io.github.jdatasks.internal.jfr;

import io.github.jdatasks.internal.timer.NeutralThreads;
import java.util.Set;

/** The threads of the JVM's flight recorder. */
final class RecorderThreads {
    /** JDK 17 lists only the second one. */
    private static final Set<String> NAMES = Set.of("JFR Recorder Thread", "JFR Periodic Tasks");

    private static final int USUAL_THREADS = 256;

    private RecorderThreads() {}

    /** Returns whether one of them exists: the JVM records, or has recorded. */
    static boolean exist() {
        Thread[] threads = new Thread[USUAL_THREADS];
        int count = NeutralThreads.topGroup().enumerate(threads);
        while (count == threads.length) { // there may be more
            threads = new Thread[2 * count];
            count = NeutralThreads.topGroup().enumerate(threads);
        }
        for (int i = 0; i < count; i++) {
            if (NAMES.contains(threads[i].getName())) {
                // A thread of the user's may have such a name in a JVM without a flight recorder.
                return ModuleLayer.boot().findModule("jdk.jfr").isPresent();
            }
        }
        return false;
    }
}
