package io.github.jdatasks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a {@link LoopCog} be told of each failure of a loop.
 *
 * <p>It is called on a worker thread, once for each run or before-hook that has failed for good, may block, takes the
 * {@link Throwable}, or that and the {@link LoopContext}, or nothing, and returns nothing. It may decide about the loop by
 * calling {@link LoopTask#stop()}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface LoopError {
    /** {@return the names of the loops; empty for every loop of the cog that has no hook of its own} */
    String[] value() default {};
}
