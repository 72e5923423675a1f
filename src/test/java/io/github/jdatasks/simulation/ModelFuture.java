package io.github.jdatasks.simulation;

/**
 * A future as the model sees it: what it has been completed with, in words.
 */
final class ModelFuture {
    static final String PENDING = "pending";

    private String result = PENDING;

    void complete(String newResult) {
        if (result.equals(PENDING)) {
            result = newResult;
        }
    }

    boolean isDone() {
        return !result.equals(PENDING);
    }

    @Override
    public String toString() {
        return result;
    }
}
