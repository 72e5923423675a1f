/**
 * From annotations to loops, and the life of a cog: which bots it is registered with, when it is loaded and unloaded.
 * It knows the loops by what can be asked of them, and the user's class only by reflection and a few callbacks. Not API.
 */
@NullMarked
package io.github.jdatasks.internal.cog;

import org.jspecify.annotations.NullMarked;
