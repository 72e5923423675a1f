/** The panel, used by people on the mock Discord. */
@NullMarked
package io.github.jdatasks.e2e.panel;

import org.jspecify.annotations.NullMarked;
