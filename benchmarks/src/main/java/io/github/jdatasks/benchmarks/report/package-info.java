/** The figures of all JVMs, and what is made of them: tables, plots, JSON. */
@NullMarked
package io.github.jdatasks.benchmarks.report;

import org.jspecify.annotations.NullMarked;
