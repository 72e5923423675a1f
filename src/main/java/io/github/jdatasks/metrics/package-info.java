/**
 * Metrics of loops; needs <a href="https://micrometer.io">Micrometer</a> on the class path.
 */
@NullMarked
package io.github.jdatasks.metrics;

import org.jspecify.annotations.NullMarked;
