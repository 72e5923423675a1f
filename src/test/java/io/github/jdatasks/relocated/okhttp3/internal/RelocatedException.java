package io.github.jdatasks.relocated.okhttp3.internal;

import java.io.IOException;

/** Stands for an exception of an OkHttp that was shaded into another package. */
public final class RelocatedException extends IOException {
    private static final long serialVersionUID = 1L;
}
