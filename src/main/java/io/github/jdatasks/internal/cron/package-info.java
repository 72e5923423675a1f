/**
 * Cron expressions as sets of local date-times; what a time zone makes of them is decided elsewhere.
 * It knows text and calendars only. Not API.
 */
@NullMarked
package io.github.jdatasks.internal.cron;

import org.jspecify.annotations.NullMarked;
