/**
 * Turns JDA's events and status into one word of state for each bot and shard. It knows no loop. Not API.
 */
@NullMarked
package io.github.jdatasks.internal.gate;

import org.jspecify.annotations.NullMarked;
