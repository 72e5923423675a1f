/** Tests of when loops run: intervals, times of the calendar, clocks that change, ticks that are missed. */
@NullMarked
package io.github.jdatasks.schedule;

import org.jspecify.annotations.NullMarked;
