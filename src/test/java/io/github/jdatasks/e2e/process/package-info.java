/**
 * Bots in processes of their own: how these end, and what is seen on their consoles.
 */
@NullMarked
package io.github.jdatasks.e2e.process;

import org.jspecify.annotations.NullMarked;
