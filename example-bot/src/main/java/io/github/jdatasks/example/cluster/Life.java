package io.github.jdatasks.example.cluster;

/**
 * A process from its start to its end.
 *
 * @param process which one of the cluster, 1 for the first
 * @param number 1 for its first life, more after it was started again
 */
record Life(int process, int number) {
    String name() {
        return "process " + process;
    }

    Life next() {
        return new Life(process, number + 1);
    }
}
