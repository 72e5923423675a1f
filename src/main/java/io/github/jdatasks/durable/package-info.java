/**
 * Loops whose ticks outlive the process and are shared by several; needs
 * <a href="https://github.com/kagkarlsson/db-scheduler">db-scheduler</a> on the class path.
 */
@NullMarked
package io.github.jdatasks.durable;

import org.jspecify.annotations.NullMarked;
