/** The larger samples of {@code docs/recipes.md}, as sources, and tests of what that page says. */
@NullMarked
package io.github.jdatasks.docs.recipes;

import org.jspecify.annotations.NullMarked;
