/**
 * One loop: its state, the rules for what comes next, its runs, the worker that calls user code, its log and
 * listeners. It knows neither cogs nor groups nor the scheduler that it runs on, only the small interfaces it has for
 * them. Not API.
 */
@NullMarked
package io.github.jdatasks.internal.loop;

import org.jspecify.annotations.NullMarked;
