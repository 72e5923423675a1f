/** Remembers the last runs of loops, within bounds. */
@NullMarked
package io.github.jdatasks.internal.history;

import org.jspecify.annotations.NullMarked;
