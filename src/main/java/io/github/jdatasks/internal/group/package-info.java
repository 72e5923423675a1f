/**
 * A loop for each shard of a bot, and what they add up to as one. It starts and stops loops as a user would; a loop
 * knows of its group only what LoopSettings.ShardFamily says. Not API.
 */
@NullMarked
package io.github.jdatasks.internal.group;

import org.jspecify.annotations.NullMarked;
