/** Tests of loops that are one for each shard. */
@NullMarked
package io.github.jdatasks.group;

import org.jspecify.annotations.NullMarked;
