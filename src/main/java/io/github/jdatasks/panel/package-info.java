/** A slash command that shows and controls the loops of a bot; loaded only if it is used. */
@NullMarked
package io.github.jdatasks.panel;

import org.jspecify.annotations.NullMarked;
