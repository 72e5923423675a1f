/**
 * What is due next and what has been signaled, the clocks, and the thread that waits for both.
 * A turn of the timer never calls user code and is never held up; it knows entries, not loops. Not API.
 */
@NullMarked
package io.github.jdatasks.internal.timer;

import org.jspecify.annotations.NullMarked;
