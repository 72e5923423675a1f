/** Tests of what the flight recorder of the JVM hears of loops, in JVMs of their own. */
@NullMarked
package io.github.jdatasks.jfr;

import org.jspecify.annotations.NullMarked;
