/** What is measured, and how. */
@NullMarked
package io.github.jdatasks.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
