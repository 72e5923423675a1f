/**
 * Events of loops for the flight recorder of the JVM. Only {@code JfrEvents} and the events link {@code jdk.jfr}, and they are
 * not loaded before the JVM records. Not API.
 */
@NullMarked
package io.github.jdatasks.internal.jfr;

import org.jspecify.annotations.NullMarked;
