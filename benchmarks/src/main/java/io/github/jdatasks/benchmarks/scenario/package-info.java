/** What is done with a contender in one JVM. */
@NullMarked
package io.github.jdatasks.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;
