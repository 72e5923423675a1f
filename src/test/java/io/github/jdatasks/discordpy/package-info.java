/** Tests of what discord.py gets wrong, and of what is done otherwise here. */
@NullMarked
package io.github.jdatasks.discordpy;

import org.jspecify.annotations.NullMarked;
