/**
 * One thread that waits for the next deadline or signal, and the clocks it reads.
 * It never calls user code and is never held up; it knows entries, not loops. Not API.
 */
@NullMarked
package io.github.jdatasks.internal.timer;

import org.jspecify.annotations.NullMarked;
