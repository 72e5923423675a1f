/** Tests of the connection gate, and of loops that wait for it. */
@NullMarked
package io.github.jdatasks.gate;

import org.jspecify.annotations.NullMarked;
