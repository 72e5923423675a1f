/**
 * How long to wait before another attempt, and which errors deserve one.
 * It calls tests of the user's, so never under a lock. Not API.
 */
@NullMarked
package io.github.jdatasks.internal.retry;

import org.jspecify.annotations.NullMarked;
