/**
 * From JDA's events and status to one word of state for each bot and shard.
 * Events enter at one place and are only looked at, not trusted; it knows no loop. Not API.
 */
@NullMarked
package io.github.jdatasks.internal.gate;

import org.jspecify.annotations.NullMarked;
