/** Which instants this library and others make of local times, above all on the days the clocks change. */
@NullMarked
package io.github.jdatasks.benchmarks.calendar;

import org.jspecify.annotations.NullMarked;
