/** Tests of runs that fail: what is retried and when, and what is logged and called. */
@NullMarked
package io.github.jdatasks.retry;

import org.jspecify.annotations.NullMarked;
