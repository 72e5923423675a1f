/** The slash command of {@code LoopPanel}: what it shows, what it does, and who may use it. */
@NullMarked
package io.github.jdatasks.internal.panel;

import org.jspecify.annotations.NullMarked;
