/** Tests of cogs: how they are read, meet their bot, load and unload. */
@NullMarked
package io.github.jdatasks.cog;

import org.jspecify.annotations.NullMarked;
