/**
 * What loops run on and end with: the loops of one engine, and one watch for each gate that examines them when it
 * changes. It drives loops; they see of it only LoopHost. Not API.
 */
@NullMarked
package io.github.jdatasks.internal.scheduler;

import org.jspecify.annotations.NullMarked;
