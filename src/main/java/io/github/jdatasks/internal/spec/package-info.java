/**
 * What a loop is to be built with, collected from a builder or an annotation, and the checks that the parts fit together.
 * It makes loops and groups and knows nothing of how they run. Not API.
 */
@NullMarked
package io.github.jdatasks.internal.spec;

import org.jspecify.annotations.NullMarked;
