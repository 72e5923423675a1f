/**
 * Reads annotations into loops, and loads and unloads cogs. It uses the user's class by reflection and callbacks. Not
 * API.
 */
@NullMarked
package io.github.jdatasks.internal.cog;

import org.jspecify.annotations.NullMarked;
