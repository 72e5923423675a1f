/** Calls of listeners: on workers, in order, so that a slow listener delays no loop. */
@NullMarked
package io.github.jdatasks.internal.listener;

import org.jspecify.annotations.NullMarked;
