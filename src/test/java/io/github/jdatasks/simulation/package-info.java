/**
 * Random days in the life of loops, in virtual time: a {@link io.github.jdatasks.simulation.Script} says what users,
 * Discord and the clock do, a {@link io.github.jdatasks.simulation.Simulation} performs it, and a
 * {@link io.github.jdatasks.simulation.ModelLoop} says what must come of it. The model is written from the documented
 * behaviour and shares no code with the library but its public types.
 *
 * <p>A script is text, one line each for a loop or a step. One that fails is shortened as far as possible and printed;
 * {@link io.github.jdatasks.simulation.ReplayTest} has those that once failed.
 */
@NullMarked
package io.github.jdatasks.simulation;

import org.jspecify.annotations.NullMarked;
