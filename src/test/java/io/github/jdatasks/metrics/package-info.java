/** Metrics of loops. */
@NullMarked
package io.github.jdatasks.metrics;

import org.jspecify.annotations.NullMarked;
