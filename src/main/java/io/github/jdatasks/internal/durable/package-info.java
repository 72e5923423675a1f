/**
 * Hands out the ticks of durable loops: each is a row in a table, picked by one of the processes that share it.
 */
@NullMarked
package io.github.jdatasks.internal.durable;

import org.jspecify.annotations.NullMarked;
