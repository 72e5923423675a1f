/** The panel's settings. */
@NullMarked
package io.github.jdatasks.panel;

import org.jspecify.annotations.NullMarked;
