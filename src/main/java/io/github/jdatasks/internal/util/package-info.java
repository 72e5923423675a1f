/**
 * Words for durations and calendars, checks of arguments, and logging that no user's object can break.
 * It knows nothing of the rest. Not API.
 */
@NullMarked
package io.github.jdatasks.internal.util;

import org.jspecify.annotations.NullMarked;
