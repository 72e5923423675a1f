/** Everything that can run periodic tasks, behind one interface. */
@NullMarked
package io.github.jdatasks.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
