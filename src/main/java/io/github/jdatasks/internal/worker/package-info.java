/**
 * The threads that call user code: virtual ones, a pool that keeps the time too, or an executor of the user's, and how a
 * thread is given back clean. It knows work only as something to run, and whom to notify if an executor does not. Not API.
 */
@NullMarked
package io.github.jdatasks.internal.worker;

import org.jspecify.annotations.NullMarked;
