/**
 * What a loop is to be built with, as a builder has it written down or an annotation says it, and the checks that the parts go together.
 * It makes loops and groups and knows nothing of how they run. Not API.
 */
@NullMarked
package io.github.jdatasks.internal.spec;

import org.jspecify.annotations.NullMarked;
