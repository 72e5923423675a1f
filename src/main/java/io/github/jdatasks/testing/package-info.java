/** A test kit for bots: loops in virtual time, and a connection that comes and goes without a network. */
@NullMarked
package io.github.jdatasks.testing;

import org.jspecify.annotations.NullMarked;
