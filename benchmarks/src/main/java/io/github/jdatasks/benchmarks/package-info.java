/** Measures loops and their peers. */
@NullMarked
package io.github.jdatasks.benchmarks;

import org.jspecify.annotations.NullMarked;
