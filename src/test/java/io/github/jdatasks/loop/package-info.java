/** Tests of a loop's life: starts, runs, pauses, ends, hooks, listeners and what the log says. */
@NullMarked
package io.github.jdatasks.loop;

import org.jspecify.annotations.NullMarked;
