/** Tests of schedulers: their threads, executors of the user's, and their end. */
@NullMarked
package io.github.jdatasks.scheduler;

import org.jspecify.annotations.NullMarked;
