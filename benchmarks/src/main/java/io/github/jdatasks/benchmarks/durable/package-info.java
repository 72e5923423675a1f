/** Durable loops beside db-scheduler by itself. */
@NullMarked
package io.github.jdatasks.benchmarks.durable;

import org.jspecify.annotations.NullMarked;
