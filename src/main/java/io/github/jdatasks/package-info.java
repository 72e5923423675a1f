/**
 * Background loops for JDA bots: extend {@link io.github.jdatasks.LoopCog}, annotate a method with
 * {@link io.github.jdatasks.Loop}, register the cog with JDA.
 */
@NullMarked
package io.github.jdatasks;

import org.jspecify.annotations.NullMarked;
