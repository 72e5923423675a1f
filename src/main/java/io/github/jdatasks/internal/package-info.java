/**
 * Machinery without knowledge of loops: clocks, the timer and the workers. Not API; it may change in any release.
 */
@NullMarked
package io.github.jdatasks.internal;

import org.jspecify.annotations.NullMarked;
