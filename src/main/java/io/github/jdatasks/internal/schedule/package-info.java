/**
 * The schedules behind the factories of Schedule, times of day in time zones, and the planner that makes the next run
 * of them. Pure functions of instants: no thread, no clock of its own. Not API.
 */
@NullMarked
package io.github.jdatasks.internal.schedule;

import org.jspecify.annotations.NullMarked;
