/**
 * The settings of a loop that is about to be built, and the checks that they fit together.
 * It makes loops and groups and does not know how they run. Not API.
 */
@NullMarked
package io.github.jdatasks.internal.spec;

import org.jspecify.annotations.NullMarked;
