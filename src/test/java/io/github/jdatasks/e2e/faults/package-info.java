/**
 * Bots that suffer one fault of the connection after the other, and what has to hold of all their loops meanwhile.
 */
@NullMarked
package io.github.jdatasks.e2e.faults;

import org.jspecify.annotations.NullMarked;
