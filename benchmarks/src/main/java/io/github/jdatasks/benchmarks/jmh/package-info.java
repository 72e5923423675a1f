/** Single operations, measured with JMH. */
@NullMarked
package io.github.jdatasks.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
